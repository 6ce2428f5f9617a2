package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import vn.matluoi.benchmarks.Report;

/**
 * Plug-ins that throw in calls and at what devices send, and ones that hang there, in their start and in their stop: the hub stays up, names
 * them, goes on with the others, and ends when it is told to.
 */
final class PluginFault {

    /** A start or stop has 30 s (core's README), as what takes what devices send has (http-client's). */
    private static final double SAID_SECONDS = 45;
    /** A call has 90 s without going on (core's README); three sources begin within 30 s. */
    private static final double CALL_SAID_SECONDS = 130;
    /** bin/stop waits so long. */
    private static final double STOP_SECONDS = 60;

    private static final double READY_SECONDS = 60;
    private static final double EVENT_SECONDS = 10;
    private static final int SOURCES = 3;
    /** More than there are threads for what devices send, with all that ever took the place of one. */
    private static final int DEAF = 14;

    private static final String VERSION = "0.1.0";

    private final Scene scene;
    /** A person's command, which hangs with the plug-in it stops; null before it is given. */
    private Process stopping;

    private long stopBegan;

    private PluginFault(Scene scene) {
        this.scene = scene;
    }

    static void run(Scene scene) throws IOException, InterruptedException {
        new PluginFault(scene).run();
    }

    private void run() throws IOException, InterruptedException {
        Report.Case one;
        try (Good good = new Good(scene, "good-plugin");
                Alarms alarms = new Alarms()) {
            good.measure(scene.brief() ? 3 : 10);
            one = scene.begin("plugin");
            double cpu = scene.process().cpuSeconds();
            offer("throws-in-call", "ThrowsInCall");
            offer("throws-in-sink", "ThrowsInSink");
            offer("hangs-at-start", "HangsAtStart");
            offer("hangs-in-call", "HangsInCall");
            offer("hangs-at-stop", "HangsAtStop");
            offer("hangs-in-sink", "HangsInSink");
            // one after the other, as they stand there: the next is brought when one is given up
            want(
                    "hikvision, throws-in-call, throws-in-sink, hangs-in-sink, hangs-at-stop, hangs-at-start, hangs-in-call");
            serves("hangs-in-sink", 60);
            long crashesBegan = System.nanoTime();
            for (int n = 0; n < SOURCES; n++) {
                add("crashing-" + n, "throws-in-call", 19_100 + n);
                add("failing-" + n, "throws-in-sink", alarms.port());
            }
            for (int n = 0; n < DEAF; n++) {
                add("deaf-" + n, "hangs-in-sink", alarms.port());
            }
            long began = System.nanoTime();
            one.must(
                            "callCrashSeconds",
                            "cách ly gói hỏng khi được gọi sau, s / one that crashes in calls is quarantined in",
                            until("throws-in-call", "quarantined", 60, crashesBegan),
                            SAID_SECONDS)
                    .must(
                            "sinkCrashSeconds",
                            "cách ly gói hỏng khi xử lý dữ liệu thiết bị gửi sau, s / one that fails at what devices send is quarantined in",
                            until("throws-in-sink", "quarantined", 60, crashesBegan),
                            SAID_SECONDS);
            if (scene.brief()) {
                // beside the start that hangs: an order of the hub's own would come after it
                until("hangs-at-stop", "failed", 60, began); // it is there; that it offers no driver is its fault
                stops("bundle:stop vn.matluoi.driver.hangs-at-stop");
            }
            one.must(
                            "startSaidSeconds",
                            "nói tên gói treo khi khởi động sau, s / said that one hangs at its start in",
                            said("hangs-at-start", "treo khi khởi động", 90, began),
                            SAID_SECONDS)
                    .must(
                            "sinkSaidSeconds",
                            "nói tên gói treo khi xử lý dữ liệu thiết bị gửi sau, s / said that one hangs at what devices send in",
                            said("hangs-in-sink", "treo khi xử lý", 90, began),
                            SAID_SECONDS)
                    .must(
                            "sinkQuarantined",
                            "gói ấy bị cách ly / it is quarantined",
                            is("hangs-in-sink", "quarantined"));
            if (scene.brief()) {
                stopSaid(one);
            }
            one.must(
                    "othersSeconds",
                    "các gói sau nó được cài sau, s / the next one serves in",
                    serves("hangs-in-call", 60),
                    SAID_SECONDS);
            for (int n = 0; n < SOURCES; n++) {
                add("stuck-" + n, "hangs-in-call", 19_000 + n);
            }
            if (!scene.brief()) {
                one.must(
                        "callSaidSeconds",
                        "nói tên gói treo khi được gọi sau, s / said that calls do not come back in",
                        said("hangs-in-call", "không trở lại", 180),
                        CALL_SAID_SECONDS);
                stops("hub:driver-uninstall hangs-at-stop");
                stopSaid(one);
            }
            one.must(
                    "eventSeconds",
                    "sự kiện của nguồn tốt tới sau, s / an event of the good source comes in",
                    good.eventSeconds(),
                    EVENT_SECONDS);
            one.must(
                    "ready",
                    "trạm vẫn sẵn sàng / the hub is ready",
                    scene.admin().body("/health/ready").status() == 200);
            good.judge(one);
            one.process(scene.process(), scene.process().cpuSeconds() - cpu);
        } finally {
            if (stopping != null) {
                stopping.destroyForcibly();
            }
        }
        if (scene.brief()) {
            // its stop would wait for every plug-in that hangs; that is the long form's
            ProcessHandle.of(scene.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
        } else {
            one.must("stopSeconds", "dừng trạm, s / the hub's stop", script("stop"), STOP_SECONDS)
                    .must(
                            "ended",
                            "tiến trình đã hết / its process has ended",
                            !Files.exists(Path.of("/proc/" + scene.process().pid())));
            long began = System.nanoTime();
            script("start");
            while (!ready() && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(120)) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            one.must(
                    "startSeconds",
                    "khởi động lại với các gói ấy, s / started again with them in",
                    (System.nanoTime() - began) / 1e9,
                    READY_SECONDS);
            // or it would hold up whatever the container starts after it
            one.must(
                            "leftOut",
                            "gói treo khi khởi động bị bỏ lại / the one that hangs at its start is left out",
                            leftOut("hangs-at-start"))
                    .must("removed", "gói ấy gỡ ra được / and can be removed", removed("hangs-at-start"))
                    .must(
                            "othersAgainSeconds",
                            "gói lành lại chạy sau, s / a sound one serves again in",
                            serves("hikvision", 60),
                            SAID_SECONDS)
                    // three sources of it were stuck, and none was served
                    .must(
                            "quarantined",
                            "gói treo khi được gọi bị cách ly / the one that hangs in calls is quarantined",
                            is("hangs-in-call", "quarantined"));
        }
        one.end();
    }

    /** Devices that tell an alarm as soon as they are asked, and then keep the line open. */
    private static final class Alarms implements AutoCloseable {

        private final HttpServer server;

        Alarms() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", asked -> {
                asked.sendResponseHeaders(200, 0);
                asked.getResponseBody().write("alarm\n".getBytes(StandardCharsets.UTF_8));
                asked.getResponseBody().flush();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private void add(String id, String driver, int port) throws IOException {
        scene.admin()
                .send(
                        "POST",
                        "/api/v1/sources",
                        Map.of(
                                "id",
                                id,
                                "name",
                                "Nguồn treo " + id,
                                "driver",
                                driver,
                                "address",
                                "http://127.0.0.1:" + port,
                                "username",
                                "admin",
                                "secret",
                                Good.password(),
                                "area",
                                Good.AREA,
                                "sector",
                                "security"));
    }

    private boolean ready() {
        try {
            return scene.admin().body("/health/ready").status() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** A quarantine says the same words of one that is not there yet: this one is installed, and was not started. */
    private boolean leftOut(String family) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(30)) {
            JsonNode driver = driver(family);
            if (driver.has("version") && driver.toString().contains("không được khởi động lại")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        System.err.println(driver(family));
        return false;
    }

    /** @param words of the hub's first language; @return seconds until the list of drivers says so, or all of them */
    private double said(String family, String words, int seconds) throws IOException, InterruptedException {
        return said(family, words, seconds, System.nanoTime());
    }

    private double said(String family, String words, int seconds, long began) throws IOException, InterruptedException {
        while (!driver(family).toString().contains(words)
                && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        System.err.println(driver(family));
        return (System.nanoTime() - began) / 1e9;
    }

    private double serves(String family, int seconds) throws IOException, InterruptedException {
        return until(family, "active", seconds, System.nanoTime());
    }

    private double until(String family, String status, int seconds, long began)
            throws IOException, InterruptedException {
        while (!is(family, status) && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private boolean is(String family, String status) throws IOException {
        return driver(family).path("status").asText().equalsIgnoreCase(status);
    }

    private JsonNode driver(String family) throws IOException {
        for (JsonNode driver : scene.admin().get("/api/v1/drivers").get("items")) {
            if (driver.get("family").asText().equals(family)) {
                return driver;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private void stops(String command) throws IOException {
        stopBegan = System.nanoTime();
        stopping = hub("client", command).start();
    }

    private void stopSaid(Report.Case one) throws IOException, InterruptedException {
        one.must(
                "stopSaidSeconds",
                "nói tên gói treo khi dừng sau, s / said that one hangs at its stop in",
                said("hangs-at-stop", "treo khi dừng", 90, stopBegan),
                SAID_SECONDS);
    }

    private boolean removed(String family) throws IOException, InterruptedException {
        hub("client", "hub:driver-uninstall " + family).start().waitFor(60, TimeUnit.SECONDS);
        return is(family, "available");
    }

    /** @return seconds it took */
    private double script(String name) throws IOException, InterruptedException {
        long began = System.nanoTime();
        hub(name).start().waitFor(120, TimeUnit.SECONDS);
        return (System.nanoTime() - began) / 1e9;
    }

    private ProcessBuilder hub(String... words) {
        words[0] = System.getenv("DIST") + "/bin/" + words[0];
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(scene.trial().work().resolve("scripts.log").toFile());
        builder.environment().put("MATLUOI_DATA", scene.trial().data().toString());
        return builder;
    }

    private void want(String drivers) throws IOException {
        Path etc = scene.trial().data().resolve("etc");
        Path aside = etc.resolve(".drivers");
        Files.writeString(aside, "install = " + drivers + "\nunsigned.allowed = true\n");
        Files.move(aside, etc.resolve("vn.matluoi.drivers.cfg"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts a plug-in where the hub looks for them. */
    private void offer(String family, String name) throws IOException {
        String activator = PluginFault.class.getPackageName() + ".plugin." + name; // named, never loaded here
        String artifact = "vn.matluoi.driver." + family;
        Path folder = Files.createDirectories(scene.trial()
                .data()
                .resolve("drivers/repository/vn/matluoi")
                .resolve(artifact)
                .resolve(VERSION));
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", artifact);
        main.putValue("Bundle-Version", VERSION);
        main.putValue("Bundle-Activator", activator);
        main.putValue("Import-Package", "org.osgi.framework,vn.matluoi.api.driver,vn.matluoi.api.http,vn.matluoi.api");
        String entry = activator.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(
                        Files.newOutputStream(folder.resolve(artifact + "-" + VERSION + ".jar")), manifest);
                InputStream code = PluginFault.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new ZipEntry(entry));
            code.transferTo(out);
            out.closeEntry();
        }
        Files.writeString(
                folder.resolve(artifact + "-" + VERSION + "-features.xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="matluoi-driver-%2$s" version="%3$s">
                    <bundle>mvn:vn.matluoi/%1$s/%3$s</bundle>
                  </feature>
                </features>
                """
                        .formatted(artifact, family, VERSION),
                StandardCharsets.UTF_8);
    }
}
