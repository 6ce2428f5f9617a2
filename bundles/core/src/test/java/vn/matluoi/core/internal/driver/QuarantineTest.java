package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;

/** Plug-ins that fail again and again. */
class QuarantineTest {

    private final DriverShelf shelf = new DriverShelf();
    private final DeviceDriver driver = target -> null;
    private final Quarantine quarantine = new Quarantine(shelf, Map.of());
    private final List<String> stopped = new ArrayList<>();
    private final List<String> released = new ArrayList<>();

    QuarantineTest() {
        shelf.add(new Serving("acme", new Version("1.2.0"), driver, List.of()));
        quarantine.guardedBy((family, mark) -> stopped.add(family + " " + mark.line()), released::add);
    }

    private void crash(String source) {
        shelf.crashed(driver, "acme", source, new NullPointerException("no tag"));
    }

    @Test
    void threeCrashesInARowAreTooMany() {
        crash("nvr-1");
        crash("nvr-2");
        assertThat(quarantine.families()).isEmpty();
        crash("nvr-1");
        assertThat(stopped)
                .singleElement()
                .asString()
                .startsWith("acme 1.2.0 | ")
                .contains("no tag");
        assertThat(quarantine.problem("acme").orElseThrow().en()).contains("hub:driver-release acme", "NullPointer");
        assertThat(quarantine.holds("acme", "1.2.0")).isTrue();
        assertThat(quarantine.holds("acme", "1.3.0")).isFalse();
    }

    @Test
    void aCallThatSucceedsBetweenThemBeginsTheCountAnew() {
        crash("nvr-1");
        crash("nvr-1");
        shelf.served("acme", "nvr-1");
        crash("nvr-1");
        crash("nvr-1");
        assertThat(stopped).isEmpty();
    }

    @Test
    void oneHostileDeviceDoesNotTakeTheOthersOfItsVendorAlong() {
        shelf.served("acme", "nvr-good");
        for (var i = 0; i < 10; i++) {
            crash("nvr-bad");
        }
        assertThat(stopped).isEmpty();
        crash("nvr-good");
        assertThat(stopped).hasSize(1);
    }

    @Test
    void aSourceThatIsGoneDoesNotVouchForItsDriver() {
        shelf.served("acme", "nvr-1");
        shelf.free("acme", "nvr-1");
        for (var i = 0; i < 3; i++) {
            crash("nvr-2");
        }
        assertThat(stopped).hasSize(1);
    }

    @Test
    void callsThatDoNotComeBackCount() {
        shelf.stuck("acme", "nvr-1");
        shelf.stuck("acme", "nvr-2");
        shelf.stuck("acme", "nvr-3");
        assertThat(quarantine.problem("acme").orElseThrow().vi()).contains("không trở lại");
    }

    @Test
    void whatADriverThatWasReplacedStillThrowsDoesNotCountAgainstTheNewOne() {
        crash("nvr-1");
        crash("nvr-1");
        shelf.remove(driver);
        shelf.add(new Serving("acme", new Version("1.3.0"), target -> null, List.of()));
        crash("nvr-1");
        crash("nvr-1");
        crash("nvr-1");
        assertThat(stopped).isEmpty();
    }

    @Test
    void aMarkOutlivesARestartAndAPersonTakesItOutOfTheFile() {
        quarantine.hold("acme", "1.2.0", new Text("hỏng | ${x}", "broken"));
        var line = quarantine.mark("acme").orElseThrow().line();
        assertThat(line).doesNotContain("$");
        var later = new Quarantine(new DriverShelf(), Map.of("quarantine.acme", line));
        assertThat(later.holds("acme", "1.2.0")).isTrue();
        assertThat(later.mark("acme").orElseThrow().why().en()).isEqualTo("broken");
        later.guardedBy((family, mark) -> {}, released::add);
        later.modified(Map.of("install", "acme"));
        assertThat(later.families()).isEmpty();
        assertThat(released).containsExactly("acme");
    }

    @Test
    void aMarkThatIsStillToBeWrittenIsNotTakenForReleased() {
        quarantine.hold("acme", "1.2.0", new Text("hỏng", "broken"));
        quarantine.modified(Map.of("install", "acme"));
        assertThat(quarantine.holds("acme", "1.2.0")).isTrue();
        assertThat(released).isEmpty();
    }
}
