package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.http.DriverReach;
import vn.matluoi.core.internal.driver.kar.Kar;

class DriverRepositoryTest {

    @TempDir
    private Path folder;

    private void offer(String family, String version) throws IOException {
        var name = "vn.matluoi.driver." + family;
        var place = folder.resolve("vn/matluoi").resolve(name).resolve(version);
        Files.createDirectories(place);
        Files.writeString(place.resolve("%s-%s-features.xml".formatted(name, version)), "<features/>");
    }

    @Test
    void takesTheNewestByNumberNotByLetter() throws IOException {
        var repository = new DriverRepository(folder);
        assertThat(repository.newest()).isEmpty();
        offer("hikvision", "0.9.0");
        offer("hikvision", "0.10.0");
        offer("onvif", "1.0.0");
        Files.createDirectories(folder.resolve("vn/matluoi/vn.matluoi.driver.hikvision/2.0.0")); // nothing in it yet

        assertThat(repository.newest()).containsOnlyKeys("hikvision", "onvif");
        var newest = repository.find("hikvision", Optional.empty()).orElseThrow();
        assertThat(newest.version()).isEqualTo("0.10.0");
        assertThat(newest.featuresUri()).isEqualTo("mvn:vn.matluoi/vn.matluoi.driver.hikvision/0.10.0/xml/features");
        assertThat(newest.feature()).isEqualTo("matluoi-driver-hikvision");
        assertThat(repository.find("hikvision", Optional.of("0.9.0"))).isPresent();
        assertThat(repository.find("hikvision", Optional.of("0.8.0"))).isEmpty();
    }

    @Test
    void aFamilyIsNeverAPath() throws IOException {
        offer("hikvision", "1.0.0");
        var repository = new DriverRepository(folder.resolve("vn"));
        assertThat(repository.find("../../matluoi/vn.matluoi.driver.hikvision", Optional.empty()))
                .isEmpty();
    }

    private static Kar kar(int content) {
        return new Kar(
                "acme",
                "1.0.0",
                "[1.0,2)",
                Optional.of(DriverReach.parse("http")),
                Optional.empty(),
                "",
                new byte[] {(byte) content, 2, 3},
                new byte[] {9});
    }

    private Path file(String end) {
        return folder.resolve("vn/matluoi/vn.matluoi.driver.acme/1.0.0/vn.matluoi.driver.acme-1.0.0" + end);
    }

    @Test
    void whatWasTakenInHalfIsCompleted() throws IOException {
        var repository = new DriverRepository(folder);
        assertThat(repository.add(kar(1), () -> true, false)).isTrue();
        assertThat(repository.add(kar(1), () -> true, false)).as("it is whole").isFalse();

        for (var lost : new String[] {"-features.xml", ".jar"}) {
            Files.delete(file(lost));
            assertThat(repository.add(kar(1), () -> true, false))
                    .as("without " + lost)
                    .isTrue();
            assertThat(file(lost)).exists();
            assertThat(repository.find("acme", Optional.of("1.0.0"))).isPresent();
        }
    }

    @Test
    void halfAVersionKeepsNoOtherContentOut() throws IOException {
        var repository = new DriverRepository(folder);
        repository.add(kar(1), () -> true, false);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> repository.add(kar(7), () -> true, false))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("driver.version-taken"));

        Files.delete(file("-features.xml"));
        assertThat(repository.add(kar(7), () -> true, false)).isTrue();
        assertThat(file(".jar")).hasBinaryContent(kar(7).jar());
    }

    @Test
    void whatMayNotBeInstalledKeepsNoOtherContentOutAndWhatMayIsLeftAsItIs() throws IOException {
        var repository = new DriverRepository(folder);
        repository.add(kar(1), () -> true, false);
        Files.writeString(file(".kar"), "the envelope it came in");
        assertThat(repository.add(kar(1), () -> true, false)).isFalse();
        assertThat(file(".kar")).hasContent("the envelope it came in");

        assertThat(repository.add(kar(7), () -> false, false)).isTrue();
        assertThat(file(".jar")).hasBinaryContent(kar(7).jar());
        assertThat(file(".kar")).hasBinaryContent(kar(7).file());
    }

    @Test
    void theFilesOfWhatIsInstalledAreNoOrdersToTakeOutAgain() {
        var repository = new DriverRepository(folder);
        assertThat(repository.add(kar(1), () -> false, true)).isFalse();
        assertThat(repository.pending()).isEmpty();
    }

    @Test
    void aLinkThatLiesInTheWayIsNotWrittenThrough() throws IOException {
        var place = Files.createDirectories(file(".jar").getParent());
        var elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(place.resolve(".part"), elsewhere);
        new DriverRepository(folder).add(kar(1), () -> true, false);
        assertThat(elsewhere).hasContent("mine");
        assertThat(file(".jar")).hasBinaryContent(kar(1).jar());
    }

    @Test
    void aDiskThatRefusesTheFeaturesLeavesNoVersionAndTheNextTryMakesIt() throws IOException {
        var repository = new DriverRepository(folder);
        Files.createDirectories(file("-features.xml").resolve("in the way"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> repository.add(kar(1), () -> true, false));

        Files.delete(file("-features.xml").resolve("in the way"));
        Files.delete(file("-features.xml"));
        assertThat(repository.find("acme", Optional.empty())).isEmpty();
        assertThat(repository.add(kar(1), () -> true, false)).isTrue();
        repository.remove(repository.find("acme", Optional.empty()).orElseThrow());
        assertThat(file(".jar").getParent()).doesNotExist();
    }

    @Test
    void readsWhatIsWantedAsOneTextOrSeveral() {
        var expected = Map.of("hikvision", Optional.<String>empty(), "onvif", Optional.of("0.2.0"));
        assertThat(DriverConfiguration.wanted(" hikvision , onvif:0.2.0, ")).isEqualTo(expected);
        assertThat(DriverConfiguration.wanted(new String[] {"hikvision", "onvif:0.2.0"}))
                .isEqualTo(expected);
        assertThat(DriverConfiguration.wanted(null)).isEmpty();
    }
}
