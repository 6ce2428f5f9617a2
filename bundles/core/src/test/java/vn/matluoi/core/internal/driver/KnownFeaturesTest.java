package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kars;

/** What somebody with rights on {@code drivers/} alone puts beside plug-ins that are installed. */
class KnownFeaturesTest {

    private static final String EVIL = "<features><bundle>mvn:vn.matluoi/evil/1</bundle></features>";

    @TempDir
    private Path folder;

    private FakeContainer container;
    private Offer other;

    @BeforeEach
    void oneIsInstalledAndAnotherIsOffered() throws IOException {
        container = new FakeContainer(folder, new Kars(folder.resolve("kars")).gate());
        container.ship("1.0.0");
        other = container.installOther("1.0.0");
    }

    @AfterEach
    void stop() {
        container.installer.stop();
    }

    private void install() {
        Waits.forOrder(container.installer.install("acme", Optional.of("1.0.0")));
    }

    @Test
    void nothingIsDeployedWhileTheFilesOfAnotherThatIsInstalledAreChanged() throws IOException {
        for (var file : new Path[] {container.repository.jar(other), container.repository.features(other)}) {
            var before = Files.readAllBytes(file);
            Files.writeString(file, EVIL);
            assertThatExceptionOfType(HubException.class)
                    .isThrownBy(this::install)
                    .satisfies(refusal -> {
                        assertThat(refusal.rule()).isEqualTo("driver.origin.changed");
                        assertThat(refusal.text().en())
                                .contains("other is installed", "distribution", "driver-uninstall other");
                    });
            assertThat(container.deployedFrom).isEmpty();
            Files.write(file, before);
        }
        install();
        assertThat(container.versionsInstalled()).containsExactly("1.0.0");
    }

    @Test
    void oneWhoseFilesAreGoneIsNamed() throws IOException {
        Files.delete(container.repository.features(other));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(this::install)
                .satisfies(refusal -> assertThat(refusal.text().vi()).contains("other", "drivers/repository"));
    }

    @Test
    void featuresThatWereReadBeforeTheyWerePutRightAgainBringNothing() {
        container.read.put(
                other.featuresUri(),
                "<features><repository>mvn:vn.matluoi/evil/1/xml/features</repository></features>");
        container.read.put("mvn:vn.matluoi/evil/1/xml/features", EVIL);
        install();
        assertThat(container.deployedFrom).isNotEmpty().noneMatch(each -> each.contains("evil"));
    }

    @Test
    void aVersionThatIsKnownButNotRequiredIsForgottenIfItMayNotBeInstalled() throws IOException {
        var old = container.put("0.9.0");
        Files.writeString(container.repository.features(old), EVIL);
        container.repositories.add(old.featuresUri());
        install();
        assertThat(container.deployedFrom).isNotEmpty().noneMatch(each -> each.contains("evil"));
        assertThat(container.repositories).doesNotContain(old.featuresUri());
    }

    @Test
    void whatIsInstalledAndWasChangedCanBeRemovedOrReplacedAndBringsNothingThen() throws IOException {
        install();
        for (var version : new String[] {"2.0.0", ""}) {
            var present = new Offer("acme", container.present.orElseThrow().toString());
            Files.writeString(container.repository.features(present), EVIL);
            container.deployedFrom.clear();
            if (version.isEmpty()) {
                Waits.forOrder(container.installer.uninstall("acme"));
            } else {
                container.ship(version);
                Waits.forOrder(container.installer.install("acme", Optional.of(version)));
            }
            assertThat(container.present)
                    .isEqualTo(
                            Optional.of(version).filter(each -> !each.isEmpty()).map(Version::new));
            assertThat(container.deployedFrom).isNotEmpty().noneMatch(each -> each.contains("evil"));
        }
    }

    @Test
    void twoThatMayNotBeInstalledAnyMoreDoNotKeepEachOtherFromBeingRemoved() throws IOException {
        install();
        Files.delete(container.shipped);
        Files.writeString(container.repository.features(other), EVIL);
        container.deployedFrom.clear();
        Waits.forOrder(container.installer.uninstall("acme"));
        assertThat(container.present).isEmpty();
        assertThat(container.deployedFrom).isNotEmpty().noneMatch(each -> each.contains("evil"));
    }

    @Test
    void nothingIsRemovedWhileTheJarOfAnotherWouldTakeThePlaceOfWhatRuns() throws IOException {
        install();
        container.putJar(other, "1.0.0.x");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Waits.forOrder(container.installer.uninstall("acme")))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("driver.origin.changed"));
        assertThat(container.present).isPresent();
    }

    @Test
    void oneThatIsHeldIsStoppedByItselfIfItsFilesAreChanged() throws IOException {
        install();
        container.deployedFrom.clear();
        Files.writeString(container.repository.jar(new Offer("acme", "1.0.0")), EVIL);
        container.quarantine.hold("acme", "1.0.0", new Text("hỏng", "broken"));
        container.settled();
        assertThat(container.stops).hasValue(1);
        assertThat(container.deployedFrom).isEmpty();
    }
}
