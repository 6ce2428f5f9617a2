package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static vn.matluoi.forward.internal.Receiver.ids;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.Forwarding.Feed;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.forward.Sinks.State;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class ForwardServiceTest {

    private static final Caller ADMIN = Caller.system();

    @Parameter
    Engine engine;

    private final World world = new World();
    private final Receiver receiver = new Receiver();
    private final AtomicReference<Instant> now = new AtomicReference<>(World.NOON);
    private DataSource database;
    private ForwardService service;

    @BeforeEach
    void open() {
        database = engine.migrated("db/forward.sql");
        service = service();
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    private ForwardService service() {
        return new ForwardService(
                database,
                world.events,
                world.changes,
                world.catalog,
                world.catalog,
                world.catalog,
                world.catalog,
                world.audit,
                now::get,
                System::nanoTime);
    }

    private Sinks desk() {
        return new SinkDesk(service, world.events, world.changes, world.audit);
    }

    private Feed feed(String name, String content) {
        return service.open(
                SinkRoute.of(Map.of(
                        "routeName", name, "content", content, "legal.basis", "Quyết định 1", "begin", "first")::get),
                receiver);
    }

    private Sinks.Sink sink(String name) {
        return desk().list().stream()
                .filter(sink -> sink.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void arrived(int events) {
        await().untilAsserted(() -> assertThat(receiver.ids()).isEqualTo(ids("e", 1, events)));
    }

    @Test
    void newsBringAnIdleSinkItsTurn() {
        feed("a", "events");
        world.events.tell(3);
        arrived(3);
        await().until(() -> sink("a").position() == 3);
        world.events.tell(2);
        arrived(5);
        await().untilAsserted(() -> {
            assertThat(sink("a").state()).isEqualTo(State.RUNNING);
            assertThat(sink("a").lag()).isZero();
            assertThat(sink("a").legalBasis()).isEqualTo("Quyết định 1");
            assertThat(desk().loads()).singleElement().satisfies(load -> {
                assertThat(load.delivered()).isEqualTo(5);
                assertThat(load.lag()).isZero();
            });
        });
    }

    @Test
    void whatASinkGathersIsToldTogether() {
        service.open(
                SinkRoute.of(Map.of(
                        "routeName", "a",
                        "content", "events",
                        "legal.basis", "Quyết định 1",
                        "begin", "first",
                        "every.seconds", "2")::get),
                receiver);
        world.events.tell(1);
        arrived(1);
        world.events.tell(1);
        world.events.tell(1);
        world.events.tell(1);
        arrived(4);
        assertThat(receiver.sizes).containsExactly(1, 3);
    }

    @Test
    void aChangeIsSeenByItself() {
        feed("a", "changes");
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng sau");
        await().untilAsserted(() -> assertThat(receiver.ids()).containsExactly("c-1"));
    }

    @Test
    void whatOneSinkWaitsForHoldsNoOtherUp() {
        receiver.answer = Optional.of(new SinkException.Away(new Text("không trả lời", "no answer")));
        feed("a", "events");
        var other = new Receiver();
        service.open(
                SinkRoute.of(Map.of(
                        "routeName", "b", "content", "events", "legal.basis", "Quyết định 2", "begin", "first")::get),
                other);
        world.events.tell(3);
        await().untilAsserted(() -> assertThat(other.ids()).isEqualTo(ids("e", 1, 3)));
        await().until(() -> sink("a").state() == State.WAITING);
        assertThat(sink("a").lag()).isEqualTo(3);
        assertThat(sink("a").behind()).contains(World.NOON);
        receiver.answer = Optional.empty();
        desk().resume(ADMIN, "a");
        arrived(3);
    }

    @Test
    void theJournalKeepsWhatTheSlowestHasNotGot() {
        await().untilAsserted(() -> assertThat(service.read()).isEqualTo(OptionalLong.empty()));
        var feed = feed("a", "events");
        world.events.tell(3);
        await().untilAsserted(() -> assertThat(service.read()).hasValue(3));
        feed.close();
        world.events.tell(3);
        assertThat(service.read())
                .as("its route is stopped, its settings are there")
                .hasValue(3);
        assertThat(sink("a").state()).isEqualTo(State.STOPPED);
        assertThat(sink("a").lag()).isEqualTo(3);
        service.forget("a");
        assertThat(service.read()).as("nobody waits any more").isEmpty();
        assertThat(desk().list()).isEmpty();
        assertThat(world.audit.actions()).contains("sink.end");
        feed("a", "events");
        arrived(6);
    }

    @Test
    void aHubThatStartsKeepsAllUntilItKnowsTheSinks() throws Exception {
        feed("a", "events");
        world.events.tell(2);
        await().until(() -> sink("a").position() == 2);
        service.close();
        service = service();
        assertThat(service.read().orElseThrow()).isIn(0L, 2L);
        await().untilAsserted(() -> assertThat(service.read()).hasValue(2));
        feed("a", "events");
        world.events.tell(1);
        arrived(3);
    }

    @Test
    void oneThatLeftLongAgoIsForgotten() throws Exception {
        feed("a", "events");
        world.events.tell(2);
        arrived(2);
        service.forget("a");
        service.close();
        now.set(World.NOON.plus(Duration.ofDays(31)));
        service = service();
        await().untilAsserted(() -> assertThat(new SinkTable(database).all()).isEmpty());
    }

    @Test
    void peoplePauseReplayAndResumeAndThatIsRecorded() {
        feed("a", "events");
        world.events.tell(3);
        arrived(3);
        await().until(() -> sink("a").position() == 3);
        desk().pause(ADMIN, "a");
        desk().replay(ADMIN, "a", 1);
        assertThat(sink("a").state()).isEqualTo(State.PAUSED);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 3));
        desk().resume(ADMIN, "a");
        await().untilAsserted(() -> assertThat(receiver.ids()).containsExactly("e-1", "e-2", "e-3", "e-2", "e-3"));
        assertThat(world.audit.actions()).contains("sink.pause", "sink.replay", "sink.resume");
        assertThatThrownBy(() -> desk().replay(ADMIN, "a", 4))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.INVALID));
        assertThatThrownBy(() -> desk().pause(ADMIN, "b"))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.NOT_FOUND));
    }

    @Test
    void whatIsPutAsideIsShownSentAgainAndGivenUp() {
        receiver.poison.addAll(ids("e", 1, 2));
        feed("a", "events");
        world.events.tell(3);
        await().ignoreExceptionsInstanceOf(HubException.class) // until it is noted that there is such a sink
                .untilAsserted(() -> assertThat(desk().quarantine("a", 10)).hasSize(2));
        await().until(() -> sink("a").load().quarantined() == 2);
        receiver.poison.remove("e-1");
        desk().retry(ADMIN, "a");
        await().untilAsserted(() -> assertThat(receiver.ids()).containsExactly("e-3", "e-1"));
        await().untilAsserted(() -> assertThat(desk().quarantine("a", 10)).hasSize(1));
        desk().discard(ADMIN, "a");
        assertThat(desk().quarantine("a", 10)).isEmpty();
        assertThat(sink("a").load().quarantined()).isZero();
    }

    /** A sink that is brought three events, whose receiver does not confirm them yet. */
    private Feed holding(CountDownLatch until) {
        receiver.meanwhile = () -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        world.events.tell(3);
        var feed = feed("a", "events");
        arrived(3);
        return feed;
    }

    private void restart() throws Exception {
        service.close(); // waits for what is on its way
        service = service();
    }

    @Test
    void aSinkThatIsRemovedWhileSomethingIsOnItsWayStaysRemoved() throws Exception {
        var holds = new CountDownLatch(1);
        var feed = holding(holds);
        feed.close();
        service.forget("a");
        holds.countDown();
        restart();
        assertThat(desk().list()).isEmpty();
        await().untilAsserted(() -> assertThat(service.read()).isEmpty());
    }

    @Test
    void whatIsConfirmedAfterASinkWasSetBackDoesNotUndoThat() throws Exception {
        var holds = new CountDownLatch(1);
        var feed = holding(holds);
        feed.close();
        desk().replay(ADMIN, "a", 1);
        holds.countDown();
        restart();
        assertThat(sink("a").position()).isEqualTo(1);
    }

    @Test
    void whatIsConfirmedAfterASinkBeganAnewIsNotItsOwn() throws Exception {
        var holds = new CountDownLatch(1);
        holding(holds);
        feed("a", "changes");
        await().until(() -> sink("a").content() == Content.CHANGES);
        holds.countDown();
        restart();
        assertThat(sink("a").content()).isEqualTo(Content.CHANGES);
        assertThat(sink("a").position()).isZero();
    }

    @Test
    void whatIsOnItsWayWhenItsRouteStopsIsWrittenOnceItIsConfirmed() throws Exception {
        var holds = new CountDownLatch(1);
        var feed = holding(holds);
        feed.close();
        holds.countDown();
        restart();
        assertThat(sink("a").position()).isEqualTo(3);
    }

    @Test
    void aChangeThatIsSentAgainDoesNotSetBackWhatWasSentMeanwhile() {
        receiver.poison.add("c-2");
        feed("a", "changes");
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng sau");
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng trước");
        await().untilAsserted(() -> assertThat(receiver.ids()).containsExactly("c-1", "c-3"));
        receiver.poison.clear();
        desk().retry(ADMIN, "a");
        await().untilAsserted(() -> assertThat(receiver.ids()).containsExactly("c-1", "c-3", "c-2"));
        assertThat(receiver.taken.get(2).text()).contains("Cổng trước").doesNotContain("Cổng sau");
    }

    @Test
    void aHubThatStopsWritesWhatWasConfirmed() throws Exception {
        feed("a", "events");
        for (var i = 1; i <= 20; i++) {
            world.events.tell("1", Type.MOTION);
            arrived(i);
        }
        service.close();
        assertThat(new SinkTable(database).all()).singleElement().satisfies(kept -> assertThat(kept.position())
                .isEqualTo(20));
        service = service();
    }
}
