package vn.matluoi.forward.kafka.internal;

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

class KafkaCheckTest {

    @TempDir
    private Path keys;

    private KafkaCheck check;
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "brokers", "kafka-1.example.vn:9093, [2001:db8::1]:9093",
            "topic", "matluoi.events",
            "content", "events",
            "legal.basis", "Quyết định 123/QĐ-UBND",
            "username", "mat-luoi",
            "secret.file", "kafka.password",
            "ca.file", "kafka-ca.pem"));

    @BeforeEach
    void files() throws IOException {
        write("kafka.password", "x");
        write("kafka-ca.pem", "-----BEGIN CERTIFICATE-----\n");
        check = new KafkaCheck(nothing(Areas.class), nothing(Units.class), keys);
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
                "kafka",
                "kafka:0",
                "kafka:70000",
                "user@kafka:9092",
                "kafka:9092/x",
                "kafka:9092,,b:1",
                "//a:1"
            })
    void whatIsNoServerIsNamed(String brokers) {
        settings.put("brokers", brokers);
        assertThat(faults()).containsExactly("brokers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "sự kiện", "a b", "a/b"})
    void whatIsNoTopicIsNamed(String topic) {
        settings.put("topic", topic);
        assertThat(faults()).containsExactly("topic");
    }

    @Test
    void nothingIsSentInTheClearUnlessSomebodySaysSo() {
        settings.remove("ca.file");
        assertThat(faults()).containsExactly("ca.file");
        settings.put("plain", "true");
        assertThat(faults()).isEmpty();
        settings.put("ca.file", "kafka-ca.pem");
        assertThat(faults()).containsExactly("ca.file");
    }

    @Test
    void aPasswordIsNotSentAsItIsInTheClear() {
        settings.remove("ca.file");
        settings.put("plain", "true");
        settings.put("mechanism", "PLAIN");
        assertThat(faults()).containsExactly("mechanism");
    }

    @Test
    void anAccountNeedsItsPassword() {
        settings.remove("secret.file");
        assertThat(faults()).containsExactly("secret.file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../kafka-ca.pem", "kafka.password", "none.pem"})
    void whatIsNoCertificateIsNamed(String file) {
        settings.put("ca.file", file);
        assertThat(faults()).containsExactly("ca.file");
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
