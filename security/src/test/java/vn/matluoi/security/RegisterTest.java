package vn.matluoi.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check can fail: each way in which what is shipped and the register may disagree. */
class RegisterTest {

    private static final String WATCHED = "org.acme*:*,yes,acme.example\norg.quiet:*,no,no data from outside";

    @TempDir
    Path folder;

    @Test
    void isContentWhenEveryMatchIsSettled() throws IOException {
        var register = register(
                "org.acme:web,\"[9,9.5)\",CVE-1,controlled,loopback,WebTest#isOnLoopback",
                "org.acme:web,\"(,9.4.50)\",CVE-2,fixed,the version,WebTest#isOnLoopback",
                "org.acme:web-jms,\"(,99)\",CVE-3,not-affected,not shipped: no JMS,WebTest#isOnLoopback");
        assertThat(complaints(register, "org.acme:web:9.4.58.v20250814", "org.quiet:api:1.0"))
                .isEmpty();
    }

    @Test
    void namesAnOpenWeaknessOfWhatIsShipped() throws IOException {
        var register = register("org.acme:web,\"[9,9.5)\",CVE-1,open,nothing yet,none");
        assertThat(complaints(register, "org.acme:web:9.4.58.v20250814"))
                .singleElement()
                .asString()
                .contains("org.acme:web:9.4.58.v20250814", "CVE-1", "open");
        assertThat(complaints(register, "org.acme:web:9.5.0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4.1.137.Final, 1", "4.1.138.Final, 0", "4.1.132.Final, 0", "4.1.133, 1"})
    void namesAVersionSaidToBeFixedThatIsNot(String version, int complaints) throws IOException {
        var register = register("org.acme:net,\"[4.1.133,4.1.138)\",CVE-1,fixed,the version,WebTest#isOnLoopback");
        assertThat(complaints(register, "org.acme:net:" + version)).hasSize(complaints);
    }

    @Test
    void namesAWatchedPartWhoseVersionLineHasNoRow() throws IOException {
        var register = register("org.acme:net,\"(,4.1.138)\",CVE-1,fixed,the version,WebTest#isOnLoopback");
        assertThat(complaints(register, "org.acme:net:4.1.140")).isEmpty();
        assertThat(complaints(register, "org.acme:net:4.2.0"))
                .singleElement()
                .asString()
                .contains("org.acme:net:4.2.0", "no row for its version line");
        assertThat(complaints(register, "org.acme:net:4.1.140", "org.acme.more:other:4.1.140"))
                .singleElement()
                .asString()
                .contains("org.acme.more:other:4.1.140");
    }

    @Test
    void namesAPartNobodySaysAnythingOf() throws IOException {
        assertThat(complaints(register(), "org.new:library:1.0"))
                .singleElement()
                .asString()
                .contains("org.new:library:1.0", "watched.csv");
        assertThat(complaints(register(), "vn.matluoi:vn.matluoi.core:0.1.0")).isEmpty();
    }

    @Test
    void namesAProofThatIsNoTest() throws IOException {
        var register = register(
                "org.acme:web,\"(,9.4)\",CVE-1,fixed,the version,WebTest#isOnLoopback WebTest#wasRenamed",
                "org.acme:web,\"[9.4,9.5)\",CVE-2,controlled,words alone,none");
        assertThat(complaints(register, "org.acme:web:9.4.58"))
                .hasSize(2)
                .anyMatch(each -> each.contains("there is no test WebTest#wasRenamed"))
                .anyMatch(each -> each.contains("only an open one may be without proof"));
    }

    @Test
    void namesARowOfWhatIsNotShippedThatDoesNotSaySo() throws IOException {
        var register = register("org.acme:jms,\"(,9)\",CVE-1,not-affected,unused,WebTest#isOnLoopback");
        assertThat(complaints(register)).singleElement().asString().contains("the row does not say so");
    }

    @Test
    void namesARowThatSaysNotShippedOfWhatIs() throws IOException {
        var register = register("org.acme:jms,\"(,9)\",CVE-1,not-affected,not shipped,WebTest#isOnLoopback");
        assertThat(complaints(register, "org.acme:jms:8.1"))
                .singleElement()
                .asString()
                .contains("says it is not shipped, but it is");
    }

    @Test
    void refusesARowItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> register("org.acme:web,\"[9,9.5)\",CVE-1,probably-fine,words,none"));
        assertThatIllegalArgumentException().isThrownBy(() -> register("org.acme:web,\"[9,\",CVE-1,open,words,none"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> register("org.acme:web,[9,9.5),CVE-1,open,words,none"));
    }

    private Register register(String... rows) throws IOException {
        Files.writeString(
                folder.resolve("known-cves.csv"),
                "# for people\nartefact,range,cve,status,control,proof\n" + String.join("\n", rows));
        Files.writeString(folder.resolve("watched.csv"), "artefact,watched,where\n" + WATCHED);
        return Register.read(folder);
    }

    private static List<String> complaints(Register register, String... shipped) {
        return register.complaints(Stream.of(shipped).map(Part::of).toList(), "WebTest#isOnLoopback"::equals);
    }
}
