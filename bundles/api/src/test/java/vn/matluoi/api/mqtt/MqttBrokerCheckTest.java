package vn.matluoi.api.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;

class MqttBrokerCheckTest {

    @TempDir
    Path keys;

    @BeforeEach
    void putAPassword() throws Exception {
        Files.createFile(
                keys.resolve("broker"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private List<String> faults(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        new MqttBrokerCheck(keys).check(settings, errors);
        return errors.stream().map(error -> error.field() + " " + error.rule()).toList();
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(faults(Map.of("broker", "mqtt://127.0.0.1"))).isEmpty();
        assertThat(faults(Map.of("broker", "mqtts://mq.example.vn:8884", "certificate", "AB:".repeat(31) + "CD")))
                .isEmpty();
        assertThat(faults(Map.of(
                        "broker",
                        "mqtts://mq.example.vn",
                        "username",
                        "hub",
                        "secret.file",
                        "broker",
                        "ca.file",
                        "broker",
                        "client.id",
                        "tram-tay-ninh")))
                .isEmpty();
    }

    @Test
    void aPasswordNeedsEncryptionAndABrokerThatProvesWhoItIs() {
        assertThat(faults(Map.of("broker", "mqtt://mq.example.vn", "username", "hub", "secret.file", "broker")))
                .containsExactly("username encrypted");
        assertThat(faults(Map.of("broker", "mqtts://mq.example.vn", "username", "hub", "secret.file", "broker")))
                .containsExactly("certificate required");
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(faults(Map.of(
                        "broker",
                        "mqtts://hub:secret@mq.example.vn",
                        "client.id",
                        "trạm số 1",
                        "username",
                        "hub",
                        "secret.file",
                        "../master",
                        "certificate",
                        "abc",
                        "ca.file",
                        "missing")))
                .contains(
                        "broker url",
                        "client.id name",
                        "secret.file file",
                        "certificate fingerprint",
                        "ca.file file",
                        "ca.file either");
        assertThat(faults(Map.of("broker", "mqtt://mq/path"))).containsExactly("broker url");
        assertThat(faults(Map.of("broker", ""))).containsExactly("broker url");
    }

    @Test
    void aFilterIsOneOfMqtt() {
        assertThat(List.of("a", "a/b", "+/b/#", "#", "/a", "camera/+/sự kiện"))
                .allSatisfy(filter -> assertThat(filter(filter)).isEmpty());
        assertThat(List.of("", "a/#/b", "a+/b", "a/b#", "$share/g/a", "a\u0000b"))
                .allSatisfy(filter -> assertThat(filter(filter)).isNotEmpty());
    }

    private static List<FieldError> filter(String filter) {
        var errors = new ArrayList<FieldError>();
        MqttBrokerCheck.filter("topic", Map.of("topic", filter), errors);
        return errors;
    }

    @Test
    void portsAndNamesHaveDefaults() {
        var settings =
                Map.of("routeName", "cam", "broker", "mqtts://mq.example.vn", "certificate", "AB:".repeat(31) + "CD");
        var broker = MqttBroker.of(settings::get, keys, Duration.ZERO);
        assertThat(broker.port()).isEqualTo(8883);
        assertThat(broker.clientId()).isEqualTo("matluoi-cam");
        assertThat(broker.certificate()).contains("ab".repeat(31) + "cd");
    }
}
