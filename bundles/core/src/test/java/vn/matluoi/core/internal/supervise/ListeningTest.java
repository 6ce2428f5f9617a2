package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.source.Sources.Listening.Kind;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

class ListeningTest {

    private final Hub hub = new Hub(new PlainVault());

    @BeforeEach
    void aDeviceThatTells() {
        hub.device.tells = true;
    }

    private CameraEvent motion(Phase phase) {
        return new CameraEvent(
                new SourceId("nvr"),
                Optional.of(new ChannelId("1")),
                Type.MOTION,
                phase,
                Optional.empty(),
                hub.timer.instant(),
                "VMD",
                "");
    }

    private vn.matluoi.api.source.Sources.Listening listening() {
        return hub.supervisor("nvr").listening().orElseThrow();
    }

    private int subscribed() {
        return hub.device.sinks.size();
    }

    @Test
    void aDeviceThatTellsIsListenedTo() {
        hub.add("nvr", "right");
        assertThat(subscribed()).isEqualTo(1);
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);
        hub.device.sink().event(motion(Phase.ACTIVE), Optional.empty());
        hub.timer.advance(Duration.ofHours(2));

        assertThat(hub.journal.said()).containsExactly("1 VMD ACTIVE");
        assertThat(subscribed()).as("and goes on").isEqualTo(1);
    }

    @Test
    void howManyEventsAreDroppedIsSaid() {
        hub.add("nvr", "right");
        for (var i = 0; i < 600; i++) {
            hub.device.sink().event(motion(Phase.PULSE), Optional.empty());
        }
        assertThat(listening().cause()).isEmpty();
        for (var i = 0; i < 600; i++) {
            hub.device.sink().event(read("plate " + i), Optional.empty());
        }
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);
        assertThat(listening().cause().orElseThrow().en()).endsWith(": 101");
        hub.timer.advance(Duration.ofMinutes(2));
        hub.device.sink().ended(FakeDevice.UNREACHABLE);
        assertThat(listening().cause()).contains(FakeDevice.UNREACHABLE.text());
    }

    private CameraEvent read(String payload) {
        var event = motion(Phase.PULSE);
        return new CameraEvent(
                event.source(),
                event.channel(),
                event.type(),
                event.phase(),
                event.deviceTime(),
                event.hubTime(),
                event.topic(),
                payload);
    }

    @Test
    void aDeviceThatTellsNothingIsLeftAlone() {
        hub.device.tells = false;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(1));
        assertThat(subscribed()).isZero();
        assertThat(hub.supervisor("nvr").listening()).isEmpty();
    }

    @Test
    void aSubscriptionThatEndedIsBegunAnewWithBackOff() {
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(2));
        hub.device.sink().ended(FakeDevice.UNREACHABLE);
        assertThat(listening().kind()).isEqualTo(Kind.WAITING);
        assertThat(listening().cause()).contains(FakeDevice.UNREACHABLE.text());
        hub.timer.advance(Duration.ofSeconds(3));
        assertThat(subscribed()).isEqualTo(1);
        hub.timer.advance(Duration.ofSeconds(6));
        assertThat(subscribed()).isEqualTo(2);
        assertThat(hub.device.unsubscribed).as("one subscription a device").hasValue(1);
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.state("nvr").kind()).isEqualTo(vn.matluoi.api.State.Kind.ONLINE);
    }

    @Test
    void aDeviceThatEndsEverySubscriptionAtOnceIsAskedEverMoreSeldom() {
        hub.device.whileSubscribing = () -> hub.device.sink().ended(FakeDevice.UNREACHABLE);
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(1));
        assertThat(subscribed()).isBetween(10, 30);
        assertThat(hub.device.unsubscribed).hasValue(subscribed());
        assertThat(listening().kind()).isEqualTo(Kind.WAITING);
    }

    @Test
    void aDeviceWithoutRoomIsAskedEverMoreSeldom() {
        hub.device.subscribeFails = FakeDevice.BUSY;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(1));
        assertThat(subscribed()).isBetween(10, 30);

        hub.device.subscribeFails = null;
        hub.timer.advance(Duration.ofMinutes(6));
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);
    }

    @Test
    void anAccountThatMayNotSubscribeIsSaidAndSeldomTried() {
        hub.device.subscribeFails = FakeDevice.refused(Why.RIGHTS);
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(50));
        assertThat(subscribed()).isEqualTo(1);
        assertThat(listening().kind()).isEqualTo(Kind.REFUSED);
        assertThat(hub.state("nvr").kind()).isEqualTo(vn.matluoi.api.State.Kind.ONLINE);

        hub.device.subscribeFails = null;
        hub.enter("nvr", "right", Map.of("timeout.ms", "9000")); // a person changed something
        hub.timer.settle();
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);
    }

    @Test
    void refusedCredentialsStopEverythingAndNothingIsSubscribedTo() {
        hub.add("nvr", "right");
        hub.device.sink().ended(FakeDevice.refused(Why.CREDENTIALS));
        hub.timer.advance(Duration.ofDays(1));

        assertThat(hub.state("nvr").cause()).contains(Causes.CREDENTIALS);
        assertThat(hub.stored("nvr").blocked()).contains(Causes.CREDENTIALS);
        assertThat(subscribed()).isEqualTo(1);
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.device.closed).hasValue(1);
        assertThat(listening().kind()).isEqualTo(Kind.WAITING);
    }

    @Test
    void credentialsRefusedAtSubscribingAreTriedOnce() {
        hub.device.subscribeFails = FakeDevice.refused(Why.CREDENTIALS);
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofDays(1));
        assertThat(hub.state("nvr").cause()).contains(Causes.CREDENTIALS);
        assertThat(subscribed()).isEqualTo(1);
    }

    @Test
    void aSessionThatFailedIsListenedToAgainWhenTheDeviceAnswers() {
        hub.add("nvr", "right");
        hub.device.sink().event(motion(Phase.ACTIVE), Optional.empty());
        var lost = hub.device.sink();
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.timer.advance(Duration.ofMinutes(10));
        assertThat(hub.state("nvr").kind()).isEqualTo(vn.matluoi.api.State.Kind.OFFLINE);
        assertThat(hub.journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE assumed");
        lost.event(motion(Phase.ACTIVE), Optional.empty());
        lost.ended(FakeDevice.UNREACHABLE);
        assertThat(hub.journal.said()).as("nobody hears it any more").hasSize(2);
        assertThat(subscribed()).isEqualTo(1);

        hub.device.failure = null;
        hub.timer.advance(Duration.ofMinutes(6));
        assertThat(subscribed()).isEqualTo(2);
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);
    }

    @Test
    void aPictureThatFailsEndsNoSubscription() {
        hub.add("nvr", "right");
        var picture = hub.supervisor("nvr").ask(session -> {
            throw FakeDevice.UNREACHABLE;
        });
        assertThat(picture).isCompletedExceptionally();
        assertThat(hub.device.closed).hasValue(0);
        assertThat(listening().kind()).isEqualTo(Kind.RUNNING);

        var refused = hub.supervisor("nvr").ask(session -> {
            throw FakeDevice.refused(Why.CREDENTIALS);
        });
        assertThat(refused).isCompletedExceptionally();
        assertThat(hub.device.closed).hasValue(1);
        assertThat(listening().kind()).isEqualTo(Kind.WAITING);
    }

    @Test
    void aSlowlyWatchedSourceKeepsItsSession() {
        hub.add("nvr", "right", Map.of("watch.seconds", "3600"));
        hub.timer.advance(Duration.ofHours(5));
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.device.closed).hasValue(0);
        assertThat(subscribed()).isEqualTo(1);
    }

    @Test
    void aRemovedSourceIsListenedToNoMore() {
        hub.add("nvr", "right");
        var sink = hub.device.sink();
        sink.event(motion(Phase.ACTIVE), Optional.empty());
        hub.store.remove(new SourceId("nvr"), "test");
        hub.supervision.changed(new SourceId("nvr"));
        assertThat(hub.device.closed).hasValue(1);
        sink.event(motion(Phase.INACTIVE), Optional.empty());
        sink.ended(FakeDevice.UNREACHABLE);
        hub.timer.advance(Duration.ofHours(1));

        assertThat(hub.journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE assumed");
        assertThat(subscribed()).isEqualTo(1);
    }

    @Test
    void aDriverThatGoesIsListenedToNoMoreUntilItComesBack() {
        hub.add("nvr", "right");
        var serving = hub.shelf.find("fake").orElseThrow();
        hub.shelf.remove(hub.device);
        hub.timer.advance(Duration.ofHours(1));
        assertThat(subscribed()).isEqualTo(1);
        assertThat(hub.device.closed).hasValue(1);

        hub.shelf.add(serving);
        hub.timer.advance(Duration.ofSeconds(1));
        assertThat(subscribed()).isEqualTo(2);
    }

    @Test
    void fiveHundredRecordersAreSubscribedToOneAfterAnother() {
        for (var i = 0; i < 500; i++) {
            hub.enter("nvr-" + i, "right", Map.of());
        }
        hub.timer.settle();
        var most = 0;
        var before = subscribed();
        var perSecond = new HashMap<Integer, Integer>();
        for (var second = 0; second < 60; second++) {
            hub.timer.advance(Duration.ofSeconds(1));
            perSecond.put(second, subscribed() - before);
            most = Math.max(most, subscribed() - before);
            before = subscribed();
        }
        assertThat(most).isEqualTo(10);
        assertThat(subscribed()).isEqualTo(500);
    }

    @Test
    void aDriversFaultAtSubscribingIsItsOwn() {
        hub.device.whileSubscribing = () -> {
            throw new IllegalStateException("a plug-in's bug");
        };
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(3));
        assertThat(listening().kind()).isEqualTo(Kind.WAITING);
        assertThat(hub.state("nvr").kind()).isEqualTo(vn.matluoi.api.State.Kind.ONLINE);
    }

    @Test
    void aDeviceThatTurnsOutToTellNothingIsLeftAlone() {
        hub.device.subscribeFails = new DeviceException.Unsupported(Text.same("404"));
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(5));
        assertThat(subscribed()).isEqualTo(1);
        assertThat(hub.supervisor("nvr").listening()).isEmpty();
        assertThat(hub.device.opened).hasValue(1);
    }

    @Test
    void atTheEndOfTheHubWhatGoesOnIsTold() throws Exception {
        hub.add("nvr", "right");
        hub.device.sink().event(motion(Phase.ACTIVE), Optional.of(Duration.ofSeconds(5)));
        hub.supervision.stop();
        assertThat(hub.journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE assumed");
        hub.timer.advance(Duration.ofHours(1));
        assertThat(subscribed()).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsSlowAtSubscribingOnlyKeepsItsSession() {
        hub.device.subscribeFails = FakeDevice.UNREACHABLE;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(10));
        assertThat(subscribed()).as("tried again and again").isGreaterThan(2);
        assertThat(hub.device.closed).hasValue(0);
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.state("nvr").kind()).isEqualTo(vn.matluoi.api.State.Kind.ONLINE);
    }
}
