package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./hub plugin new} makes: it builds outside the tree without the network, and a running hub takes it. */
@Tag("own-hub")
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
                .containsPattern("mvn:vn\\.matluoi/vn\\.matluoi\\.driver\\.acme-view/0\\.1\\.[01]<");
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
    void theHubTakesItOnceItIsSignedTalksToItsSimulatorAndGoesUpAndBack() throws Exception {
        var keys = Files.createTempDirectory(Project.TARGET, "keys");
        try (var hub = RunningHub.prepared("new-driver")) {
            hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
            hub.start();
            var admin = hub.administrator();

            var refused = hub.shell("hub:driver-install " + KAR);
            assertThat(refused.status()).as(refused.everything()).isNotZero();
            assertThat(hub.shellSays("hub:driver-list")).doesNotContain(FAMILY);

            assertThat(plugin("key", "tester", keys.toString()).status()).isZero();
            sign(KAR, keys);
            var trusted = Files.createDirectories(hub.etc().resolve("drivers/trusted"));
            Files.copy(keys.resolve("tester.pem"), trusted.resolve("tester.pem"));
            assertThat(hub.shellSays(written("driver-install .*--plan"))).contains("signed by tester");
            assertThat(admin.get("/api/v1/drivers").text()).doesNotContain(FAMILY);
            hub.shellSays(written("driver-install .*kar"));
            assertThat(hub.shellSays(written("driver-list")).toLowerCase(Locale.ROOT))
                    .containsPattern(FAMILY + ".*0\\.1\\.0.*active");

            var port = Ports.free();
            var simulator = simulator(port);
            try {
                assertThat(hub.shellSays(written("source-add .*").replace("8090", String.valueOf(port))))
                        .contains("source acme-1 added");
                awaitBothCameras(admin);
                assertThat(hub.shellSays(written("camera-list .*"))).contains("online");
                var tested = hub.shell(written("source-test .*"));
                assertThat(tested.status()).as("what has no pictures").isNotZero();
                assertThat(tested.out()).containsPattern("channels *│ ✓").containsPattern("streams *│ ✗.*rtsp\\.port");

                newVersion();
                var newer = KAR.resolveSibling(FAMILY + "-0.1.1.kar");
                sign(newer, keys);
                hub.shellSays(written("driver-install .*kar").replace(KAR.toString(), newer.toString()));
                assertThat(serving(admin)).isEqualTo("0.1.1");
                awaitBothCameras(admin);
                hub.shellSays(written("driver-rollback .*"));
                assertThat(serving(admin)).isEqualTo("0.1.0");
                awaitBothCameras(admin);
            } finally {
                simulator.destroyForcibly();
                simulator.onExit().join();
            }
        }
    }

    /** @return the version of it that serves */
    private static String serving(Client admin) {
        for (var driver : admin.get("/api/v1/drivers").json().get("items")) {
            if (driver.get("family").asText().equals(FAMILY)
                    && driver.get("status").asText().equalsIgnoreCase("active")) {
                return driver.get("version").asText();
            }
        }
        throw new AssertionError(admin.get("/api/v1/drivers").text());
    }

    private static void awaitBothCameras(Client admin) {
        await("the two cameras of the simulator that are online")
                .atMost(PATIENCE)
                .until(() -> admin.get("/api/v1/cameras?source=acme-1&state=online")
                                .json()
                                .get("total")
                                .asInt()
                        == 2);
    }

    /**
     * What the guide types in the hub's shell, of this test's driver in its folder.
     *
     * @param command as a pattern, without the scope
     */
    private static String written(String command) throws IOException {
        var typed = Pattern.compile("(?m)^\\./hub shell ([\"'])(hub:" + command + ")\\1$")
                .matcher(Files.readString(Project.ROOT.resolve("docs/guide/write-a-driver.md")));
        assertThat(typed.find()).as("the guide types %s", command).isTrue();
        return typed.group(2)
                .replace("$HOME/driver-acme", DRIVER.toString())
                .replace("acme-0.1.0.kar", KAR.getFileName().toString())
                .replace("--driver acme ", "--driver " + FAMILY + " ")
                .replace("rollback acme", "rollback " + FAMILY);
    }

    /** Its tests were run already: they know nothing of its version. */
    private static void newVersion() throws IOException, InterruptedException {
        var pom = DRIVER.resolve("pom.xml");
        var own = Pattern.compile("(<artifactId>vn\\.matluoi\\.driver\\.acme-view</artifactId>\\s+<version>)0\\.1\\.0<")
                .matcher(Files.readString(pom));
        assertThat(own.find()).isTrue();
        Files.writeString(pom, own.replaceFirst("$1" + "0.1.1<"));
        var built = maven(300, "verify", "-DskipTests");
        assertThat(built.status()).as(built.everything()).isZero();
    }

    private static void sign(Path kar, Path keys) throws IOException, InterruptedException {
        var signed = plugin(
                "sign", kar.toString(), "--key", keys.resolve("tester.key").toString());
        assertThat(signed.status()).as(signed.everything()).isZero();
    }

    /** As the guide has it started; it answers once it says where it is. */
    private static Process simulator(int port) throws IOException {
        var log = Project.TARGET.resolve("new-driver-simulator.log");
        var builder = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-o",
                        "-q",
                        "test-compile",
                        "exec:java@simulator",
                        "-Dexec.args=" + port + " target/simulator.password")
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

    private static Commands.Result maven(int seconds, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("mvn", "-B", "-o", "-q"));
        command.addAll(List.of(words));
        return Commands.run(command, repository(), DRIVER, seconds);
    }

    /** The repository this build puts its artefacts into, whichever that is. */
    private static Map<String, String> repository() {
        return Optional.ofNullable(System.getProperty("matluoi.repository"))
                .map(folder -> Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + folder))
                .orElse(Map.of());
    }
}
