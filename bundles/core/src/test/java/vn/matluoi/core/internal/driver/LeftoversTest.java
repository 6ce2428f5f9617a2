package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kars;
import vn.matluoi.core.internal.testing.MemoryAudit;

/** The hub was killed amid an order for a file: what that had put into {@code drivers/repository}. */
class LeftoversTest {

    private static final Offer LEFT = new Offer("acme", "3.0.0");

    @TempDir
    private Path folder;

    private Kars kars;
    private FakeContainer container;

    @BeforeEach
    void killedAmidAnOrder() throws IOException {
        kars = new Kars(folder.resolve("kars"));
        container = new FakeContainer(folder, kars.gate());
        container.ship("1.0.0");
        container.installer.take(kars.gate().check(kars.version("3.0.0").signed(), false));
        container.installer.stop();
        assertThat(container.repository.pending()).containsExactly(LEFT);
    }

    @AfterEach
    void stop() {
        container.installer.stop();
    }

    private void startsWith(String installed, String wanted) {
        container = new FakeContainer(
                folder,
                kars.gate(),
                Optional.of(installed).filter(each -> !each.isEmpty()).map(Version::new),
                Map.of("install", wanted));
        container.settled();
        assertThat(container.repository.pending()).isEmpty();
    }

    private boolean isThere() {
        return container.repository.find("acme", Optional.of("3.0.0")).isPresent();
    }

    @Test
    void isTakenOutWhatNobodyWasToldIsInstalled() {
        startsWith("", "");
        assertThat(container.repository.jar(LEFT).getParent()).doesNotExist();
        var audit = new MemoryAudit();
        container.installer.bindAudit(audit);
        container.settled();
        assertThat(audit.outcomes()).as("the order stands as done").containsExactly("driver.uninstall DONE");
        assertThat(audit.records.get(0).details())
                .containsEntry("version", "3.0.0")
                .containsEntry("because", "cut-short");
    }

    @Test
    void isNotTheNewestThatIsBrought() {
        startsWith("", "acme");
        assertThat(container.versionsInstalled()).containsExactly("1.0.0");
        assertThat(isThere()).isFalse();
    }

    @Test
    void staysIfTheOrderHadComeToItsNote() {
        startsWith("3.0.0", "acme:3.0.0");
        assertThat(isThere()).isTrue();
    }

    @Test
    void givesWayToWhatIsWantedIfTheContainerHasIt() {
        startsWith("3.0.0", "acme:1.0.0");
        assertThat(container.versionsInstalled()).containsExactly("1.0.0");
        assertThat(isThere()).isFalse();
    }

    @Test
    void isUninstalledIfTheContainerHasItAndNobodyWantsTheFamily() {
        startsWith("3.0.0", "");
        assertThat(container.present).isEmpty();
        assertThat(isThere()).isFalse();
    }

    @Test
    void staysIfItIsTheNewestThatIsWantedAndTheContainerHasIt() {
        startsWith("3.0.0", "acme");
        assertThat(container.present).contains(new Version("3.0.0"));
        assertThat(isThere()).isTrue();
    }

    @Test
    void ofAnOrderThatEndedNothingIsLeft() throws IOException {
        startsWith("", "");
        container.installer.take(kars.gate().check(kars.version("3.0.0").signed(), false));
        container.repository.accept(LEFT);
        assertThat(container.repository.pending()).isEqualTo(List.of());
        container.installer.stop();
        startsWith("", "acme:3.0.0");
        assertThat(container.versionsInstalled()).containsExactly("3.0.0");
    }
}
