package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /health/ready} is green only while everything it names works: each is broken in turn, and mended. */
@Tag("own-hub")
class ReadinessTest {

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.prepared("readiness");
        hub.start();
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vn.matluoi.media, media, media",
        "vn.matluoi.camel, routes, routes",
        "vn.matluoi.registry, schema, schema|areas|media|routes",
        "vn.matluoi.registry, areas, schema|areas|media|routes"
    })
    void turnsRedWithoutABundleAndNamesWhatIsMissing(String bundle, String name, String broken) throws Exception {
        hub.shellSays("bundle:stop " + bundle);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var ready = hub.client().get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(unhealthy(ready)).as(ready.text()).contains(name).isSubsetOf(broken.split("\\|"));
            assertThat(sentence(ready, name)).contains("Chưa có");
        });
        assertThat(hub.shell("hub:health").status())
                .as("the shell says the same")
                .isEqualTo(1);
        hub.shellSays("bundle:start " + bundle);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200));
        assertThat(hub.shell("hub:health").status()).isZero();
    }

    @Test
    void isGoneWithTheSurfaceItself() throws Exception {
        hub.shellSays("bundle:stop vn.matluoi.rest");
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> !isReady());
            assertThat(hub.shell("hub:health").status()).isEqualTo(1);
        } finally {
            hub.shellSays("bundle:start vn.matluoi.rest");
        }
        await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
    }

    /** Whether it says so; the web server itself may be starting anew. */
    private static boolean isReady() {
        try {
            return hub.client().get("/health/ready").status() == 200;
        } catch (java.io.UncheckedIOException notListening) {
            return false;
        }
    }

    @Test
    void turnsRedForARouteWhoseFileIsRefusedAndNamesFileAndKey() throws Exception {
        hub.configure("vn.matluoi.route-broken.cfg", "template = source-file\nfolder = nowhere\n");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var ready = hub.client().get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(unhealthy(ready)).as(ready.text()).containsExactly("routes");
            assertThat(sentence(ready, "routes")).contains("vn.matluoi.route-broken.cfg", "source");
        });
        Files.delete(hub.etc().resolve("vn.matluoi.route-broken.cfg"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({"vn.matluoi.web.cfg, rate.per.second", "vn.matluoi.core.cfg, workers"})
    void aBadWordInAFileIsNamedInTheLogAndTheHubGoesOn(String file, String key) throws Exception {
        var path = hub.etc().resolve(file);
        var good = Files.exists(path) ? Files.readString(path) : "";
        hub.configure(file, good.replaceAll("(?m)^" + key + " .*$", "") + "\n" + key + " = many\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.log().contains("etc/" + file + ", " + key + ": “many”"));
        await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
        hub.configure(file, good);
        await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
    }

    @Test
    void isNotTakenForDownWhileAnAddressAsksTooMuch() throws Exception {
        var file = "vn.matluoi.web.cfg";
        var good = Files.readString(hub.etc().resolve(file));
        hub.configure(file, good.replaceAll("(?m)^rate.*$", "") + "\nrate.per.second = 1\nrate.burst = 2\n");
        try {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                hub.client().get("/status.css");
                return hub.client().get("/status.css").status() == 429;
            });
            await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
            for (var i = 0; i < 20; i++) {
                hub.client().get("/status.css");
                var ready = hub.client().get("/health/ready");
                assertThat(ready.status()).as(ready.text()).isEqualTo(200);
            }
        } finally {
            hub.configure(file, good);
        }
        await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
    }

    @Test
    void aProxyThatIsNamedSpeaksForItsClients() throws Exception {
        var file = "vn.matluoi.web.cfg";
        var good = Files.readString(hub.etc().resolve(file));
        hub.configure(
                file,
                good.replaceAll("(?m)^rate.*$", "")
                        + "\nrate.per.second = 1\nrate.burst = 2\nproxy.addresses = 127.0.0.1\n");
        try {
            var others = new AtomicInteger();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                pageFor("198.51.100.1");
                pageFor("198.51.100.1");
                pageFor("198.51.100.1");
                return pageFor("198.51.100.1") == 429 && pageFor("203.0.113." + others.incrementAndGet()) == 200;
            });
        } finally {
            hub.configure(file, good);
        }
        await().atMost(Duration.ofSeconds(60)).until(ReadinessTest::isReady);
    }

    private static int pageFor(String client) {
        return hub.client()
                .send("GET", "/status.css", "", new byte[0], "X-Forwarded-For", client)
                .status();
    }

    @Test
    void isAliveWhateverElse() {
        assertThat(hub.client().get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void namesEveryPartThatMustBeThereAndEachIsWell() {
        var ready = hub.client().get("/health/ready");
        assertThat(ready.json().get("ready").asBoolean()).as(ready.text()).isTrue();
        assertThat(ready.json().get("checks").findValuesAsText("name")).contains("areas", "media", "routes", "schema");
        assertThat(unhealthy(ready)).isEmpty();
    }

    private static List<String> unhealthy(Answer ready) {
        return StreamSupport.stream(ready.json().get("checks").spliterator(), false)
                .filter(check -> !check.get("healthy").asBoolean())
                .map(check -> check.get("name").asText())
                .toList();
    }

    private static String sentence(Answer ready, String name) {
        return StreamSupport.stream(ready.json().get("checks").spliterator(), false)
                .filter(check -> check.get("name").asText().equals(name))
                .map(check -> check.get("vi").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + ready.text()));
    }
}
