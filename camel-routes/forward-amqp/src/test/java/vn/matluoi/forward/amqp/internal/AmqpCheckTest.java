package vn.matluoi.forward.amqp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;

class AmqpCheckTest {

    @TempDir
    private Path keys;

    private AmqpCheck check;
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "url", "amqps://artemis.example.vn:5671",
            "address", "matluoi.events",
            "content", "events",
            "legal.basis", "Quyết định 123/QĐ-UBND",
            "username", "mat-luoi",
            "secret.file", "artemis.password",
            "certificate", "AB:".repeat(31) + "AB"));

    @BeforeEach
    void files() throws IOException {
        write("artemis.password", "x");
        check = new AmqpCheck(nothing(Areas.class), nothing(Units.class), keys);
    }

    private void write(String name, String text) throws IOException {
        var file = Files.writeString(keys.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void goodSettingsAreTaken() {
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "artemis",
                "https://artemis",
                "amqps://",
                "amqps://u@artemis",
                "amqps://artemis/q",
                "amqps://a:0"
            })
    void whatIsNoBrokerIsNamedAndNotQuoted(String url) {
        settings.put("url", url);
        assertThat(faults()).containsExactly("url");
        assertThat(check.check(settings).get(0).message().vi()).doesNotContain("u@artemis");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb"})
    void whatIsNoQueueIsNamed(String address) {
        settings.put("address", address);
        assertThat(faults()).containsExactly("address");
    }

    @Test
    void nothingIsSentInTheClearUnlessSomebodySaysSo() {
        settings.put("url", "amqp://artemis.example.vn");
        assertThat(faults()).containsExactly("url");
        settings.put("plain", "true");
        assertThat(faults()).isEmpty();
    }

    @Test
    void anEncryptedBrokerIsKnownByItsCertificate() {
        settings.remove("certificate");
        assertThat(faults()).containsExactly("certificate");
    }

    @Test
    void anAccountNeedsItsPassword() {
        settings.remove("secret.file");
        assertThat(faults()).containsExactly("secret.file");
    }

    private List<String> faults() {
        return check.check(settings).stream().map(FieldError::field).toList();
    }

    /** One that answers every question about the catalogue with an empty list. */
    private static <T> T nothing(Class<T> service) {
        return service.cast(Proxy.newProxyInstance(
                service.getClassLoader(), new Class<?>[] {service}, (proxy, method, arguments) -> List.of()));
    }
}
