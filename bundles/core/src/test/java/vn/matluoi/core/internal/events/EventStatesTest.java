package vn.matluoi.core.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventCounts;
import vn.matluoi.core.internal.testing.ManualTimer;
import vn.matluoi.core.internal.testing.MemoryJournal;

class EventStatesTest {

    private static final SourceId NVR = new SourceId("nvr");
    private static final Optional<Duration> FIVE_SECONDS = Optional.of(Duration.ofSeconds(5));

    private final ManualTimer timer = new ManualTimer();
    private final MemoryJournal journal = new MemoryJournal();
    private final EventTally tally = new EventTally();
    private final EventDesk desk = new EventDesk(timer, () -> Optional.of(journal), tally);
    private final EventStates states = desk.statesOf(NVR, () -> "acme");

    private CameraEvent event(SourceId source, String channel, String topic, Phase phase, String payload) {
        return new CameraEvent(
                source,
                Optional.of(new ChannelId(channel)),
                Type.MOTION,
                phase,
                Optional.empty(),
                timer.instant(),
                topic,
                payload);
    }

    private void tell(String channel, String topic, Phase phase, Optional<Duration> lapse) {
        states.take(event(NVR, channel, topic, phase, "p"), lapse);
    }

    private void pulse(String channel, String payload) {
        states.take(event(NVR, channel, "ANPR", Phase.PULSE, payload), Optional.empty());
    }

    private void seconds(double seconds) {
        timer.advance(Duration.ofMillis((long) (seconds * 1000)));
    }

    @Test
    void anAlarmRepeatedEverySecondIsOneBeginningAndOneEnd() {
        for (var i = 0; i < 20; i++) {
            tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
            seconds(1);
        }
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE");
        seconds(4.1);
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE assumed");
        assertThat(journal.entries.get(1).event().type()).isEqualTo(Type.MOTION);
        assertThat(journal.entries.get(1).event().deviceTime()).isEmpty();
    }

    @Test
    void anEndThatIsToldIsNotAssumedToo() {
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        seconds(60);
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE");
    }

    @Test
    void anEndOfNothingIsDropped() {
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        tell("1", "VMD", Phase.ACTIVE, Optional.empty());
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE");
    }

    @Test
    void channelsAndTopicsAreApart() {
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        tell("2", "VMD", Phase.ACTIVE, Optional.of(Duration.ofSeconds(2)));
        tell("1", "shelteralarm", Phase.ACTIVE, Optional.empty());
        seconds(3);
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        seconds(3_600);
        assertThat(journal.said())
                .containsExactly(
                        "1 VMD ACTIVE",
                        "2 VMD ACTIVE",
                        "1 shelteralarm ACTIVE",
                        "2 VMD INACTIVE assumed",
                        "1 VMD INACTIVE");
    }

    @Test
    void aNewBeginningAfterAnEndHasItsOwnTime() {
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        seconds(4);
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        seconds(4);
        assertThat(journal.said()).hasSize(3);
        seconds(1.1);
        assertThat(journal.said()).hasSize(4).last().isEqualTo("1 VMD INACTIVE assumed");
    }

    @Test
    void anExactRepeatOfAMomentWithinASecondIsOne() {
        pulse("1", "51F-123.45");
        pulse("1", "51F-123.45");
        pulse("2", "51F-123.45");
        pulse("1", "P QQ");
        pulse("1", "P QR");
        seconds(0.9);
        pulse("1", "51F-123.45");
        assertThat(journal.said()).hasSize(4);
        seconds(0.1);
        pulse("1", "51F-123.45");
        assertThat(journal.said()).hasSize(5);
    }

    @Test
    void textsOfOneHashAreNotTakenForRepeats() {
        assertThat("29A-PQ".hashCode()).isEqualTo("29A-Q2".hashCode());
        pulse("1", "29A-PQ");
        pulse("1", "29A-Q2");
        assertThat(journal.said()).hasSize(2);
    }

    @Test
    void whatALostSubscriptionLeftOpenIsOverInAMinuteUnlessConfirmed() {
        tell("1", "VMD", Phase.ACTIVE, Optional.empty());
        tell("2", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        tell("3", "VMD", Phase.ACTIVE, Optional.empty());
        states.lost();
        seconds(50);
        tell("3", "VMD", Phase.ACTIVE, Optional.empty());
        assertThat(journal.said()).hasSize(3);
        states.lost(); // again: the end is not put off
        seconds(11);
        assertThat(journal.said())
                .containsExactly(
                        "1 VMD ACTIVE",
                        "2 VMD ACTIVE",
                        "3 VMD ACTIVE",
                        "1 VMD INACTIVE assumed",
                        "2 VMD INACTIVE assumed");
        seconds(50);
        assertThat(journal.said()).hasSize(6).last().isEqualTo("3 VMD INACTIVE assumed");
    }

    @Test
    void aDeviceThatInventsTopicsOpensABoundedNumberOfStates() {
        for (var i = 0; i < 3 * EventStates.MOST_OPEN; i++) {
            tell("1", "topic-" + i, Phase.ACTIVE, Optional.empty());
            seconds(0.1);
        }
        assertThat(journal.said()).hasSize(EventStates.MOST_OPEN);
    }

    @Test
    void whatGoesOnIsKeptWithoutItsPayloadAndWithAShortTopic() {
        var payload = new WeakReference<>(told("t".repeat(100_000) + "1"));
        told("t".repeat(100_000) + "2"); // of one beginning: the rest is not told apart
        assertThat(journal.said()).hasSize(1);
        journal.entries.clear();
        await().until(() -> {
            System.gc();
            return payload.get() == null;
        });
        seconds(6);
        assertThat(journal.entries).hasSize(1);
        assertThat(journal.entries.get(0).event().topic()).hasSize(EventStates.LONGEST_TOPIC);
    }

    /** @return the payload, which nobody else holds */
    private Object told(String topic) {
        var payload = "x".repeat(1_000);
        states.take(event(NVR, "1", topic, Phase.ACTIVE, payload), FIVE_SECONDS);
        return payload;
    }

    @Test
    void aFloodOfMomentsIsCutAndItsEndsAreStillTold() {
        tell("1", "VMD", Phase.ACTIVE, Optional.empty());
        for (var i = 0; i < 5_000; i++) {
            pulse("1", "plate " + i);
        }
        assertThat(journal.said()).hasSize(Allowance.AT_ONCE);
        assertThat(states.dropped().orElseThrow().en()).endsWith(": 4501");
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        seconds(1);
        for (var i = 0; i < 5_000; i++) {
            pulse("1", "plate " + i);
        }
        assertThat(journal.said()).hasSize(Allowance.AT_ONCE + 1 + Allowance.PER_SECOND);
    }

    @Test
    void whatIsDroppedIsNotLookedAtAndHoldsNothingBack() {
        for (var i = 0; i < Allowance.AT_ONCE; i++) {
            pulse("1", "plate " + i);
        }
        assertThat(states.dropped()).isEmpty();
        pulse("1", "late");
        seconds(0.5);
        pulse("1", "late"); // no repeat of one that was told
        assertThat(journal.said()).hasSize(Allowance.AT_ONCE + 1);
        assertThat(states.dropped().orElseThrow().en()).endsWith(": 1");
    }

    @Test
    void beginningsThatAreTooManyAreCountedOnce() {
        for (var i = 0; i < Allowance.AT_ONCE + 3; i++) {
            tell("1", "topic-" + i, Phase.ACTIVE, Optional.empty());
        }
        assertThat(states.dropped().orElseThrow().en()).endsWith(": 3");
    }

    @Test
    void aBeginningThatWasNotKeptBeginsAgainWithItsRepeat() {
        journal.full = true;
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        journal.full = false;
        seconds(1);
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE");
    }

    @Test
    void anEventOfAnotherSourceIsNotTaken() {
        states.take(event(new SourceId("other"), "1", "VMD", Phase.ACTIVE, ""), Optional.empty());
        assertThat(journal.said()).isEmpty();
    }

    @Test
    void thousandsOfStatesHaveOneCallOfTheTimer() {
        for (var source = 0; source < 20; source++) {
            var id = new SourceId("nvr-" + source);
            var its = desk.statesOf(id, () -> "acme");
            for (var i = 0; i < 100; i++) {
                its.take(event(id, "1", "t" + i, Phase.ACTIVE, ""), FIVE_SECONDS);
            }
        }
        assertThat(timer.pending()).isEqualTo(1);
        seconds(6);
        assertThat(journal.entries).hasSize(4_000);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatIsTakenRepeatedAndTooMuchIsCountedByFamilyAndType() {
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        seconds(6);
        tell("1", "VMD", Phase.INACTIVE, Optional.empty());
        pulse("1", "80A-12345");
        pulse("1", "80A-12345");
        assertThat(tally.families())
                .as("a beginning, its assumed end and a moment; two repeats, an end of nothing, a repeated moment")
                .containsExactly(new EventCounts.OfFamily("acme", Map.of(Type.MOTION, 3L), 4, 0));

        for (var i = 0; i < Allowance.AT_ONCE + 100; i++) {
            pulse("1", "plate " + i);
        }
        var flooded = tally.families().get(0);
        assertThat(flooded.taken().get(Type.MOTION)).isEqualTo(journal.entries.size());
        assertThat(flooded.taken().get(Type.MOTION) - 3 + flooded.tooMany()).isEqualTo(Allowance.AT_ONCE + 100);
        assertThat(flooded.tooMany()).isBetween(100L, 105L);
    }

    @Test
    void moreFamiliesThanAnybodyInstallsAreCountedTogether() {
        for (var i = 0; i < EventTally.MOST + 100; i++) {
            var made = "made-up-" + i;
            desk.statesOf(NVR, () -> made).take(event(NVR, "1", "VMD", Phase.ACTIVE, ""), Optional.empty());
        }
        assertThat(tally.families()).hasSize(EventTally.MOST + 1).anySatisfy(other -> {
            assertThat(other.family()).isEqualTo("other");
            assertThat(other.taken()).containsEntry(Type.MOTION, 100L);
        });
    }

    @Test
    void aClockThatIsSetForwardEndsNothing() {
        tell("1", "VMD", Phase.ACTIVE, FIVE_SECONDS);
        timer.jump(Duration.ofHours(7));
        seconds(4);
        assertThat(journal.said()).hasSize(1);
    }

    @Test
    void atTheEndOfTheHubWhatGoesOnIsTold() {
        tell("1", "VMD", Phase.ACTIVE, Optional.empty());
        states.lost();
        desk.close();
        seconds(3_600);
        assertThat(journal.said()).containsExactly("1 VMD ACTIVE", "1 VMD INACTIVE assumed");
    }
}
