package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub's commands as a person types them over SSH: what they say, and the status they end with. */
class ShellTest {

    private static final String RECORDER = "nvr-shell";
    private static final String COMMUNE = "xa-shell";
    private static final String ROUTE = "vn.matluoi.route-shell.cfg";
    private static final int INVALID = 2;
    private static final int DEVICE = 6;

    private static RunningHub hub;
    private static Client admin;
    private static SimulatedRecorder recorder;

    @BeforeAll
    static void addARecorderAndACommune() throws Exception {
        hub = SharedHub.get();
        admin = SharedHub.administrator();
        recorder = SimulatedRecorder.start("--channels", "2", "--offline", "0");
        var added = hub.shellSays(
                "hub:source-add %s --driver hikvision --address %s --username admin --secret-file %s --area %s --sector security --option rtsp.port=%d --name \"Đầu ghi ở chợ\""
                        .formatted(
                                RECORDER,
                                recorder.address(),
                                recorder.passwordFile(),
                                SharedHub.LONG_AN,
                                recorder.rtsp()));
        assertThat(added).contains("đã thêm nguồn " + RECORDER).doesNotContain(recorder.password());
        assertThat(hub.shellSays("hub:source-add %s --area %s --name \"Bảng tính của xã\""
                        .formatted(COMMUNE, SharedHub.TAN_CHAU)))
                .contains("đã thêm nguồn " + COMMUNE);
        await().atMost(Duration.ofSeconds(40)).until(() -> cameras(RECORDER, "&state=online") == 2);
    }

    @AfterAll
    static void removeThem() throws IOException {
        Files.deleteIfExists(hub.etc().resolve(ROUTE));
        admin.delete("/api/v1/sources/" + RECORDER);
        admin.delete("/api/v1/sources/" + COMMUNE);
        recorder.close();
    }

    @Test
    void showsSourcesAndNoSecret() throws Exception {
        assertThat(hub.shellSays("hub:source-list"))
                .contains(RECORDER, "Đầu ghi ở chợ", "hikvision", recorder.address(), COMMUNE, "Bảng tính của xã");
        assertThat(hub.shellSays("hub:source-list --query chợ"))
                .contains(RECORDER)
                .doesNotContain(COMMUNE);
        assertThat(hub.shellSays("hub:source-info " + RECORDER))
                .contains(RECORDER, SharedHub.LONG_AN, "rtsp.port")
                .containsIgnoringCase("online")
                .doesNotContain(recorder.password());
    }

    @Test
    void testsAndSynchronisesASource() throws Exception {
        assertThat(hub.shellSays("hub:source-test " + RECORDER))
                .contains("tcp", "login", "channels", "✓")
                .doesNotContain("✗");
        var counted = hub.shellSays("hub:source-sync " + RECORDER).lines().toList();
        assertThat(counted.get(0)).contains("rows", "created", "unchanged");
        assertThat(counted.get(counted.size() - 1)).matches("\\D*\\d+\\D+2\\D+0\\D+0\\D+2\\D+0\\D+0\\D+0\\D*");
    }

    @Test
    void aDeviceThatDoesNotAnswerIsTheDevicesFault() throws Exception {
        var result = hub.shell("hub:source-test probe --driver hikvision --area %s --address http://127.0.0.1:%d"
                .formatted(SharedHub.LONG_AN, Ports.free()));
        assertThat(result.status()).as(result.everything()).isEqualTo(DEVICE);
        assertThat(result.everything()).contains("tcp", "✗");
    }

    @Test
    void showsCamerasAndWhoSaidWhatOfThem() throws Exception {
        var id = admin.get("/api/v1/cameras?source=" + RECORDER)
                .json()
                .at("/items/0/id")
                .asText();
        assertThat(hub.shellSays("hub:camera-list --source " + RECORDER)
                        .lines()
                        .filter(line -> line.contains("80-") && line.contains(RECORDER)))
                .hasSize(2)
                .anyMatch(line -> line.contains(id));
        assertThat(hub.shellSays("hub:camera-list --source " + RECORDER + " --state offline"))
                .doesNotContain("80-");
        assertThat(hub.shellSays("hub:camera-info " + id))
                .contains(id, SharedHub.LONG_AN, "model", "DEVICE", "driver:hikvision");
    }

    @Test
    void showsDriversRoutesAndHealth() throws Exception {
        hub.configure(
                ROUTE,
                """
                template = source-file
                folder = %s
                source = %s
                name = Bảng tính của xã
                area = %s
                profile = commune
                """
                        .formatted(hub.data().resolve("inbox/shell"), COMMUNE, SharedHub.TAN_CHAU));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(hub.shellSays("hub:route-list"))
                .containsPattern("shell\\W.*source-file\\W.*" + COMMUNE));
        assertThat(hub.shellSays("hub:driver-list")).containsPattern("hikvision\\W.*" + Project.VERSION);
        assertThat(hub.shellSays("hub:health"))
                .containsPattern("areas\\W+true")
                .containsPattern("media\\W+true")
                .containsPattern("routes\\W+true")
                .containsPattern("schema\\W+true")
                .doesNotContain("false");
    }

    @Test
    void takesASheetInAfterADryRunThatWritesNothing() throws Exception {
        var order = " --source " + COMMUNE + " --profile commune";
        var sheet = sheet("shell", "0", "31001");
        assertThat(hub.shellSays("hub:import " + sheet + order + " --dry-run")).contains("created");
        assertThat(cameras(COMMUNE, "")).isZero();
        hub.shellSays("hub:import " + sheet + order);
        assertThat(cameras(COMMUNE, "")).isEqualTo(5);
        assertThat(hub.shellSays("hub:import --json " + sheet + order)).containsPattern("\"unchanged\"\\s*:\\s*\"?5");

        var mistaken = hub.shell("hub:import " + sheet("shell-mistaken", "1", "31101") + order + " --dry-run");
        assertThat(mistaken.status()).as(mistaken.everything()).isEqualTo(INVALID);
        assertThat(mistaken.out()).contains("ERROR", "dòng bị trả lại");
        assertThat(cameras(COMMUNE, "")).isEqualTo(5);
    }

    @Test
    void removesASourceAndSaysWhoDidIt() throws Exception {
        hub.shellSays("hub:source-add shell-brief --area " + SharedHub.LONG_AN);
        assertThat(hub.shellSays("hub:source-remove shell-brief")).contains("shell-brief");
        assertThat(admin.get("/api/v1/sources/shell-brief").status()).isEqualTo(404);
        assertThat(hub.shell("hub:source-info shell-brief").status()).isEqualTo(4);
        assertThat(SharedHub.audited())
                .filteredOn(record -> record.toString().contains("shell-brief"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(record -> record.toString().contains("shell:admin"));
    }

    @Test
    void aLogInStandsInTheAuditLog() throws Exception {
        var before = SharedHub.audited().size();
        hub.shellSays("echo here");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(SharedHub.audited().stream().skip(before))
                        .anyMatch(record -> record.get("surface").asText().equals("shell")
                                && record.get("action").asText().equals("session.open")
                                && record.get("actor").asText().equals("shell:admin")
                                && record.get("outcome").asText().equalsIgnoreCase("done")));
    }

    @ParameterizedTest
    @CsvSource({
        "source-list --nonsense, 1, --nonsense",
        "source-info no-such-source, 4, no-such-source",
        "source-info Not_A_Name, 2, Not_A_Name",
        "source-add nvr-shell --area 27694, 5, nvr-shell",
        "source-add shell-nowhere, 2, --area",
        "source-add x --nonsense y, 2, --nonsense",
        "source-sync a b, 2, a b",
        "source-add shell-nowhere --area 99999, 2, 99999",
        "source-add shell-nowhere --area 27694 --driver nobody --address http://127.0.0.1, 2, nobody",
        "source-test no-such-source, 4, no-such-source",
        "source-sync no-such-source, 4, no-such-source",
        "source-remove no-such-source, 4, no-such-source",
        "source-password no-such-source, 4, no-such-source",
        "source-password x --secret river, 2, --secret",
        "source-health no-such-source, 4, no-such-source",
        "clock-check no-such-source, 4, no-such-source",
        "clock-set no-such-source --confirm, 4, no-such-source",
        "camera-list --state asleep, 2, online",
        "camera-info 80-0000123-0, 2, 80-0000123-0",
        "driver-list --nonsense, 1, --nonsense",
        "route-list --nonsense, 1, --nonsense",
        "health --nonsense, 1, --nonsense",
        "import /nowhere.xlsx --source xa-shell --profile commune, 2, /nowhere.xlsx",
        "import /nowhere.xlsx --source xa-shell, 2, --profile",
        "import /nowhere.xlsx --source no-such-source --profile commune, 4, no-such-source"
    })
    void refusesWithTheStatusOfTheReasonAndNamesWhatIsWrong(String command, int status, String named) throws Exception {
        var result = hub.shell("hub:" + command);
        assertThat(result.status()).as(result.everything()).isEqualTo(status);
        assertThat(result.everything()).contains(named).doesNotContain("\tat ");
    }

    private static int cameras(String source, String more) {
        return admin.get("/api/v1/cameras?source=" + source + more)
                .json()
                .get("total")
                .asInt();
    }

    private static Path sheet(String name, String faults, String first) throws IOException, InterruptedException {
        return SharedHub.sheet(
                name,
                "--rows",
                "5",
                "--seed",
                "9",
                "--format",
                "csv",
                "--faults",
                faults,
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                first,
                "--name",
                name);
    }
}
