package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import vn.matluoi.plugin.Kar;
import vn.matluoi.plugin.Keys;
import vn.matluoi.simulators.rtsp.RtspViewer;

/** A driver is installed, upgraded and removed through the features service while a stream plays. */
@Tag("own-hub")
class DriverLifeCycleTest {

    private static final double LONGEST_GAP_MILLIS = 1500;
    private static final Duration FRAME = Duration.ofMillis(40);
    private static RunningHub hub;
    private static Client admin;
    private static SimulatedRecorder recorder;
    private static Path keys;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.prepared("drivers").alone();
        hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
        keys = Files.createDirectories(Project.TARGET.resolve("keys-" + System.nanoTime()));
        key = Keys.make("itest", keys);
        var trusted = Files.createDirectories(hub.data().resolve("etc/drivers/trusted"));
        Files.copy(keys.resolve("itest.pem"), trusted.resolve("itest.pem"));
        hub.start();
        admin = hub.administrator();
        recorder = SimulatedRecorder.start("--channels", "4", "--offline", "0");
        var added = admin.post(
                "/api/v1/sources", SharedHub.source("nvr-drivers", recorder).toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        awaitOnline();
    }

    @AfterAll
    static void stop() {
        hub.close();
        recorder.close();
    }

    @Test
    void upgradingRemovingAndInstallingTroublesNoStream() throws Exception {
        awaitOnline();
        var camera = admin.get("/api/v1/cameras?source=nvr-drivers&state=online")
                .json()
                .at("/items/0/id")
                .asText();
        var live = admin.post("/api/v1/cameras/" + camera + "/live", "");
        assertThat(live.status()).as(live.text()).isBetween(200, 201);
        var address = URI.create(live.json().get("rtsp").asText());
        var newer = DriverJars.repackaged("hikvision", "0.1.1");
        offer("hikvision", "0.1.1", newer);
        var byHand = hub.shell("hub:driver-install hikvision 0.1.1");
        assertThat(byHand.status()).as(byHand.everything()).isNotZero();
        assertThat(byHand.everything()).contains("driver.origin.unsigned", "vn.matluoi.driver.hikvision-0.1.1.jar");
        try (var viewer = RtspViewer.open(address, Duration.ofSeconds(10))) {
            playsOn(viewer);

            hub.shellSays("hub:driver-install " + signed("hikvision-0.1.1.kar", newer));
            assertThat(version()).isEqualTo("0.1.1");
            playsOn(viewer);

            hub.shellSays("hub:driver-uninstall hikvision");
            await().atMost(Duration.ofSeconds(20)).until(() -> !status().equals("active"));
            playsOn(viewer);

            hub.shellSays("hub:driver-install hikvision 0.1.0");
            await().atMost(Duration.ofSeconds(20)).until(() -> status().equals("active"));
            assertThat(version()).isEqualTo("0.1.0");
            playsOn(viewer);

            var seen = viewer.report();
            assertThat(seen.ended()).isEmpty();
            assertThat(seen.lost())
                    .as("frames lost, by the marks in the stream")
                    .isZero();
            assertThat(seen.maxGapMillis()).as("longest gap in ms").isLessThan(LONGEST_GAP_MILLIS);
            System.out.println(
                    "driver life cycle: longest gap " + seen.maxGapMillis() + " ms in " + seen.frames() + " frames");
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> admin.get("/api/v1/sources/nvr-drivers")
                .json()
                .at("/state/state")
                .asText()
                .equalsIgnoreCase("online"));
        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200);
    }

    /** The plug-in of another family comes, is upgraded and goes back; the streams of this one do not notice. */
    @Test
    void aSignedFileFromTheInboxIsInstalledUpgradedAndTakenBackWhileAnotherDriversStreamPlays() throws Exception {
        awaitOnline();
        var inbox = hub.data().resolve("drivers/inbox");
        var camera = admin.get("/api/v1/cameras?source=nvr-drivers&state=online")
                .json()
                .at("/items/0/id")
                .asText();
        var live = admin.post("/api/v1/cameras/" + camera + "/live", "");
        var address = URI.create(live.json().get("rtsp").asText());
        try (var viewer = RtspViewer.open(address, Duration.ofSeconds(10));
                var foreign = Ffmpeg.watch(admin.post("/api/v1/cameras/" + camera + "/live", "")
                        .json()
                        .get("rtsp")
                        .asText())) {
            playsOn(viewer);
            await("frames of the foreign player").atMost(Duration.ofSeconds(20)).until(() -> foreign.frames() > 0);

            Kar.pack(DriverJars.repackaged("dahua", "0.1.1")).write(inbox.resolve("nobody.kar"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(hub.data().resolve("drivers/refused/nobody.kar.txt")));
            assertThat(hub.data().resolve("drivers/refused/nobody.kar.txt"))
                    .content()
                    .contains("driver.kar.unsigned");
            assertThat(driver("dahua", "status")).isEqualTo("available");

            kar("0.1.1").write(inbox.resolve("dahua.kar"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> driver("dahua", "status").equals("active"));
            assertThat(driver("dahua", "version")).isEqualTo("0.1.1");
            assertThat(inbox).isEmptyDirectory();
            playsOn(viewer);

            addASourceWithAnOption();
            var newer = signed("dahua-0.1.2.kar", DriverJars.repackaged("dahua", "0.1.2", RenamesAnOption.class));
            assertThat(hub.shellSays("hub:driver-install --plan " + newer))
                    .contains("replaces dahua 0.1.1 by 0.1.2", "restarts: dahua only", "signed by itest");
            assertThat(driver("dahua", "version")).isEqualTo("0.1.1");
            assertThat(options()).containsExactly(RenamesAnOption.OLD);
            hub.shellSays("hub:driver-install " + newer);
            assertThat(driver("dahua", "version")).isEqualTo("0.1.2");
            assertThat(options()).containsExactly(RenamesAnOption.NEW);
            playsOn(viewer);

            hub.shellSays("hub:driver-rollback dahua");
            assertThat(driver("dahua", "version")).isEqualTo("0.1.1");
            assertThat(options()).containsExactly(RenamesAnOption.OLD);
            playsOn(viewer);

            var bytes = Files.readAllBytes(newer);
            var planned = admin.send("POST", "/api/v1/drivers?name=dahua-0.1.2.kar", "application/zip", bytes);
            assertThat(planned.status()).as(planned.text()).isEqualTo(200);
            assertThat(planned.text()).contains("thay dahua 0.1.1 bằng 0.1.2", "ký bởi itest");
            assertThat(driver("dahua", "version")).isEqualTo("0.1.1");
            var done = admin.send("POST", "/api/v1/drivers?dryRun=false", "application/zip", bytes);
            assertThat(done.status()).as(done.text()).isEqualTo(201);
            assertThat(done.json().at("/driver/status").asText()).isEqualTo("active");
            assertThat(driver("dahua", "version")).isEqualTo("0.1.2");
            playsOn(viewer);

            var seen = viewer.report();
            assertThat(seen.ended()).isEmpty();
            assertThat(seen.lost()).isZero();
            assertThat(seen.maxGapMillis()).as("longest gap in ms").isLessThan(LONGEST_GAP_MILLIS);
            nothingWasMissed(foreign.end());
        }
        assertThat(SharedHub.audited(admin))
                .filteredOn(record -> record.get("action").asText().equals("driver.install")
                        && record.get("actor").asText().equals("system"))
                .extracting(record -> record.get("subject").asText(), record -> record.get("outcome")
                        .asText())
                .contains(tuple("nobody.kar", "refused"), tuple("dahua.kar", "done"));
        admin.delete("/api/v1/sources/dahua-options");
        hub.shellSays("hub:driver-uninstall dahua");
    }

    private static void addASourceWithAnOption() {
        var source = SharedHub.source(
                "dahua-options",
                "dahua",
                "http://127.0.0.1:" + Ports.free(),
                UUID.randomUUID().toString());
        source.putObject("options").put(RenamesAnOption.OLD, "VideoMotion");
        var added = admin.post("/api/v1/sources", source.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
    }

    /** @return the names of those that the source of the plug-in that goes up and back has now */
    private static List<String> options() {
        var names = new ArrayList<String>();
        admin.get("/api/v1/sources/dahua-options")
                .json()
                .get("options")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    /** By a player that knows nothing of the marks our own looks for: each frame decoded, the next 40 ms later. */
    private static void nothingWasMissed(Ffmpeg.Seen seen) {
        assertThat(seen.status()).as(seen.complaints()).isZero();
        assertThat(seen.complaints()).isEmpty();
        assertThat(seen.longestStep()).as("in the stream's time").isEqualTo(FRAME);
        assertThat(seen.longestGap().toMillis()).as("by the clock").isLessThan((long) LONGEST_GAP_MILLIS);
        assertThat(seen.frames()).as("of those of %s", seen.watched()).isGreaterThanOrEqualTo((int)
                (0.9 * seen.watched().toMillis() / FRAME.toMillis()));
        System.out.printf(
                "driver life cycle: ffmpeg decoded %d frames, longest gap %d ms%n",
                seen.frames(), seen.longestGap().toMillis());
    }

    private static Kar kar(String version) throws IOException {
        return Kar.pack(DriverJars.repackaged("dahua", version)).signed("itest", Keys.read(key));
    }

    private static Path signed(String name, Path jar) throws IOException {
        var file = keys.resolve(name);
        Kar.pack(jar).signed("itest", Keys.read(key)).write(file);
        return file;
    }

    private static void playsOn(RtspViewer viewer) throws InterruptedException {
        var before = viewer.report().frames();
        viewer.watch(Duration.ofSeconds(2));
        assertThat(viewer.report().frames()).as("frames after two seconds more").isGreaterThan(before);
    }

    @Test
    void aPlugInThatThrowsAtStartIsShownAndTheHubGoesOn() throws Exception {
        var broken = signed("broken-0.1.0.kar", DriverJars.throwing());
        var sent = admin.send("POST", "/api/v1/drivers?dryRun=false", "application/zip", Files.readAllBytes(broken));
        assertThat(sent.status()).as(sent.text()).isEqualTo(409);
        assertThat(sent.text()).contains("driver.does-not-serve", "không chạy");
        var installed = hub.shell("hub:driver-install " + broken);
        assertThat(installed.status()).as(installed.everything()).isNotZero();
        assertThat(hub.shellSays("hub:driver-list").toLowerCase(java.util.Locale.ROOT))
                .contains("broken")
                .contains("failed");
        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200);
        hub.stop();
        hub.start();
        assertThat(Files.readString(Path.of("/proc", String.valueOf(hub.pid()), "maps")))
                .as("a later start has the classes as the one before left them")
                .containsPattern("/data/classes-[0-9-]+\\.jsa\n");
        assertThat(admin.get("/api/v1/drivers").text()).contains("hikvision").contains("broken");
        assertThat(status()).isEqualTo("active");
        hub.shell("hub:driver-uninstall broken");
    }

    /** By somebody with rights on {@code drivers/} alone, who puts the file right again before anybody looks. */
    @Test
    void aBundlePutBesideAnInstalledDriverComesWithNoOther() throws Exception {
        var repository = hub.data().resolve("drivers/repository/vn/matluoi");
        var evil = Files.createDirectories(repository.resolve("evil/1"));
        Files.copy(DriverJars.repackaged("dahua", "0.1.1"), evil.resolve("evil-1.jar"));
        var features = repository.resolve(
                "vn.matluoi.driver.hikvision/%1$s/vn.matluoi.driver.hikvision-%1$s-features.xml".formatted(version()));
        var good = Files.readString(features);
        Files.writeString(
                features, good.replace("<bundle start", "<bundle>mvn:vn.matluoi/evil/1</bundle>\n    <bundle start"));
        var refused = hub.shell("hub:driver-install dahua");
        assertThat(refused.status()).as(refused.everything()).isNotZero();
        assertThat(refused.everything()).contains("driver.origin.changed", "hikvision", "driver-uninstall");

        hub.stop();
        hub.start(); // the container reads the features of all plug-ins it knows
        Files.writeString(features, good);
        hub.shellSays("hub:driver-install dahua");
        assertThat(driver("dahua", "version")).isEqualTo(Project.VERSION);
        assertThat(hub.shellSays("bundle:list -l"))
                .contains("vn.matluoi.driver.dahua")
                .doesNotContain("evil");
        hub.shellSays("hub:driver-uninstall dahua");
        assertThat(status()).isEqualTo("active");
    }

    private static void awaitOnline() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.get("/api/v1/cameras?source=nvr-drivers&state=online")
                                .json()
                                .get("total")
                                .asInt()
                        == 4);
    }

    private static String status() {
        return driver("hikvision", "status");
    }

    private static String version() {
        return driver("hikvision", "version");
    }

    private static String driver(String family, String field) {
        for (var plugin : admin.get("/api/v1/drivers").json().get("items")) {
            if (plugin.get("family").asText().equals(family)) {
                return plugin.path(field).asText("").toLowerCase(java.util.Locale.ROOT);
            }
        }
        return "";
    }

    /** Puts a driver where the hub looks for drivers. */
    private static void offer(String family, String version, Path jar) throws IOException {
        var artifact = "vn.matluoi.driver." + family;
        var folder = Files.createDirectories(hub.data()
                .resolve("drivers/repository/vn/matluoi")
                .resolve(artifact)
                .resolve(version));
        Files.copy(jar, folder.resolve(artifact + "-" + version + ".jar"));
        Files.writeString(
                folder.resolve(artifact + "-" + version + "-features.xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="matluoi-driver-%2$s" version="%3$s">
                    <bundle>mvn:vn.matluoi/%1$s/%3$s</bundle>
                  </feature>
                </features>
                """
                        .formatted(artifact, family, version));
    }
}
