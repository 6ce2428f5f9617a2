package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profile;

class RestCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "url", "https://vms.example.vn/api/cameras?type=all", "source", "vms-huyen", "area", OneArea.HERE.value());

    @TempDir
    Path keys;

    private RestCheck check;

    @BeforeEach
    void knowOneOfEach() {
        var commune = new Profile("commune", Text.same("xã"), List.of(), Map.of(), OptionalDouble.empty());
        check = new RestCheck(null, new OneArea(), new OneUnit(), List.of(commune), keys);
    }

    private List<FieldError> with(Map<String, String> more) {
        var settings = new TreeMap<>(GOOD);
        settings.putAll(more);
        return check.check(settings);
    }

    @Test
    void acceptsWhatIsRight() throws Exception {
        assertThat(check.check(GOOD)).isEmpty();
        password("vms");
        assertThat(with(Map.of(
                        "items", "/data/items",
                        "page", "page",
                        "page.first", "0",
                        "columns", "Vĩ độ = /geo/lat; Kinh độ = /geo/lng",
                        "username", "hub",
                        "secret.file", "vms",
                        "certificate", "AB:".repeat(31) + "CD")))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "url", "ftp://vms/cameras",
                        "source", "Huyện",
                        "items", "data",
                        "page", "a b",
                        "next", "/next",
                        "columns", "/geo/lat",
                        "username", "hub",
                        "every.seconds", "0")))
                .extracting(FieldError::field)
                .containsExactly("url", "source", "items", "page", "page", "columns", "secret.file", "every.seconds");
    }

    @Test
    void anAddressWithAnAccountInItIsRefusedAndNotQuoted() {
        assertThat(with(Map.of("url", "https://hub:topsecret@vms.example.vn/")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().toString()).doesNotContain("topsecret"));
    }

    @Test
    void aPasswordThatOthersMayReadIsRefusedBeforeTheHubStartsNoMore() throws Exception {
        Files.writeString(keys.resolve("open"), "x");
        Files.setPosixFilePermissions(keys.resolve("open"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(with(Map.of("url", "http://vms.example.vn/", "username", "hub", "secret.file", "open")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("chmod 600"));
    }

    private void password(String name) throws Exception {
        Files.writeString(keys.resolve(name), "x");
        Files.setPosixFilePermissions(keys.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aPasswordIsSentToNobodyWhoOnlySaysThatHeIsTheOne() throws Exception {
        password("vms");
        assertThat(with(Map.of("username", "hub", "secret.file", "vms")))
                .extracting(FieldError::rule)
                .containsExactly("required");
        assertThat(with(Map.of("username", "hub", "secret.file", "vms", "certificate", "ab:cd")))
                .extracting(FieldError::rule)
                .containsExactly("fingerprint");
        assertThat(with(Map.of("url", "http://vms.example.vn/", "username", "hub", "secret.file", "vms")))
                .as("digest sends none")
                .isEmpty();
    }

    @Test
    void aFileOfPasswordsLiesInItsFolder() throws Exception {
        password("vms");
        var http = "http://vms.example.vn/";
        assertThat(with(Map.of("url", http, "username", "hub", "secret.file", "../keys/vms")))
                .extracting(FieldError::field)
                .containsExactly("secret.file");
        assertThat(with(Map.of("url", http, "username", "hub", "secret.file", "absent")))
                .extracting(FieldError::field)
                .containsExactly("secret.file");
    }
}
