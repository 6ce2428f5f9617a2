package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.agency.SftpAgency;

/** What changes in the catalogue of the real hub is laid as files on a receiver's SFTP server. */
@Timeout(180)
class SftpSinkTest {

    private static final String ROUTE = "so-sftp";
    private static final String FILE = "vn.matluoi.route-%s.cfg".formatted(ROUTE);
    private static final String SOURCE = "sftp-sink";
    private static final String PASSWORD = "của sở nhận tệp";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temp;

    private static Path inbox;
    private static SftpAgency receiver;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        inbox = Files.createDirectories(temp.resolve("so/nhan"));
        receiver = receiver(0);
        admin = SharedHub.administrator();
        var key = SharedHub.get().etc().resolve("keys").resolve(ROUTE);
        Files.writeString(key, PASSWORD);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = forward-sftp
                        host = 127.0.0.1
                        port = %d
                        folder = nhan
                        username = so
                        secret.file = %s
                        host.key = %s
                        every.seconds = 1
                        content = changes
                        legal.basis = Quyết định 3/QĐ-UBND
                        """
                                .formatted(receiver.port(), ROUTE, receiver.fingerprint()));
        await().atMost(PATIENCE).until(() -> state().equals("running"));
        var source = SharedHub.json(
                Map.of("id", SOURCE, "name", "Bảng kê", "area", SharedHub.LONG_AN, "sector", "security"));
        assertThat(admin.post("/api/v1/sources", source).status()).isEqualTo(201);
    }

    private static SftpAgency receiver(int port) throws IOException {
        return new SftpAgency(port, temp.resolve("host.key"), temp.resolve("so"), "so", PASSWORD);
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(PATIENCE).until(() -> state().isEmpty());
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys").resolve(ROUTE));
        admin.delete("/api/v1/sources/" + SOURCE);
        receiver.close();
    }

    @Test
    void aReceiverWhoseServerWasDownGetsAllInOrder() throws Exception {
        imported(1, 3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactlyElementsOf(cameras(1, 3)));
        assertThat(files()).allMatch(file -> file.matches("so-sftp-[0-9a-f]{8}-[0-9]{19}-[0-9]{19}\\.jsonl"));

        var port = receiver.port();
        receiver.close();
        imported(1, 10);
        await().atMost(PATIENCE).until(() -> state().equals("waiting"));
        assertThat(sink().path("problem").asText()).contains("127.0.0.1").doesNotContain(PASSWORD);
        imported(1, 25);
        receiver = receiver(port);
        assertThat(admin.post("/api/v1/sinks/%s/resume".formatted(ROUTE), "").status())
                .isEqualTo(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactlyElementsOf(cameras(1, 25)));
        assertThat(told().stream().map(change -> change.get("sequence").asText()))
                .as("as the names of the files sort")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static void imported(int from, int to) {
        var sheet = new StringBuilder("Tên camera,Mã camera\n");
        IntStream.rangeClosed(from, to).forEach(n -> sheet.append("Tủ %02d,SF-%d\n".formatted(n, n)));
        var report = admin.send(
                "POST",
                "/api/v1/imports?profile=generic&source=" + SOURCE,
                "text/csv",
                sheet.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(report.status()).as(report.text()).isEqualTo(201);
        assertThat(report.json().at("/counts/rejected").asInt())
                .as(report.text())
                .isZero();
    }

    private static List<String> cameras(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("Tủ %02d"::formatted).toList();
    }

    /** @return the names of this test's cameras in the order in which they were told */
    private static List<String> names() {
        return told().stream()
                .map(change -> change.at("/data/values/name").asText())
                .filter(name -> name.startsWith("Tủ "))
                .toList();
    }

    private static List<JsonNode> told() {
        var told = new ArrayList<JsonNode>();
        for (var file : files()) {
            try {
                for (var line : Files.readAllLines(inbox.resolve(file))) {
                    told.add(JSON.readTree(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return told;
    }

    /** What a receiver may take. */
    private static List<String> files() {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state() {
        return sink().path("state").asText();
    }

    private static JsonNode sink() {
        for (var one : admin.get("/api/v1/sinks").json().path("items")) {
            if (one.path("name").asText().equals(ROUTE)) {
                return one;
            }
        }
        return JSON.createObjectNode();
    }
}
