package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.http.HandlerWatch.Owner;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;

/** Drivers whose code hangs or fails at what devices send. */
class HandlerFaultsTest {

    private static final Owner ACME = new Owner("vn.matluoi.driver.acme", "1.2.0");
    private static final Owner OTHER = new Owner("vn.matluoi.driver.other", "1.0.0");
    private static final SourceId ONE = new SourceId("nvr-1");
    private static final SourceId TWO = new SourceId("nvr-2");

    private final AtomicLong now = new AtomicLong();
    private final DriverShelf shelf = new DriverShelf();
    private final Quarantine quarantine = new Quarantine(shelf, Map.of());
    private final HandlerFaults faults = new HandlerFaults(shelf, quarantine, now::get);

    HandlerFaultsTest() {
        shelf.add(new Serving("acme", new Version("1.2.0"), target -> null, List.of()));
        shelf.add(new Serving("other", new Version("1.0.0"), target -> null, List.of()));
    }

    private void fails(SourceId source) {
        faults.threw(ACME, source, new NullPointerException("no tag"));
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private boolean isHeld() {
        return quarantine.holds("acme", "1.2.0");
    }

    @Test
    void oneThatHangsIsQuarantinedAtOnceAndNobodyElse() {
        faults.took(ACME, TWO);
        faults.hangs(ACME, ONE, Duration.ofSeconds(30));
        assertThat(quarantine.families()).containsExactly("acme");
        assertThat(quarantine.problem("acme").orElseThrow().en()).contains("hangs", "nvr-1", "30 s");
        assertThat(quarantine.problem("acme").orElseThrow().vi()).contains("treo khi xử lý dữ liệu");
    }

    @Test
    void threeFailuresAreTooMany() {
        fails(ONE);
        fails(TWO);
        assertThat(isHeld()).isFalse();
        fails(ONE);
        assertThat(quarantine.families()).containsExactly("acme");
        assertThat(quarantine.problem("acme").orElseThrow().en()).contains("NullPointerException: no tag");
    }

    @Test
    void threeOverALongTimeAreNot() {
        fails(ONE);
        fails(ONE);
        passes(HandlerFaults.WINDOW.plusNanos(1));
        fails(ONE);
        assertThat(isHeld()).isFalse();
        fails(ONE);
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void signsOfLifeBetweenThemDoNotHelpASourceWhoseEveryAlarmFails() {
        for (var i = 0; i < HandlerFaults.MOST; i++) {
            faults.took(ACME, ONE);
            fails(ONE);
        }
        assertThat(isHeld()).isTrue();
    }

    @Test
    void oneHostileDeviceDoesNotTakeTheOthersOfItsVendorAlong() {
        faults.took(ACME, TWO);
        for (var i = 0; i < 10; i++) {
            fails(ONE);
        }
        assertThat(isHeld()).isFalse();
        fails(TWO);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void oneHostileDeviceDoesNotTakeAVendorAlongWhoseOtherCamerasAreQuiet() {
        shelf.served("acme", ONE.value());
        shelf.served("acme", TWO.value());
        for (var i = 0; i < 10; i++) {
            fails(ONE);
        }
        assertThat(isHeld()).isFalse();
        fails(TWO);
        assertThat(isHeld()).as("two of them are the driver's").isTrue();
    }

    @Test
    void twoOddDevicesDoNotTakeAVendorAlongThatServesAThird() {
        shelf.served("acme", "nvr-3");
        for (var i = 0; i < 10; i++) {
            fails(ONE);
            fails(TWO);
        }
        assertThat(isHeld()).isFalse();
        shelf.free("acme", "nvr-3");
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aQuietSourceThatIsServedNoMoreDoesNotVouch() {
        shelf.served("acme", TWO.value());
        fails(ONE);
        fails(ONE);
        fails(ONE);
        assertThat(isHeld()).isFalse();
        shelf.free("acme", TWO.value());
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void theOnlySourceDoesNotVouchForItself() {
        shelf.served("acme", ONE.value());
        fails(ONE);
        fails(ONE);
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aSourceThatIsSilentForLongDoesNotVouchForItsDriver() {
        faults.took(ACME, TWO);
        passes(HandlerFaults.WINDOW.plusNanos(1));
        fails(ONE);
        fails(ONE);
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void anotherVendorsSourcesNeitherVouchNorCount() {
        faults.took(OTHER, TWO);
        fails(ONE);
        faults.threw(OTHER, ONE, new IllegalStateException("bug"));
        fails(ONE);
        assertThat(quarantine.families()).isEmpty();
        fails(ONE);
        assertThat(quarantine.families()).containsExactly("acme");
    }

    @Test
    void whatTheMachineLacksAndWhatADeviceDidIsNotTheDriversFault() {
        for (var i = 0; i < 5; i++) {
            faults.threw(ACME, ONE, new OutOfMemoryError());
            faults.threw(ACME, ONE, new Unsupported(new Text("không có", "there is none")));
        }
        assertThat(isHeld()).isFalse();
        for (var i = 0; i < 3; i++) {
            faults.threw(ACME, ONE, new StackOverflowError());
        }
        assertThat(isHeld()).isTrue();
    }

    @Test
    void whatWasReplacedDoesNotCountAgainstWhatServesNow() {
        var old = new Owner(ACME.bundle(), "1.1.0");
        faults.hangs(old, ONE, Duration.ofSeconds(30));
        faults.threw(old, ONE, new IllegalStateException("bug"));
        faults.threw(old, ONE, new IllegalStateException("bug"));
        fails(ONE);
        assertThat(quarantine.families()).isEmpty();
    }

    @Test
    void whatAnOldVersionStillDoesLeavesTheNewOnesTally() {
        var old = new Owner(ACME.bundle(), "1.1.0");
        fails(ONE);
        fails(ONE);
        faults.took(old, TWO);
        faults.threw(old, TWO, new IllegalStateException("bug"));
        fails(ONE);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aLateHangOfAnOldVersionLeavesTheMarkOfTheNewOne() {
        faults.hangs(ACME, ONE, Duration.ofSeconds(30));
        shelf.remove(shelf.find("acme").orElseThrow().driver()); // stopped for it
        faults.hangs(new Owner(ACME.bundle(), "1.1.0"), ONE, Duration.ofSeconds(30));
        assertThat(isHeld()).isTrue();
    }

    @Test
    void oneThatHangsWhileItIsStoppedIsHeld() {
        shelf.remove(shelf.find("acme").orElseThrow().driver());
        faults.hangs(ACME, ONE, Duration.ofSeconds(30));
        assertThat(isHeld()).isTrue();
    }

    @Test
    void causesThatGoRoundInCirclesComeToAnEnd() {
        var inner = new IllegalStateException("inner");
        var outer = new IllegalArgumentException("outer");
        outer.addSuppressed(inner);
        inner.initCause(outer);
        for (var i = 0; i < HandlerFaults.MOST; i++) {
            faults.threw(ACME, ONE, outer);
        }
        assertThat(isHeld()).isTrue();
    }

    @Test
    void whatThrowsWhenItIsAskedWhatItIsIsNamedAllTheSame() {
        var nasty = new IllegalStateException() {
            @Override
            public String getMessage() {
                throw new NoClassDefFoundError("nothing");
            }
        };
        for (var i = 0; i < HandlerFaults.MOST; i++) {
            faults.threw(ACME, ONE, nasty);
        }
        assertThat(quarantine.problem("acme").orElseThrow().en())
                .contains(nasty.getClass().getName());
    }

    @Test
    void whatIsNoDriverIsNotQuarantined() {
        faults.hangs(new Owner("vn.matluoi.discovery", "1.0.0"), ONE, Duration.ofSeconds(30));
        assertThat(quarantine.families()).isEmpty();
    }
}
