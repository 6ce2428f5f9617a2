package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventCounts;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.Sources.Listening;

/** Health, metrics, the status page, headers, and what nobody serves. */
class AroundTheApiTest {

    private static FakeHub hub;
    private static RunningApi api;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void beginAnew() {
        var fresh = new FakeHub();
        hub.services.clear();
        hub.services.putAll(fresh.services);
        api.later();
    }

    private static HealthCheck check(String name, HealthCheck.Result result) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Result check() {
                return result;
            }
        };
    }

    private static final HealthCheck.Result GOOD = HealthCheck.Result.ok(new Text("tốt", "good"));

    @Test
    void livesAsLongAsItAnswers() {
        var answer = api.call("GET", "/health/live", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"live\":true}");
    }

    @Test
    void isReadyWhenEveryPartWorks() {
        hub.services.put(HealthCheck.class, List.of(check("media", GOOD), check("schema", GOOD), check("more", GOOD)));
        var answer = api.call("GET", "/health/ready", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("checks")).hasSize(3);
    }

    @Test
    void namesThePartThatVanished() {
        hub.services.put(HealthCheck.class, List.of(check("schema", GOOD)));
        var answer = api.call("GET", "/health/ready", null);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("ready").asBoolean()).isFalse();
        var media = answer.json().path("checks").get(0);
        assertThat(media.path("name").asText()).isEqualTo("media");
        assertThat(media.path("healthy").asBoolean()).isFalse();
        assertThat(media.path("vi").asText()).startsWith("Chưa có");
        assertThat(media.path("en").asText()).startsWith("Missing");
    }

    @Test
    void isNotReadyWhenAPartBeyondTheRequiredFails() {
        var bad = HealthCheck.Result.down(new Text("tuyến inbox dừng", "route inbox stopped"));
        hub.services.put(HealthCheck.class, List.of(check("schema", GOOD), check("media", GOOD), check("routes", bad)));
        var answer = api.call("GET", "/health/ready", null);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("tuyến inbox dừng");
    }

    @Test
    void aCheckThatHangsOrThrowsIsAFailingOne() {
        var never = new CountDownLatch(1);
        var hanging = new HealthCheck() {
            @Override
            public String name() {
                return "media";
            }

            @Override
            public Result check() {
                try {
                    never.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
                return GOOD;
            }
        };
        var throwing = new HealthCheck() {
            @Override
            public String name() {
                return "schema";
            }

            @Override
            public Result check() {
                throw new IllegalStateException("secret detail");
            }
        };
        hub.services.put(HealthCheck.class, List.of(hanging, throwing));
        var answer = api.call("GET", "/health/ready", null);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("within two seconds").doesNotContain("secret detail");
        never.countDown();
    }

    @Test
    void measuresRequestsSourcesAndMedia() {
        var sources = new FakeSources();
        hub.services.put(Sources.class, sources);
        api.send("admin", "POST", "/sources", "{\"name\":\"a\",\"area\":\"80\"}");
        api.get("lan", "/cameras/" + FakeHub.NEAR);
        api.get("lan", "/cameras/" + FakeHub.FAR);
        var answer = api.call("GET", "/metrics", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.text())
                .contains("matluoi_sources{state=\"unknown\"} 1.0")
                .contains("matluoi_media_viewers 0.0")
                .contains("jvm_memory_used_bytes")
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/api/v1/cameras/{id}\"}")
                .contains("status=\"404\",uri=\"/api/v1/cameras/{id}\"")
                .doesNotContain(FakeHub.NEAR.value());
    }

    @Test
    void measuresEventsByFamilyAndTypeAndNeverByWhatADeviceSaid() {
        var journal = new MemoryEvents();
        journal.add(FakeHub.NEAR, Type.MOTION);
        hub.services.put(EventLog.class, journal);
        var told = new AtomicReference<>(new EventCounts.OfFamily("hikvision", Map.of(Type.LINE_CROSSED, 5L), 40, 3));
        hub.services.put(EventCounts.class, (EventCounts) () -> List.of(told.get()));
        var sources = new FakeSources();
        hub.services.put(Sources.class, sources);
        listened(sources, "nvr-1", Listening.Kind.RUNNING);
        listened(sources, "nvr-2", Listening.Kind.RUNNING);
        listened(sources, "nvr-3", Listening.Kind.WAITING);

        assertThat(api.call("GET", "/metrics", null).text())
                .contains("matluoi_events_taken_total{family=\"hikvision\",type=\"line_crossed\"} 5.0")
                .contains("matluoi_events_repeats_total{family=\"hikvision\"} 40.0")
                .contains("matluoi_events_excess_total{family=\"hikvision\"} 3.0")
                .contains("matluoi_events_written_total 1.0")
                .contains("matluoi_events_personal_total 2.0")
                .contains("matluoi_events_lost_total 1.0")
                .contains("matluoi_events_waiting 7.0")
                .contains("matluoi_subscriptions{state=\"running\"} 2.0")
                .contains("matluoi_subscriptions{state=\"waiting\"} 1.0")
                .contains("matluoi_subscriptions{state=\"refused\"} 0.0")
                .doesNotContain("VMD")
                .doesNotContain("nvr-1");

        told.set(new EventCounts.OfFamily("hikvision", Map.of(Type.LINE_CROSSED, 6L, Type.TAMPER, 1L), 41, 3));
        assertThat(api.call("GET", "/metrics", null).text())
                .contains("family=\"hikvision\",type=\"line_crossed\"} 6.0")
                .contains("family=\"hikvision\",type=\"tamper\"} 1.0")
                .contains("matluoi_events_repeats_total{family=\"hikvision\"} 41.0");
    }

    @Test
    void measuresEachRouteAndForgetsItWithTheRoute() {
        var all = new AtomicReference<>(
                List.of(route("benh-vien", Optional.of(Instant.now())), route("xa", Optional.empty())));
        hub.services.put(Routes.class, routes(all::get));
        assertThat(api.call("GET", "/metrics", null).text())
                .contains("matluoi_route_messages_total{route=\"benh-vien\",template=\"source-rest\"} 7.0")
                .contains("matluoi_route_failures_total{route=\"benh-vien\",template=\"source-rest\"} 2.0")
                .contains("matluoi_route_busy_seconds_total{route=\"benh-vien\",template=\"source-rest\"} 1.5")
                .contains("matluoi_route_running{route=\"benh-vien\",template=\"source-rest\"} 1.0")
                .contains("matluoi_route_letters{route=\"benh-vien\",template=\"source-rest\"} 0.0")
                .containsPattern("matluoi_route_last_success_age_seconds\\{route=\"benh-vien\",.*} \\d+\\.")
                .containsPattern("matluoi_route_last_success_age_seconds\\{route=\"xa\",.*} NaN");
        all.set(List.of(route("xa", Optional.empty())));
        assertThat(api.call("GET", "/metrics", null).text())
                .doesNotContain("benh-vien")
                .contains("matluoi_route_messages_total{route=\"xa\"");
    }

    private static Routes.Route route(String name, Optional<Instant> last) {
        return new Routes.Route(
                name,
                "source-rest",
                Optional.empty(),
                true,
                Routes.Status.STARTED,
                Optional.empty(),
                7,
                2,
                last,
                Duration.ofMillis(1500),
                Optional.empty(),
                Map.of("url", "http://secret.example/?key=1"));
    }

    private static Routes routes(Supplier<List<Routes.Route>> all) {
        return (Routes) Proxy.newProxyInstance(
                Routes.class.getClassLoader(), new Class<?>[] {Routes.class}, (proxy, method, given) -> all.get());
    }

    private static void listened(FakeSources sources, String name, Listening.Kind kind) {
        var id = new SourceId(name);
        var settings = new SourceSettings(
                id,
                name,
                Optional.of("hikvision"),
                Optional.empty(),
                Optional.empty(),
                new AreaCode("80001"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
        sources.sources.put(
                id,
                new Sources.Source(
                        settings,
                        State.unknown(FakeHub.NOON),
                        Optional.empty(),
                        0,
                        Optional.of(new Listening(kind, FakeHub.NOON, Optional.empty()))));
    }

    @Test
    void whatTheHubMeasuresItselfIsInTheReference() throws IOException {
        hub.services.put(EventCounts.class, (EventCounts)
                () -> List.of(new EventCounts.OfFamily("acme", Map.of(Type.MOTION, 1L), 1, 1)));
        hub.services.put(Routes.class, routes(() -> List.of(route("xa", Optional.empty()))));
        var measured = Pattern.compile("(?m)^# HELP (matluoi_\\S+) ")
                .matcher(api.call("GET", "/metrics", null).text())
                .results()
                .map(help -> help.group(1))
                .toList();
        var reference = Files.readString(Path.of("../../docs/reference/metrics.md"));
        assertThat(measured).hasSizeGreaterThan(12).allSatisfy(name -> assertThat(reference)
                .contains("| `" + name));
    }

    @Test
    void metricsThroughAProxyNeedTheRight() {
        var passedOn = new String[] {"X-Forwarded-For", "198.51.100.7"};
        assertThat(api.call("GET", "/metrics", null, passedOn).status()).isEqualTo(401);
        assertThat(api.call(
                                "GET",
                                "/metrics",
                                null,
                                "X-Forwarded-For",
                                "198.51.100.7",
                                "Authorization",
                                RunningApi.basic("lan"))
                        .status())
                .isEqualTo(403);
        assertThat(api.call(
                                "GET",
                                "/metrics",
                                null,
                                "X-Forwarded-For",
                                "198.51.100.7",
                                "Authorization",
                                RunningApi.basic("admin"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theStatusPageSaysWhereThingsAre() {
        assertThat(api.call("GET", "/", null).text()).contains("chưa chạy / not running");
        hub.services.put(LiveTickets.class, new CameraTest.OneTicket());
        var page = api.call("GET", "/", null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("/api/v1", "/health/ready", "rtsp://[fd00::1]:8554/live/", "bin/client", "<html lang=\"vi\">")
                .doesNotContain("<script")
                .doesNotContain("style=")
                .doesNotContain("{base}");
        assertThat(api.call("GET", "/status.css", null).header("Content-Type")).startsWith("text/css");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/live", "/metrics", "/api/v1/session", "/api/v2/x", "/nothing", "/status.css"})
    void everyAnswerHasTheSecurityHeaders(String path) {
        var answer = api.call("GET", path, null);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'self'; frame-ancestors 'none'");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, http.path",
        "GET, /api, 404, http.path",
        "GET, /api/, 404, http.path",
        "GET, /api/v1, 404, http.path",
        "GET, /api/v2/cameras, 404, http.path",
        "GET, /api/v1/nothing, 404, http.path",
        "GET, /api/v1/session/x, 404, http.path",
        "GET, /api/v1/services, 404, http.path",
        "PATCH, /api/v1/cameras, 405, http.method",
        "OPTIONS, /api/v1/cameras, 405, http.method",
        "TRACE, /api/v1/cameras, 405, http.method",
        "DELETE, /api/v1/cameras, 405, http.method",
        "POST, /health/live, 405, http.method",
        "PUT, /metrics, 405, http.method",
        "POST, /, 405, http.method",
        "TRACE, /, 405, http.method",
        "GET, /health/other, 404, http.path",
        "GET, /health, 404, http.path"
    })
    void whatNobodyServesIsAProblem(String method, String path, int status, String rule) {
        var answer = api.call(method, path, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aMethodCannotHideInAHeader() {
        var answer = api.call(
                "POST",
                "/api/v1/session",
                null,
                "X-HTTP-Method-Override",
                "DELETE",
                "Authorization",
                RunningApi.basic("admin"));
        assertThat(answer.status()).isEqualTo(405);
    }

    @Test
    void theUnforeseenGoesOutAsAnIdentityOnly() {
        hub.services.put(Accounts.class, new BrokenAccounts());
        var answer = api.call("GET", "/api/v1/session", null, "Authorization", RunningApi.basic("admin"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.rule()).isEqualTo("internal");
        assertThat(answer.text())
                .doesNotContain("inner")
                .doesNotContain("Exception")
                .doesNotContain("at vn.");
    }

    private static final class BrokenAccounts implements Accounts {

        private static IllegalStateException broken() {
            return new IllegalStateException("inner workings");
        }

        @Override
        public Caller authenticate(String username, char[] password, String surface, String origin) {
            throw broken();
        }

        @Override
        public Caller authenticateKey(char[] key, String surface, String origin) {
            throw broken();
        }

        @Override
        public Optional<Caller> current(String username) {
            throw broken();
        }

        @Override
        public List<Account> list() {
            throw broken();
        }

        @Override
        public Account create(Caller by, String username, char[] password, Role role, Set<AreaCode> areas) {
            throw broken();
        }

        @Override
        public void changePassword(Caller by, String username, char[] oldPassword, char[] newPassword) {
            throw broken();
        }

        @Override
        public void remove(Caller by, String username) {
            throw broken();
        }

        @Override
        public char[] createKey(Caller by, String username, String label) {
            throw broken();
        }
    }
}
