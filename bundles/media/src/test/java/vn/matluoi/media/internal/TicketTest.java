package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.media.internal.relay.StreamKey;
import vn.matluoi.media.internal.ticket.Grant;
import vn.matluoi.media.internal.ticket.Tickets;

class TicketTest {

    private final SimulatedCamera camera = SimulatedCamera.open();
    private final FakeHub hub = FakeHub.before(camera);

    @AfterEach
    void stop() {
        hub.close();
        camera.close();
    }

    private String describe(URI address) {
        try (var viewer = new TestViewer(address)) {
            return viewer.request("DESCRIBE", "", "");
        }
    }

    private URI unknown() {
        return URI.create("rtsp://127.0.0.1:" + hub.media.address().getPort() + "/live/" + "A".repeat(43));
    }

    @Test
    void aTicketOpensOnce() {
        var ticket = hub.ticket();

        assertThat(describe(ticket)).startsWith("RTSP/1.0 200");
        assertThat(describe(ticket)).startsWith("RTSP/1.0 404");
    }

    @Test
    void ofManyConnectionsThatShowATicketAtOnceOneOpensIt() {
        var ticket = hub.ticket();
        var viewers =
                IntStream.range(0, 8).mapToObj(i -> new TestViewer(ticket)).toList();

        viewers.forEach(viewer -> viewer.send("DESCRIBE " + ticket + " RTSP/1.0\r\nCSeq: 1\r\n\r\n"));

        assertThat(viewers.stream().map(TestViewer::answer).filter(answer -> answer.startsWith("RTSP/1.0 200")))
                .hasSize(1);
        viewers.forEach(TestViewer::close);
    }

    @Test
    void anExpiredTicketIsWorthless() {
        var ticket = hub.ticket();
        hub.nanos.addAndGet(Duration.ofSeconds(60).toNanos());

        assertThat(describe(ticket)).startsWith("RTSP/1.0 404");
        assertThat(camera.connections).hasValue(0);
    }

    @Test
    void aTicketLastsAlmostAMinute() {
        var ticket = hub.ticket();
        hub.nanos.addAndGet(Duration.ofSeconds(59).toNanos());

        assertThat(describe(ticket)).startsWith("RTSP/1.0 200");
    }

    @Test
    void nobodyCanTellAnUnknownTicketFromAUsedOrExpiredOne() {
        var used = hub.ticket();
        describe(used);
        var expired = hub.ticket();
        hub.nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        var answer = describe(unknown());

        assertThat(answer).isEqualTo("RTSP/1.0 404 Not Found\r\nCSeq: 1\r\n\r\n");
        assertThat(describe(used)).isEqualTo(answer);
        assertThat(describe(expired)).isEqualTo(answer);
        await().untilAsserted(() -> assertThat(hub.actions())
                .filteredOn("live.open REFUSED"::equals)
                .hasSize(1));
        assertThat(hub.audited.toString()).doesNotContain(used.getPath().substring(6));
    }

    @Test
    void withoutATicketNothingOpensAndNothingIsTold() {
        try (var viewer = new TestViewer(unknown())) {
            assertThat(viewer.request("OPTIONS", "", "")).startsWith("RTSP/1.0 200");
            assertThat(viewer.request("GET_PARAMETER", "", "")).startsWith("RTSP/1.0 454");
            assertThat(viewer.request("SETUP", "/trackID=0", "Transport: RTP/AVP/TCP;interleaved=0-1\r\n"))
                    .startsWith("RTSP/1.0 404");
        }
        assertThat(camera.connections).hasValue(0);
    }

    @Test
    void openingAndClosingAreRecorded() {
        var viewer = TestViewer.playing(hub.ticket());
        viewer.close();

        await().untilAsserted(() -> assertThat(hub.actions()).containsExactly("live.open DONE", "live.close DONE"));
        assertThat(hub.audited).allSatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("xem-1");
            assertThat(entry.surface()).isEqualTo("rtsp");
            assertThat(entry.subject()).isEqualTo(FakeHub.CAMERA.value());
            assertThat(entry.details()).containsEntry("origin", "127.0.0.1");
        });
    }

    @Test
    void rightsAreAskedWhenTheTicketIsOpened() {
        var ticket = hub.ticket();
        hub.allowed = false;

        assertThat(describe(ticket)).startsWith("RTSP/1.0 404");
        assertThat(camera.connections).hasValue(0);
        assertThat(hub.actions()).containsExactly("live.open REFUSED");
    }

    @Test
    void whoLosesTheRightsIsSentAway() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        hub.allowed = false;

        await().until(() -> viewer.closed);
        await().untilAsserted(
                        () -> assertThat(hub.audited).hasSize(2).last().satisfies(entry -> assertThat(entry.details())
                                .containsEntry("reason", "rights")));
        viewer.close();
    }

    @Test
    void whoseRightsNobodyAnswersForIsSentAway() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        hub.accountsAnswer = new CountDownLatch(1);

        await().until(() -> viewer.closed);
        hub.accountsAnswer.countDown();
        await().untilAsserted(
                        () -> assertThat(hub.audited).hasSize(2).last().satisfies(entry -> assertThat(entry.details())
                                .containsEntry("reason", "rights")));
        viewer.close();
    }

    @Test
    void aStrangerWhoGuessesShutsNobodyOut() {
        var viewer = TestViewer.playing(hub.ticket());
        hub.strangersRecorded = new CountDownLatch(1);
        var unknown = unknown();

        for (var i = 0; i < 600; i++) {
            assertThat(describe(unknown)).startsWith("RTSP/1.0 404");
        }

        assertThat(describe(hub.ticket())).startsWith("RTSP/1.0 200");
        assertThat(viewer.closed).isFalse();
        hub.strangersRecorded.countDown();
        await().untilAsserted(() -> assertThat(hub.actions())
                .filteredOn("live.open REFUSED"::equals)
                .hasSize(1));
        viewer.close();
    }

    @Test
    void whatCannotBeRecordedIsNotShown() {
        hub.auditWorks = false;

        assertThat(describe(hub.ticket())).startsWith("RTSP/1.0 503");
        assertThat(camera.connections).hasValue(0);
    }

    @Test
    void aTicketSaysNothing() {
        var ticket = hub.ticket();

        assertThat(ticket.getPath()).matches("/live/[A-Za-z0-9_-]{43}");
        assertThat(ticket).isNotEqualTo(hub.ticket());
    }

    @Test
    void ticketsThatNobodyOpensDoNotPileUp() {
        var tickets = new Tickets(hub.nanos::get, Duration.ofSeconds(60));
        var grant = new Grant("xem-1", new StreamKey(FakeHub.CAMERA, StreamKind.SUB));
        for (var i = 0; i < 20_000; i++) {
            tickets.issue(grant);
        }

        assertThatThrownBy(() -> tickets.issue(grant))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.BUSY));
        hub.nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(tickets.open(tickets.issue(grant))).contains(grant);
    }
}
