package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;

@Timeout(60)
class EventTest {

    /** By then whoever listens was looked at, and told something. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(16);

    private final FakeHub hub = new FakeHub();
    private final MemoryEvents events = new MemoryEvents();
    private RunningApi api;

    @BeforeEach
    void start() {
        hub.services.put(EventLog.class, events);
        events.add(FakeHub.NEAR, Type.MOTION);
        events.add(FakeHub.FAR, Type.MOTION);
        events.add(FakeHub.NEAR, Type.LINE_CROSSED);
        api = new RunningApi(hub);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static List<Long> sequences(RunningApi.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var found = new ArrayList<Long>();
        answer.json()
                .path("items")
                .forEach(item -> found.add(item.path("sequence").asLong()));
        return found;
    }

    @Test
    void listsWithinTheCallersScopeOldestFirst() {
        assertThat(sequences(api.get("admin", "/events"))).containsExactly(1L, 2L, 3L);
        var near = api.get("lan", "/events");
        assertThat(sequences(near)).containsExactly(1L, 3L);
        assertThat(near.json().path("next").asText()).isEqualTo("3");
        assertThat(near.json().path("last").asLong()).isEqualTo(3);
        assertThat(near.json().path("items").get(1).path("type").asText()).isEqualTo("line_crossed");
        assertThat(near.json().path("items").get(1).path("phase").asText()).isEqualTo("active");
        assertThat(near.json().path("items").get(1).path("camera").asText()).isEqualTo(FakeHub.NEAR.value());
    }

    @Test
    void readsOnWhereItEndedAndPastWhatOthersSee() {
        var first = api.get("admin", "/events?limit=2");
        assertThat(first.json().path("next").asText()).isEqualTo("2");
        assertThat(sequences(api.get("admin", "/events?limit=2&after=2"))).containsExactly(3L);
        events.add(FakeHub.FAR, Type.MOTION);
        var nothing = api.get("lan", "/events?after=3");
        assertThat(sequences(nothing)).isEmpty();
        assertThat(nothing.json().path("next").asText()).isEqualTo("4");
    }

    @Test
    void readsOnWhereAnotherJournalEnded() {
        var restored = api.get("lan", "/events?after=500");
        assertThat(sequences(restored)).isEmpty();
        assertThat(restored.json().path("next").asText()).isEqualTo("3");
    }

    @Test
    void findsByCameraTypeAndSourceAndTheNewestFirst() {
        assertThat(sequences(api.get("admin", "/events?camera=" + FakeHub.NEAR)))
                .containsExactly(1L, 3L);
        assertThat(sequences(api.get("lan", "/events?camera=" + FakeHub.FAR))).isEmpty();
        assertThat(sequences(api.get("admin", "/events?type=line_crossed,tamper")))
                .containsExactly(3L);
        assertThat(sequences(api.get("admin", "/events?source=nvr-2"))).isEmpty();
        assertThat(sequences(api.get("admin", "/events?newest=true&limit=2"))).containsExactly(3L, 2L);
    }

    @Test
    void findsWhatCameWithinATimeOfTheHubsClock() {
        events.add(FakeHub.NEAR, Type.MOTION, FakeHub.NOON.plusSeconds(60));
        assertThat(sequences(api.get("admin", "/events?from=2026-11-22T05:01:00Z")))
                .containsExactly(4L);
        assertThat(sequences(api.get("admin", "/events?to=2026-11-22T12:01:00%2B07:00")))
                .containsExactly(1L, 2L, 3L);
        assertThat(sequences(
                        api.get("lan", "/events?from=2026-11-22T05:00:00Z&to=2026-11-22T05:00:00.001Z&newest=true")))
                .containsExactly(3L, 1L);
        var nothing = api.get("admin", "/events?to=2026-11-22T05:00:00Z");
        assertThat(sequences(nothing)).isEmpty();
        assertThat(nothing.json().path("next").asText()).isEqualTo("4");
    }

    @Test
    void saysHowAMomentIsWrittenInTheLanguageAskedFor() {
        var vi = api.get("admin", "/events?from=h%C3%B4m%20qua");
        assertThat(vi.json().path("errors").get(0).path("message").asText())
                .startsWith("“from” là thời điểm dạng 2026-11-22T07:00:00Z");
        var en = api.call(
                "GET",
                "/api/v1/events?from=2026-11-22T06:00:00Z&to=2026-11-22T05:00:00Z",
                null,
                "Authorization",
                RunningApi.basic("admin"),
                "Accept-Language",
                "en");
        assertThat(en.json().path("errors").get(0).path("message").asText())
                .isEqualTo("\"to\" must be after \"from\".");
    }

    @Test
    void theDevicesOwnWordsAreForThoseWhoReadSources() {
        assertThat(api.get("admin", "/events").text()).contains("VMD", "192.0.2.9");
        assertThat(api.get("lan", "/events").text()).doesNotContain("VMD").doesNotContain("192.0.2.9");
    }

    @ParameterizedTest
    @CsvSource({
        "/events?type=explosion, type, event.type",
        "/events?type=MOTION, type, field.pattern",
        "/events?camera=80-0000123-0, camera, camera.id",
        "/events?source=NVR, source, source.id",
        "/events?limit=0, limit, field.range",
        "/events?from=2026-11-22, from, time.format",
        "/events?to=2026-11-22T05:00:00, to, time.format",
        "/events?to=10000-01-01T00:00:00Z, to, time.format",
        "/events?from=2026-11-22T05:00:00Z&to=2026-11-22T05:00:00Z, to, time.order",
        "/events/stream?from=2026-11-22T05:00:00Z, from, query.unknown",
        "/events/stream?camera=80-0000123-0, camera, camera.id",
        "/events/stream?after=3, after, query.unknown"
    })
    void refusesWhatCannotBe(String path, String field, String rule) {
        var answer = api.get("admin", path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.rule()).isEqualTo(rule);
    }

    private StreamClient listen(String path, String... headers) throws IOException {
        return new StreamClient(api.port(), path, headers);
    }

    private static String as(String account) {
        return "Authorization: " + RunningApi.basic(account);
    }

    @Test
    void tellsEventsAsTheyComeWithinTheScope() throws Exception {
        try (var client = listen("/events/stream", as("lan"))) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.head())
                    .contains("text/event-stream")
                    .contains("no-store")
                    .contains("nosniff");
            assertThat(client.began()).isEqualTo("3");
            events.add(FakeHub.FAR, Type.MOTION);
            events.add(FakeHub.NEAR, Type.TAMPER);

            assertThat(client.next("id:")).isEqualTo("5");
            var event = new ObjectMapper().readTree(client.next("data:"));
            assertThat(event.path("type").asText()).isEqualTo("tamper");
            assertThat(event.has("topic")).isFalse();
            events.add(FakeHub.NEAR, Type.MOTION);
            assertThat(client.next("id:")).isEqualTo("6");
        }
    }

    @Test
    void beginsAfterTheLastEventTheClientHas() throws Exception {
        try (var client = listen("/events/stream?type=motion", as("admin"), "Last-Event-ID: 1")) {
            assertThat(client.next("id:")).isEqualTo("2");
            events.add(FakeHub.NEAR, Type.MOTION);
            assertThat(client.next("id:")).isEqualTo("4");
        }
    }

    @Test
    void tellsManyThousandsInOrder() throws Exception {
        try (var client = listen("/events/stream", as("admin"), "Last-Event-ID: 3")) {
            for (var i = 0; i < 5_000; i++) {
                events.add(FakeHub.NEAR, Type.MOTION);
            }
            for (var i = 0; i < 5_000; i++) {
                assertThat(client.next("id:")).isEqualTo(String.valueOf(4 + i));
            }
        }
    }

    @Test
    void endsWithTheSession() throws Exception {
        hub.sessions.put("token", hub.accounts.get("lan"));
        try (var client = listen("/events/stream", "Cookie: __Host-matluoi=token")) {
            assertThat(client.status()).isEqualTo(200);
            hub.sessions.remove("token");
            api.later(LOOKED_AT);
            assertThat(client.next("id:")).isNull();
        }
    }

    @Test
    void endsWhenTheRightsChange() throws Exception {
        hub.sessions.put("token", hub.accounts.get("lan"));
        try (var client = listen("/events/stream", "Cookie: __Host-matluoi=token")) {
            assertThat(client.status()).isEqualTo(200);
            hub.sessions.put("token", new Caller("lan", Role.VIEWER, Set.of(new AreaCode("01")), false));
            api.later(LOOKED_AT);
            assertThat(client.next("id:")).isNull();
        }
    }

    @Test
    void endsWhenTheDevicesOwnWordsMayBeSeenNoMore() throws Exception {
        hub.sessions.put("token", hub.accounts.get("admin"));
        try (var client = listen("/events/stream", "Cookie: __Host-matluoi=token")) {
            assertThat(client.status()).isEqualTo(200);
            hub.sourcesHidden = true;
            api.later(LOOKED_AT);
            assertThat(client.next("id:")).isNull();
        }
    }

    @Test
    void sendsACommentWhenNothingElseIsTold() throws Exception {
        hub.sessions.put("token", hub.accounts.get("lan"));
        try (var client = listen("/events/stream", "Cookie: __Host-matluoi=token")) {
            events.add(FakeHub.FAR, Type.MOTION);
            api.later(LOOKED_AT);
            assertThat(client.next(":")).isNotNull();
            assertThat(client.next("id:")).as("how far it was read").isEqualTo("4");
        }
    }

    @Test
    void holdsNoThreadForEachListener() throws Exception {
        var before = busy();
        var clients = new ArrayList<StreamClient>();
        for (var account : IntStream.range(0, 5).mapToObj(i -> "viewer-" + i).toList()) {
            hub.accounts.put(account, new Caller(account, Role.VIEWER, Set.of(new AreaCode("80")), false));
            for (var i = 0; i < 8; i++) {
                clients.add(listen("/events/stream", as(account)));
            }
        }
        events.add(FakeHub.NEAR, Type.MOTION);
        for (var client : clients) {
            assertThat(client.next("id:")).isEqualTo("4");
        }
        await().untilAsserted(() -> assertThat(busy()).isLessThanOrEqualTo(before + 4));
        for (var client : clients) {
            client.close();
        }
    }

    /** Threads in the surface's own code. */
    private static long busy() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> java.util.Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().startsWith("vn.matluoi.rest.internal.")
                                && !frame.getClassName().endsWith("Test")))
                .count();
    }

    @Test
    void aListenerThatDoesNotReadHoldsNobodyUp() throws Exception {
        try (var deaf = listen("/events/stream", as("admin"), "Last-Event-ID: 0");
                var other = listen("/events/stream", as("lan"), "Last-Event-ID: 3")) {
            assertThat(deaf.status()).isEqualTo(200);
            for (var i = 0; i < 30_000; i++) {
                events.add(FakeHub.NEAR, Type.MOTION);
            }
            for (var i = 0; i < 30_000; i++) {
                assertThat(other.next("id:")).isEqualTo(String.valueOf(4 + i));
            }
        }
    }

    @Test
    void endsWithTheSurface() throws Exception {
        try (var client = listen("/events/stream", as("lan"))) {
            api.close();
            assertThat(client.next("id:")).isNull();
        } finally {
            api = new RunningApi(hub);
        }
    }
}
