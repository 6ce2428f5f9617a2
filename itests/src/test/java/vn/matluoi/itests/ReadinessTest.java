package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /health/ready} is green only while everything it names works: each is broken in turn, and mended. */
class ReadinessTest {

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.prepared("readiness").start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "vn.matluoi.media, media",
        "vn.matluoi.camel, routes",
        "vn.matluoi.registry, schema",
        "vn.matluoi.registry, areas"
    })
    void turnsRedWithoutABundleAndNamesWhatIsMissing(String bundle, String name) throws Exception {
        hub.shellSays("bundle:stop " + bundle);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var ready = hub.client().get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text()).contains("\"" + name + "\"");
        });
        hub.shellSays("bundle:start " + bundle);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200));
    }

    @Test
    void isGoneWithTheSurfaceItself() throws Exception {
        hub.shellSays("bundle:stop vn.matluoi.rest");
        assertThat(hub.client().get("/health/ready").status()).isNotEqualTo(200);
        hub.shellSays("bundle:start vn.matluoi.rest");
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(
                        hub.client().get("/health/ready").status())
                .isEqualTo(200));
    }

    @Test
    void turnsRedForARouteWhoseFileIsRefusedAndNamesFileAndKey() throws Exception {
        hub.configure("vn.matluoi.route-broken.cfg", "template = source-file\nfolder = nowhere\n");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var ready = hub.client().get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text()).contains("vn.matluoi.route-broken.cfg").contains("source");
        });
        Files.delete(hub.etc().resolve("vn.matluoi.route-broken.cfg"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(hub.client().get("/health/ready").status()).isEqualTo(200));
    }

    @Test
    void isAliveWhateverElse() {
        assertThat(hub.client().get("/health/live").status()).isEqualTo(200);
    }
}
