package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;

class RestCheckTest {

    private static final Map<String, String> GOOD =
            Map.of("url", "https://vms.example.vn/api/cameras?type=all", "source", "vms-huyen", "area", "27694");

    @TempDir
    Path keys;

    private RestCheck check;

    @BeforeEach
    void lookAtWhatIsItsOwn() {
        check = new RestCheck(null, (settings, errors) -> {}, keys);
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
                        "items", "data",
                        "page", "a b",
                        "next", "/next",
                        "columns", "/geo/lat",
                        "username", "hub",
                        "every.seconds", "0")))
                .extracting(FieldError::field)
                .containsExactly("url", "secret.file", "items", "page", "page", "columns", "every.seconds");
    }

    @Test
    void anAddressWithAnAccountInItIsRefusedAndNotQuoted() {
        assertThat(with(Map.of("url", "https://hub:topsecret@vms.example.vn/")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().toString()).doesNotContain("topsecret"));
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
}
