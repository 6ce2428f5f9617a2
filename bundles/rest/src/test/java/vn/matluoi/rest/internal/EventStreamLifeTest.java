package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.rest.internal.stream.EventStreams;

/** Readers of the stream that go, and come back; and those that go without a word. */
@Timeout(60)
class EventStreamLifeTest {

    private static final String LAN = "Authorization: " + RunningApi.basic("lan");
    private static final String ADMIN = "Authorization: " + RunningApi.basic("admin");

    private final FakeHub hub = new FakeHub();
    private final MemoryEvents events = new MemoryEvents();
    private RunningApi api;

    @BeforeEach
    void start() {
        hub.services.put(EventLog.class, events);
        api = new RunningApi(hub);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private StreamClient listen(String... headers) throws IOException {
        return new StreamClient(api.port(), "/events/stream", headers);
    }

    @Test
    void endsAfterItsLifeAndSaysWhenToComeBack() throws Exception {
        try (var client = listen(LAN)) {
            assertThat(client.retry()).isEqualTo("1000");
            api.later(EventStreams.LIFE);
            assertThat(client.next("id:")).isNull();
        }
    }

    @Test
    void losesNoEventBetweenTwoStreams() throws Exception {
        var told = new LinkedHashSet<Long>();
        var last = "";
        for (var round = 0; round < 5; round++) {
            try (var client = last.isEmpty() ? listen(LAN) : listen(LAN, "Last-Event-ID: " + last)) {
                last = client.began();
                events.add(FakeHub.NEAR, Type.MOTION);
                events.add(FakeHub.FAR, Type.MOTION);
                while (told.size() < 2 * round + 1) { // those while it was away, and the one just now
                    last = client.next("id:");
                    assertThat(told.add(Long.parseLong(last))).as("once").isTrue();
                }
                api.later(EventStreams.LIFE);
                assertThat(client.next("id:")).isNull();
            }
            events.add(FakeHub.NEAR, Type.TAMPER);
        }
        assertThat(told).containsExactly(1L, 3L, 4L, 6L, 7L, 9L, 10L, 12L, 13L);
    }

    @Test
    void losesNoEventThatCameBeforeItsClientWasToldAny() throws Exception {
        events.add(FakeHub.NEAR, Type.MOTION);
        String began;
        try (var client = listen(LAN)) {
            began = client.began();
            api.later(EventStreams.LIFE);
            assertThat(client.next("id:")).isNull();
        }
        events.add(FakeHub.NEAR, Type.TAMPER);
        try (var client = listen(LAN, "Last-Event-ID: " + began)) {
            assertThat(client.next("id:")).isEqualTo("2");
        }
    }

    @Test
    void losesNoEventWhileItsClientIsSentMoreThanItReads() throws Exception {
        var most = 30_000L;
        var told = new ArrayList<Long>();
        try (var client = listen(ADMIN)) {
            LongStream.range(0, most).forEach(i -> events.add(FakeHub.NEAR, Type.MOTION));
            api.later(EventStreams.LIFE); // it ends in the middle
            follow(client, told);
        }
        assertThat(told).hasSizeLessThan((int) most);
        while (told.size() < most) {
            try (var client = listen(ADMIN, "Last-Event-ID: " + told.get(told.size() - 1))) {
                while (told.size() < most) {
                    told.add(Long.parseLong(client.next("id:")));
                }
            }
        }
        assertThat(told)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, most).boxed().toList());
    }

    /** Notes what is told whole until the end. */
    private static void follow(StreamClient client, ArrayList<Long> told) throws IOException {
        for (var id = client.next("id:"); id != null; id = client.next("id:")) {
            if (client.next("data:") != null && client.next("") != null) {
                told.add(Long.parseLong(id));
            }
        }
    }

    @Test
    void onesVanishedWithoutAWordHoldNeitherTheirPlacesNorTheirConnections() throws Exception {
        var vanished = new ArrayList<StreamClient>(); // they neither read nor hang up
        for (var account : IntStream.range(0, 10).mapToObj(i -> "viewer-" + i).toList()) {
            hub.accounts.put(account, new Caller(account, Role.VIEWER, Set.of(new AreaCode("80")), false));
            for (var i = 0; i < EventStreams.MOST_OF_ONE; i++) {
                vanished.add(listen("Authorization: " + RunningApi.basic(account)));
            }
        }
        events.add(FakeHub.NEAR, Type.MOTION);
        var full = api.get("lan", "/events/stream");
        assertThat(full.status()).as("EventSource comes back after this alone").isEqualTo(200);
        assertThat(full.header("Content-Type")).startsWith("text/event-stream");
        assertThat(full.text().lines())
                .containsExactly(
                        "retry: 10000",
                        ": Đang mở quá nhiều luồng sự kiện (tối đa 100); hãy trở lại sau."
                                + " / Too many streams of events are open (100 at most); come back later.",
                        "");
        var others = api.connections() - vanished.size();

        api.later(EventStreams.LIFE);

        await().untilAsserted(() -> assertThat(api.connections()).isLessThanOrEqualTo(others));
        try (var client = listen(LAN)) {
            assertThat(client.status()).isEqualTo(200);
        }
        for (var client : vanished) {
            client.close();
        }
    }

    @Test
    void oneThatStoppedReadingHoldsNeither() throws Exception {
        try (var deaf = listen(ADMIN)) {
            assertThat(deaf.status()).isEqualTo(200);
            for (var i = 0; i < 30_000; i++) {
                events.add(FakeHub.NEAR, Type.MOTION); // more than the kernel takes
            }
            api.later(EventStreams.LIFE);
            await().untilAsserted(() -> assertThat(api.connections()).isZero());
        }
    }

    @Test
    void oneMoreOfAnAccountEndsItsOldest() throws Exception {
        var clients = new ArrayList<StreamClient>();
        try (var other = listen(ADMIN)) {
            for (var i = 0; i <= EventStreams.MOST_OF_ONE; i++) {
                clients.add(listen(LAN));
            }
            assertThat(clients).allMatch(client -> client.status() == 200);
            assertThat(clients.get(0).next("retry:")).isEqualTo("10000");
            assertThat(clients.get(0).next("id:")).isNull();
            events.add(FakeHub.NEAR, Type.MOTION);
            for (var client : clients.subList(1, clients.size())) {
                assertThat(client.next("id:")).isEqualTo("1");
            }
            assertThat(other.next("id:")).isEqualTo("1");
        }
        for (var client : clients) {
            client.close();
        }
    }

    @Test
    void beginsNowWhereItsClientWasFurtherInAnotherJournal() throws Exception {
        events.add(FakeHub.NEAR, Type.MOTION);
        try (var client = listen(LAN, "Last-Event-ID: 500")) {
            assertThat(client.began()).isEqualTo("1");
            events.add(FakeHub.NEAR, Type.TAMPER);
            assertThat(client.next("id:")).isEqualTo("2");
        }
    }

    @Test
    void comingBackDoesNotProlongTheSession() throws Exception {
        hub.sessions.put("token", hub.accounts.get("lan"));
        try (var client = listen("Cookie: __Host-matluoi=token")) {
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(hub.used).isEmpty();
        api.call("GET", "/api/v1/events", null, "Cookie", "__Host-matluoi=token");
        assertThat(hub.used).containsExactly("token");
    }
}
