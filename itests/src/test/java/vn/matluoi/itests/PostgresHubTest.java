package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import vn.matluoi.registry.internal.support.PostgresCluster;

/** The hub as shipped, on a PostgreSQL server instead of the database in its own process. */
@Tag("own-hub")
class PostgresHubTest {

    private static final String RECORDER = "nvr-postgres";
    private static final String COMMUNE = "xa-postgres";
    private static final int CHANNELS = 16;
    private static final int ROWS = 30;

    private static PostgresCluster.Database database;
    private static SimulatedRecorder recorder;
    private static RunningHub hub;
    private static Path inbox;

    @BeforeAll
    static void start() throws Exception {
        database = PostgresCluster.running().newDatabase("matluoi");
        recorder = SimulatedRecorder.start();
        hub = RunningHub.prepared("postgres");
        inbox = hub.data().resolve("inbox");
        hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
        hub.configure(
                "vn.matluoi.route-inbox.cfg",
                "template = source-file\nfolder = %s\nsource = %s\narea = %s\npoll.ms = 200\nstable.ms = 200\n"
                        .formatted(inbox, COMMUNE, SharedHub.TAN_CHAU));
        hub.configure("org.ops4j.datasource-matluoi.cfg", dataSource());
        keepThePassword();
        hub.start();
    }

    /** The file as {@code docs/guide/install.md} shows it; only the database is another. */
    private static String dataSource() throws IOException {
        var guide = Files.readString(Project.ROOT.resolve("docs/guide/install.md"));
        var begin = guide.indexOf("```properties\n") + "```properties\n".length();
        return guide.substring(begin, guide.indexOf("```", begin))
                .replace("jdbc:postgresql://127.0.0.1:5432/matluoi", database.url())
                .replace("user = matluoi", "user = " + database.user());
    }

    private static void keepThePassword() throws IOException {
        var keys = Files.createDirectories(
                hub.etc().resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var file = Files.createFile(
                keys.resolve("postgresql"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, database.password());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        if (recorder != null) {
            recorder.close();
        }
    }

    @Test
    void keepsRecorderSheetAndLogAcrossARestart() throws Exception {
        var admin = hub.administrator();
        var added = admin.post(
                "/api/v1/sources", SharedHub.source(RECORDER, recorder).toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cameras(admin, RECORDER).size() == CHANNELS);
        drop();
        await().atMost(Duration.ofSeconds(60)).until(() -> names("done").size() == 2);
        assertThat(names("failed")).isEmpty();
        assertThat(cameras(admin, COMMUNE)).hasSize(ROWS);
        var before = verification(admin);
        assertThat(before.get("intact").asBoolean()).as(before.toString()).isTrue();
        assertThat(rows("cameras")).isEqualTo(CHANNELS + ROWS);
        assertThat(rows("access_account")).isEqualTo(1);
        assertThat(rows("audit_entry")).isEqualTo(before.get("checked").asLong());
        assertThat(hub.data().resolve("data/derby"))
                .as("no database in the hub's own process")
                .doesNotExist();

        var fromTheRecorder = cameras(admin, RECORDER);
        var fromTheSheet = cameras(admin, COMMUNE);
        hub.stop();
        hub.start();

        var again = hub.administrator();
        assertThat(cameras(again, RECORDER)).isEqualTo(fromTheRecorder);
        assertThat(cameras(again, COMMUNE)).isEqualTo(fromTheSheet);
        assertThat(again.get("/api/v1/imports?limit=200").json().get("items").findValuesAsText("source"))
                .as("each was taken once")
                .containsExactlyInAnyOrder(RECORDER, COMMUNE);
        var synchronised = again.post("/api/v1/sources/" + RECORDER + "/sync", "");
        assertThat(synchronised.status()).as(synchronised.text()).isEqualTo(200);
        assertThat(synchronised.json().at("/counts/unchanged").asInt()).isEqualTo(CHANNELS);
        var after = verification(again);
        assertThat(after.get("intact").asBoolean()).as(after.toString()).isTrue();
        assertThat(after.get("checked").asLong())
                .isGreaterThan(before.get("checked").asLong());
        assertThat(hub.log()).doesNotContain(database.password());
    }

    @Test
    void isNotReadyWhileTheDatabaseIsAway() {
        var server = PostgresCluster.running();
        server.takeAway();
        try {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var ready = hub.client().get("/health/ready");
                assertThat(ready.status()).as(ready.text()).isEqualTo(503);
                assertThat(ready.text()).contains("Cơ sở dữ liệu không trả lời");
            });
        } finally {
            server.giveBack();
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200));
    }

    private static void drop() throws IOException, InterruptedException {
        var sheet = SharedHub.sheet(
                "postgres",
                "--rows",
                "" + ROWS,
                "--seed",
                "5",
                "--format",
                "csv",
                "--faults",
                "0",
                "--area",
                SharedHub.TAN_CHAU,
                "--name",
                "postgres");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.isDirectory(inbox.resolve("done")));
        Files.copy(sheet, inbox.resolve(".postgres.csv"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(inbox.resolve(".postgres.csv"), inbox.resolve("postgres.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> cameras(Client client, String source) {
        var answer = client.get("/api/v1/cameras?limit=200&source=" + source);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var ids = new ArrayList<String>();
        for (var camera : answer.json().get("items")) {
            ids.add(camera.get("id").asText());
        }
        return ids;
    }

    private static JsonNode verification(Client client) {
        var answer = client.get("/api/v1/audit/verification");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Looks past the hub, into the database itself. */
    private static long rows(String table) throws java.sql.SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement();
                var counted = statement.executeQuery("select count(*) from " + table)) {
            counted.next();
            return counted.getLong(1);
        }
    }

    private static List<String> names(String folder) throws IOException {
        try (var files = Files.list(inbox.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
