package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./hub plugin new} makes: it builds outside the tree without the network, and a running hub takes it. */
class NewDriverTest {

    private static final String FAMILY = "acme-view";
    private static final Path DRIVER = Project.TARGET.resolve("new-driver");
    private static final Path KAR = DRIVER.resolve("target/" + FAMILY + "-0.1.0.kar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeAll
    static void makeOne() throws Exception {
        RunningHub.deleteAll(DRIVER);
        var made = plugin("new", FAMILY, "--dir", DRIVER.toString(), "--package", "vn.example.acme");
        assertThat(made.status()).as(made.everything()).isZero();
        assertThat(made.out()).contains("Tiếp theo / next:", "write-a-driver.md");
        var built = maven(300, "verify");
        assertThat(built.status()).as(built.everything()).isZero();
    }

    @Test
    void itsContractsWereTestedAndItIsPacked() throws IOException {
        for (var test :
                List.of("AcmeViewDriverTest", "AcmeViewEventsTest", "BrokenDevicesTest", "CapturedAnswersTest")) {
            assertThat(Files.readString(DRIVER.resolve("target/surefire-reports/vn.example.acme." + test + ".txt")))
                    .containsPattern("Tests run: [1-9]")
                    .contains("Failures: 0, Errors: 0, Skipped: 0");
        }
        assertThat(KAR).isNotEmptyFile();
        assertThat(DRIVER.resolve("target/feature/features.xml"))
                .content()
                .contains("mvn:vn.matluoi/vn.matluoi.driver.acme-view/0.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "Acme, chữ thường",
        "acme_view, chữ thường",
        "hikvision, đã dùng",
        "int, tên gói Java",
        "--name, tùy chọn"
    })
    void aNameThatCannotBeUsedIsRefused(String name, String why) throws Exception {
        var refused =
                plugin("new", name, "--dir", Project.TARGET.resolve("no-driver").toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains(why);
        assertThat(Project.TARGET.resolve("no-driver")).doesNotExist();
    }

    @Test
    void theHubTakesItOnceItIsSignedAndTalksToItsSimulator() throws Exception {
        var unsigned =
                Files.copy(KAR, Files.createTempDirectory(Project.TARGET, "kar").resolve("driver.kar"));
        var signed = Files.copy(KAR, unsigned.resolveSibling("signed.kar"));
        try (var hub = RunningHub.prepared("new-driver")) {
            hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
            hub.start();
            var admin = hub.administrator();

            var refused = hub.shell("hub:driver-install " + unsigned);
            assertThat(refused.status()).as(refused.everything()).isNotZero();
            assertThat(hub.shellSays("hub:driver-list")).doesNotContain(FAMILY);

            var keys = unsigned.getParent();
            assertThat(plugin("key", "tester", keys.toString()).status()).isZero();
            var sign = plugin(
                    "sign",
                    signed.toString(),
                    "--key",
                    keys.resolve("tester.key").toString());
            assertThat(sign.status()).as(sign.everything()).isZero();
            var trusted = Files.createDirectories(hub.etc().resolve("drivers/trusted"));
            Files.copy(keys.resolve("tester.pem"), trusted.resolve("tester.pem"));
            hub.shellSays("hub:driver-install " + signed);
            assertThat(hub.shellSays("hub:driver-list").toLowerCase(java.util.Locale.ROOT))
                    .containsPattern(FAMILY + ".*0\\.1\\.0.*active");

            var port = Ports.free();
            var password = Files.writeString(
                    keys.resolve("password"), UUID.randomUUID().toString());
            var simulator = simulator(port, password);
            try {
                var added = admin.post("/api/v1/sources", source(port, Files.readString(password)));
                assertThat(added.status()).as(added.text()).isEqualTo(201);
                await("the two cameras of the simulator that are online")
                        .atMost(PATIENCE)
                        .until(() -> admin.get("/api/v1/cameras?source=acme-1&state=online")
                                        .json()
                                        .get("total")
                                        .asInt()
                                == 2);
            } finally {
                simulator.destroyForcibly();
                simulator.onExit().join();
            }
        }
    }

    private static String source(int port, String secret) {
        return SharedHub.json(Map.of(
                "id",
                "acme-1",
                "name",
                "Đầu ghi Acme",
                "driver",
                FAMILY,
                "address",
                "http://127.0.0.1:" + port,
                "username",
                "hub",
                "secret",
                secret,
                "area",
                SharedHub.LONG_AN,
                "sector",
                "security"));
    }

    /** As the guide has it started; it answers once it says where it is. */
    private static Process simulator(int port, Path password) throws IOException {
        var log = Project.TARGET.resolve("new-driver-simulator.log");
        var builder = new ProcessBuilder(
                        "mvn", "-B", "-o", "-q", "exec:java@simulator", "-Dexec.args=" + port + " " + password)
                .directory(DRIVER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(repository());
        var process = builder.start();
        await("the simulator").atMost(PATIENCE).until(() -> Files.readString(log)
                .contains("http://127.0.0.1:" + port));
        return process;
    }

    private static Commands.Result plugin(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Project.ROOT.resolve("hub").toString(), "plugin"));
        command.addAll(List.of(words));
        return Commands.run(command, repository(), Project.ROOT, 120);
    }

    private static Commands.Result maven(int seconds, String goal) throws IOException, InterruptedException {
        return Commands.run(List.of("mvn", "-B", "-o", "-q", goal), repository(), DRIVER, seconds);
    }

    /** The repository this build puts its artefacts into, whichever that is. */
    private static Map<String, String> repository() {
        return Optional.ofNullable(System.getProperty("matluoi.repository"))
                .map(folder -> Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + folder))
                .orElse(Map.of());
    }
}
