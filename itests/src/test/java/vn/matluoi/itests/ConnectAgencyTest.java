package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/guide/connect-an-agency.md}: every file in it is the demo's, and the demo's hub takes each, brings the cameras of each agency
 * in, and tells each sink.
 */
@Tag("own-hub")
class ConnectAgencyTest {

    private static final Path DEMO = Project.ROOT.resolve("simulators/demo/etc");
    private static final Path DATA = Project.TARGET.resolve("hubs/connect-an-agency");

    private static int offset;
    private static Client admin;

    @BeforeAll
    static void startTheDemo() throws IOException, InterruptedException {
        RunningHub.deleteAll(DATA);
        offset = Ports.freeOffset();
        var started = Commands.run(
                List.of("./hub", "run", "--detach", "--offset", String.valueOf(offset), "--data", DATA.toString()),
                Map.of("EXTRA_JAVA_OPTS", Jmx.options()),
                Project.ROOT,
                120);
        assertThat(started.status()).as(started.everything()).isZero();
        admin = RunningHub.administrator(
                Client.anonymous(URI.create("https://127.0.0.1:" + (8443 + offset))), DATA.resolve("etc"));
    }

    @AfterAll
    static void stopIt() throws IOException, InterruptedException {
        Commands.run(List.of("./hub", "stop", "--kill", "--data", DATA.toString()));
    }

    @Test
    void itsFilesAreTheDemos() throws IOException {
        var said = new TreeMap<String, String>();
        var files = Guide.FILE.matcher(Files.readString(Project.ROOT.resolve("docs/guide/connect-an-agency.md")));
        while (files.find()) {
            said.put(files.group(1), files.group(2));
        }
        var there = new TreeMap<String, String>();
        try (var all = Files.walk(DEMO)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                there.put(DEMO.relativize(file).toString(), Files.readString(file));
            }
        }
        assertThat(said).isEqualTo(there);
    }

    @Test
    void everyAgencyBringsItsCamerasAndEverySinkIsTold() throws IOException {
        var names = routes();
        assertThat(names).hasSizeGreaterThan(5);
        awaitAll(names);
        assertThat(names).allSatisfy(name -> assertThat(admin.get("/api/v1/routes/" + name + "/dead-letters")
                        .json()
                        .path("items"))
                .as(name)
                .isEmpty());
    }

    @Test
    void jmxShowsEveryRouteWithItsStatistics() throws Exception {
        var names = routes();
        try (var jmx = new Jmx(
                Long.parseLong(Files.readString(DATA.resolve("data/karaf.pid")).strip()))) {
            assertThat(jmx.camel("context", "CamelId", "ManagementStatisticsLevel"))
                    .isEqualTo(
                            Map.of("matluoi", Map.of("CamelId", "matluoi", "ManagementStatisticsLevel", "Extended")));
            await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
                var shown = jmx.camel(
                        "routes",
                        "RouteId",
                        "RouteGroup",
                        "Description",
                        "State",
                        "StatisticsEnabled",
                        "ExchangesTotal",
                        "ExchangesCompleted",
                        "ExchangesFailed",
                        "MeanProcessingTime",
                        "MaxProcessingTime");
                assertThat(shown).containsOnlyKeys(names.toArray());
                assertThat(shown.values()).allSatisfy(ConnectAgencyTest::isWhole);
            });
        }
    }

    @Test
    void jmxTracesMessagesThroughEveryRoute() throws Exception {
        var names = routes();
        awaitAll(names);
        try (var jmx = new Jmx(
                Long.parseLong(Files.readString(DATA.resolve("data/karaf.pid")).strip()))) {
            jmx.set("tracer", "BacklogSize", 1000); // routes that tell all again push out what others told once
            jmx.set("tracer", "Enabled", true);
            var seen = new TreeSet<String>();
            for (var name : names) {
                urge(name);
                seen.addAll(traced(jmx, names));
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                seen.addAll(traced(jmx, names));
                assertThat(seen).containsExactlyInAnyOrderElementsOf(names);
            });
            jmx.set("tracer", "Enabled", false);
        }
    }

    /** @return the routes that messages passed since it was asked last */
    private static List<String> traced(Jmx jmx, Collection<String> names) throws Exception {
        var traced = String.valueOf(jmx.invoke("tracer", "dumpAllTracedMessagesAsXml")); // and forgets them
        return names.stream()
                .filter(name -> traced.contains("<routeId>" + name + "</routeId>"))
                .toList();
    }

    /** Has something pass a route whose own pace is minutes; what passes is what passed before. */
    private static void urge(String name) throws IOException, InterruptedException {
        var template =
                named(admin.get("/api/v1/routes").json(), name).path("template").asText();
        switch (template.startsWith("forward-") ? "forward" : template) {
            case "source-file" ->
                Files.copy(
                        DATA.resolve("demo/camera-faulty.xlsx"),
                        DATA.resolve("inbox").resolve(name).resolve("gui-lai.xlsx"));
            case "source-mqtt" -> tellAgain();
            case "source-webhook" -> {} // tells every 20 s
            case "forward" ->
                assertThat(admin.post("/api/v1/sinks/" + name + "/replay", "{\"after\": 0}")
                                .status())
                        .as(name)
                        .isEqualTo(200);
            default -> { // asks as soon as it is started
                assertThat(admin.post("/api/v1/routes/" + name + "/stop", "").status())
                        .as(name)
                        .isEqualTo(200);
                assertThat(admin.post("/api/v1/routes/" + name + "/start", "").status())
                        .as(name)
                        .isEqualTo(200);
            }
        }
    }

    /** One of the district's cameras, as its system told it. */
    private static void tellAgain() throws IOException, InterruptedException {
        var broker = List.of("-h", "127.0.0.1", "-p", String.valueOf(9089 + offset), "-V", "5");
        var kept = Commands.run(with("mosquitto_sub", broker, "-t", "camera/+", "-C", "1", "-W", "10", "-F", "%t %p"));
        assertThat(kept.status()).as(kept.everything()).isZero();
        var topicAndCamera = kept.out().strip().split(" ", 2);
        var told = Commands.run(
                with("mosquitto_pub", broker, "-q", "1", "-r", "-t", topicAndCamera[0], "-m", topicAndCamera[1]));
        assertThat(told.status()).as(told.everything()).isZero();
    }

    private static List<String> with(String command, List<String> options, String... more) {
        return Stream.of(Stream.of(command), options.stream(), Stream.of(more))
                .flatMap(part -> part)
                .toList();
    }

    private static void isWhole(Map<String, Object> route) {
        assertThat(route).hasSize(10).containsEntry("State", "Started").containsEntry("StatisticsEnabled", true);
        assertThat(route.get("RouteGroup")).isIn("agency", "sink");
        assertThat((String) route.get("Description"))
                .containsPattern("[À-ỹ&&\\p{L}]")
                .doesNotContain("{{", "}}");
        assertThat((long) route.get("ExchangesCompleted")).isPositive();
        assertThat((long) route.get("ExchangesFailed")).isNotNegative();
        assertThat((long) route.get("ExchangesTotal")).isGreaterThanOrEqualTo((long) route.get("ExchangesCompleted"));
        assertThat((long) route.get("MeanProcessingTime")).isBetween(0L, (long) route.get("MaxProcessingTime"));
    }

    private static List<String> routes() throws IOException {
        try (var all = Files.list(DEMO)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cfg"))
                    .map(name -> name.replaceAll("^vn\\.matluoi\\.route-|\\.cfg$", ""))
                    .toList();
        }
    }

    /** Asks no oftener than the hub lets one address ask. */
    private static void awaitAll(List<String> names) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(names)
                        .allSatisfy(name -> assertThat(works(name)).as(name).isTrue()));
    }

    private static boolean works(String name) {
        var route = named(admin.get("/api/v1/routes").json(), name);
        if (route == null || !route.path("problem").asText("").isEmpty()) {
            return false;
        }
        var template = route.path("template").asText();
        if (!template.startsWith("source-")) {
            var sink = named(admin.get("/api/v1/sinks").json(), name);
            return sink != null && sink.path("delivered").asLong() > 0;
        }
        var cameras = admin.get("/api/v1/cameras?limit=1&source=" + name).json();
        return cameras.path("total").asInt() > 0 && (!template.equals("source-webhook") || tells(name));
    }

    /** An agency that delivers by itself hands in its list, and then what its cameras report. */
    private static boolean tells(String source) {
        return !admin.get("/api/v1/events?limit=1&source=" + source)
                .json()
                .path("items")
                .isEmpty();
    }

    private static JsonNode named(JsonNode list, String name) {
        for (var one : list.path("items")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        return null;
    }
}
