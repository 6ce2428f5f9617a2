package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.forward.kafka.internal.support.KafkaBroker;

/** What changes in the catalogue arrives at a real Kafka, encrypted and with a log-in, from the hub as it is shipped, by the file of the guide. */
class KafkaSinkTest {

    private static final String FILE = "vn.matluoi.route-kafka-tinh.cfg";
    private static final String KEY = "kafka-tinh.password";
    private static final String CERTIFICATE = "kafka-tinh.pem";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static String password;
    private static KafkaBroker broker;
    private static Client admin;

    @BeforeAll
    static void start() throws IOException {
        password = UUID.randomUUID().toString();
        broker = new KafkaBroker(folder, password);
        broker.start();
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void stop() throws Exception {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        Files.deleteIfExists(key(KEY));
        Files.deleteIfExists(key(CERTIFICATE));
        broker.close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains("kafka-tinh"));
    }

    private static Path key(String name) {
        return SharedHub.get().etc().resolve("keys").resolve(name);
    }

    @Test
    void aChangeArrivesAsACloudEventAndAWrongPasswordIsSaidUntilTheFileIsMended() throws IOException {
        keep(CERTIFICATE, broker.certificate());
        var wrong = keep(KEY, password + "?");
        SharedHub.get()
                .configure(
                        FILE,
                        Guide.file("forward.md", FILE)
                                .replace("kafka-1.tinh.example.vn:9093", broker.secureAddress())
                                .replace("username = tram", "username = " + KafkaBroker.USER));
        await().atMost(Duration.ofSeconds(60)).until(() -> sink().isPresent());
        put("kafka-1", "Đơn vị thứ nhất");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> sink().orElseThrow().toString().contains("mật khẩu trong etc/keys/" + KEY));
        assertThat(sink().orElseThrow().toString()).doesNotContain(password);

        Files.writeString(wrong, password);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> !sink().orElseThrow().toString().contains("mật khẩu trong etc/keys/" + KEY));
        put("kafka-2", "Đơn vị thứ hai");
        var told = broker.read("tinh.danh-muc", 2).stream()
                .map(record -> read(record.value()))
                .filter(event -> event.path("type").asText().equals("vn.matluoi.unit.put"))
                .toList();
        assertThat(told.toString()).contains("Đơn vị thứ nhất", "Đơn vị thứ hai");
        assertThat(told).allSatisfy(event -> {
            assertThat(event.get("specversion").asText()).isEqualTo("1.0");
            assertThat(event.get("id").asText()).isNotEmpty();
        });
    }

    private static Path keep(String name, String secret) throws IOException {
        var file = Files.createFile(
                key(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, secret);
    }

    private static Optional<JsonNode> sink() {
        for (var one : admin.get("/api/v1/sinks").json().path("items")) {
            if (one.path("name").asText().equals("kafka-tinh")) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static void put(String code, String name) {
        var answer =
                admin.put("/api/v1/units/" + code, SharedHub.json(Map.of("name", name, "area", SharedHub.LONG_AN)));
        assertThat(answer.status()).as(answer.text()).isIn(List.of(200, 201, 204));
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
