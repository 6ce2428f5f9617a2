package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.matluoi.rest.internal.web.WebSettings;

/** Who is asking, when a proxy asks for them; this machine is the proxy. */
class BehindAProxyTest {

    private static int page(RunningApi api, String forwardedFor) {
        return api.call("GET", "/status.css", null, "X-Forwarded-For", forwardedFor)
                .status();
    }

    @Test
    void everyoneBehindAProxyOfOursHasARateOfTheirOwn() {
        try (var api = new RunningApi(new FakeHub(), WebSettings.of("1", "1", "127.0.0.1, 192.0.2.1", "false"))) {
            assertThat(page(api, "198.51.100.1")).isEqualTo(200);
            assertThat(page(api, "198.51.100.1")).isEqualTo(429);
            assertThat(page(api, "198.51.100.9, 198.51.100.1"))
                    .as("what a client claims of itself counts for nothing")
                    .isEqualTo(429);
            assertThat(page(api, "198.51.100.2, 192.0.2.1"))
                    .as("through two of ours")
                    .isEqualTo(200);
            assertThat(page(api, "nonsense")).as("as the proxy itself").isEqualTo(200);
        }
    }

    @Test
    void theWordOfAnyoneElseIsNotTaken() {
        try (var api = new RunningApi(new FakeHub(), WebSettings.of("1", "1", "192.0.2.1", "false"))) {
            assertThat(page(api, "198.51.100.1")).isEqualTo(200);
            assertThat(page(api, "198.51.100.2")).isEqualTo(429);
        }
    }

    @Test
    void theLogSaysWhoLookedNotWhichProxyAsked() {
        var hub = new FakeHub();
        try (var api = new RunningApi(hub, WebSettings.of("100", "100", "127.0.0.1", "false"))) {
            api.call(
                    "GET",
                    "/api/v1/session",
                    null,
                    "X-Forwarded-For",
                    "198.51.100.1",
                    "Authorization",
                    RunningApi.basic("lan"));
            assertThat(hub.lastOrigin).isEqualTo("198.51.100.1");
        }
    }

    @Test
    void whoWatchesOverABusyHubIsNotTurnedAway() {
        try (var api = new RunningApi(new FakeHub(), WebSettings.of("1", "1", "", "false"))) {
            assertThat(page(api, "-")).isEqualTo(200);
            assertThat(page(api, "-")).isEqualTo(429);
            assertThat(api.call("GET", "/health/live", null).status()).isEqualTo(200);
            assertThat(api.call("GET", "/health/live", null, "X-Matluoi-Self", "guessed")
                            .status())
                    .isEqualTo(200);
            assertThat(api.call("GET", "/status.css", null, "X-Matluoi-Self", "guessed")
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    void whoWatchesHasARateOfItsOwn() {
        try (var api = new RunningApi(new FakeHub(), WebSettings.of("100", "100", "", "false"))) {
            for (var i = 0; i < 200; i++) {
                assertThat(api.call("GET", "/health/live", null).status()).isEqualTo(200);
            }
            assertThat(api.call("GET", "/health/live", null).status()).isEqualTo(429);
            assertThat(page(api, "-")).isEqualTo(200);
        }
    }

    @Test
    void metricsNeedTheRightUnlessTheSettingsOpenThemToThisMachine() {
        try (var api = new RunningApi(new FakeHub(), WebSettings.of("100", "100", "", "false"))) {
            assertThat(api.call("GET", "/metrics", null).status()).isEqualTo(401);
            assertThat(api.call("GET", "/metrics", null, "Authorization", RunningApi.basic("lan"))
                            .status())
                    .isEqualTo(403);
            assertThat(api.call("GET", "/metrics", null, "Authorization", RunningApi.basic("admin"))
                            .status())
                    .isEqualTo(200);
        }
    }
}
