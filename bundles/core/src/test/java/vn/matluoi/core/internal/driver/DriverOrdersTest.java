package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.DriverAdmin.Order;
import vn.matluoi.api.driver.Drivers.Status;
import vn.matluoi.core.internal.driver.kar.Kars;
import vn.matluoi.core.internal.testing.MemoryAudit;

/** What people order of plug-ins: planned and recorded before it is done, and undone whole if it does not come off. */
class DriverOrdersTest {

    private static final OptionChanges RENAMED =
            new OptionChanges(Map.of("nvr-1", Map.of("a", "1")), Map.of("nvr-1", Map.of("b", "1")));

    @TempDir
    private Path folder;

    private final MemoryAudit audit = new MemoryAudit();
    private final List<OptionChanges> takenBack = new ArrayList<>();
    private Optional<HubException> refusesOptions = Optional.empty();
    private OptionChanges carried = OptionChanges.NONE;
    /** What the archive had of 1.0.0 when options were stored. */
    private final List<OptionChanges> recorded = new ArrayList<>();

    private Optional<RuntimeException> storing = Optional.empty();
    private DriverArchive archive;
    private FakeContainer container;
    private Kars kars;
    private DriverOrders orders;

    @BeforeEach
    void offerTwo() throws IOException {
        kars = new Kars(folder.resolve("kars"));
        container = new FakeContainer(folder, kars.gate());
        for (var version : List.of("1.0.0", "2.0.0")) {
            container.ship(version);
        }
        archive = new DriverArchive(folder.resolve("archive"), container.repository);
        orders = container.orders(
                audit,
                new StoredOptions() {
                    @Override
                    public OptionChanges ask(String family, String from, String to) {
                        refusesOptions.ifPresent(refusal -> {
                            throw refusal;
                        });
                        return carried;
                    }

                    @Override
                    public void store(OptionChanges changes, String by) {
                        recorded.add(archive.changes("acme", "1.0.0"));
                        storing.ifPresent(failure -> {
                            throw failure;
                        });
                    }

                    @Override
                    public void takeBack(OptionChanges changes, String by) {
                        if (!changes.equals(OptionChanges.NONE)) {
                            takenBack.add(changes);
                        }
                    }
                },
                archive,
                kars.gate());
    }

    @AfterEach
    void stop() {
        container.installer.stop();
    }

    private Status give(Order order) {
        return orders.carryOut(Caller.system(), order, plan -> {}).orElseThrow().status();
    }

    private void refused(String rule, Order order) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(order))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo(rule));
    }

    private static Order install(String version) {
        return new Order.Install("acme", Optional.of(version));
    }

    private Order take(String version) throws IOException {
        return new Order.Take(kars.version(version).signed());
    }

    private static Order rollBack() {
        return new Order.RollBack("acme", Optional.empty());
    }

    @Test
    void anOrderThatCannotBeRecordedIsNotGiven() {
        audit.away = true;
        refused("audit.away", install("1.0.0"));
        audit.away = false;
        assertThat(give(install("2.0.0"))).isEqualTo(Status.ACTIVE);
        assertThat(container.versionsInstalled()).containsExactly("2.0.0");
    }

    @Test
    void anOrderThatFailsIsRecordedWithItsVersionAndTheRule() {
        container.unresolvable = true;
        refused("driver.not-installable", new Order.Install("acme", Optional.empty()));

        assertThat(audit.outcomes()).containsExactly("driver.install DONE", "driver.install FAILED");
        assertThat(audit.records)
                .extracting(AuditRecord::details)
                .allSatisfy(details -> assertThat(details).containsEntry("version", "2.0.0"))
                .last()
                .satisfies(details -> assertThat(details).containsEntry("because", "driver.not-installable"));
    }

    @Test
    void theRemovalOfAPlugInThatIsNotThereIsRecordedAsFailed() {
        refused("driver.not-installed", new Order.Remove("acme"));

        assertThat(audit.outcomes()).containsExactly("driver.uninstall DONE", "driver.uninstall FAILED");
    }

    @Test
    void aPlanIsShownAndNothingIsDone() throws IOException {
        var plan = orders.plan(Caller.system(), take("3.0.0"));
        assertThat(plan.present()).isEmpty();
        assertThat(plan.next()).contains("3.0.0");
        assertThat(plan.steps().toString())
                .contains("thêm acme 3.0.0", "adds acme 3.0.0", "signed by acme", "restarts: acme only");
        assertThat(container.installed).isEmpty();
        assertThat(container.repositories).isEmpty();
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isEmpty();
        assertThat(audit.outcomes()).as("a file that was sent").containsExactly("driver.plan DONE");
        assertThat(audit.records.get(0).details()).containsEntry("signer", "acme");
    }

    @Test
    void aPlanOfWhatLiesThereIsNotRecordedButARefusalIs() throws IOException {
        orders.plan(Caller.system(), install("1.0.0"));
        assertThat(audit.records).isEmpty();

        for (var order : List.of(install("9.0.0"), new Order.Take(kars.unsigned()))) {
            assertThatExceptionOfType(HubException.class).isThrownBy(() -> orders.plan(Caller.system(), order));
        }
        assertThat(audit.outcomes()).containsExactly("driver.plan REFUSED", "driver.plan REFUSED");
        assertThat(audit.records.get(1).details()).containsEntry("because", "driver.kar.unsigned");
    }

    @Test
    void oneThatIsInstalledButDoesNotServeIsNoOrderThatWasDone() throws IOException {
        container.dumb = "1.0.0";
        container.drivers.servesWithin = java.time.Duration.ZERO;
        refused("driver.does-not-serve", install("1.0.0"));
        assertThat(container.present).as("it stays, for a person to see").contains(new Version("1.0.0"));
        assertThat(container.configurations.now()).containsEntry("install", "acme:1.0.0");
        assertThat(audit.outcomes()).containsExactly("driver.install DONE", "driver.install FAILED");
    }

    @Test
    void aPlanThatTouchesAnotherBundleIsShownAndNotCarriedOut() throws IOException {
        container.touches = "  Bundles to refresh:\n    vn.matluoi.api/0.1.0 (Wired to it)\n";
        assertThat(orders.plan(Caller.system(), install("1.0.0")).others()).containsExactly("vn.matluoi.api");
        refused("driver.plan-touches-others", install("1.0.0"));
        refused("driver.plan-touches-others", take("3.0.0"));
        assertThat(container.installed).isEmpty();
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isEmpty();
    }

    @Test
    void oneThatAnotherBundleIsWiredToIsNeitherReplacedNorRemoved() {
        give(install("1.0.0"));
        container.user = Optional.of("org.example.leans-on-it");
        assertThat(orders.plan(Caller.system(), install("2.0.0")).others()).containsExactly("org.example.leans-on-it");
        refused("driver.plan-touches-others", install("2.0.0"));
        refused("driver.plan-touches-others", new Order.Remove("acme"));
        assertThat(container.versionsInstalled()).containsExactly("1.0.0");
    }

    @Test
    void aSignedFileIsInstalledKeptAndRecordedWithItsSigner() throws IOException {
        give(install("1.0.0"));
        assertThat(give(take("3.0.0"))).isEqualTo(Status.ACTIVE);
        assertThat(container.present).contains(new Version("3.0.0"));
        assertThat(folder.resolve("archive/acme/3.0.0/acme-3.0.0.kar")).exists();
        assertThat(container.configurations.now()).containsEntry("install", "acme:3.0.0");
        assertThat(audit.records.get(audit.records.size() - 1).details())
                .containsEntry("signer", "acme")
                .containsKey("sha256");
    }

    @Test
    void aRefusedFileLeavesNothingBehind() throws IOException {
        refused("driver.kar.unsigned", new Order.Take(kars.unsigned()));
        assertThat(folder.resolve("archive")).doesNotExist();
        assertThat(audit.outcomes()).containsExactly("driver.install REFUSED");
    }

    @Test
    void oneThatNobodySignedIsTakenByTheDevelopersSettingAndTheListSaysSo() throws IOException {
        container.installer.modified(Map.of("unsigned.allowed", "true"));
        assertThat(give(new Order.Take(kars.version("3.0.0").unsigned()))).isEqualTo(Status.ACTIVE);
        assertThat(container
                        .drivers
                        .find("acme")
                        .orElseThrow()
                        .problem()
                        .orElseThrow()
                        .vi())
                .contains("KHÔNG có chữ ký");
        assertThat(audit.records.get(0).details()).containsEntry("signer", "(unsigned)");
    }

    @Test
    void oneThatComesButDoesNotServeIsTakenBack() throws IOException {
        give(install("1.0.0"));
        container.dumb = "3.0.0";
        container.drivers.servesWithin = java.time.Duration.ZERO;
        refused("driver.does-not-serve", take("3.0.0"));
        assertThat(container.versionsInstalled()).containsExactly("1.0.0", "3.0.0", "1.0.0");
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isEmpty();
    }

    @Test
    void aPlanThatAnotherDisturbsIsMadeAgainAndThenRefused() {
        container.disturbed = true;
        refused("driver.plan-disturbed", install("1.0.0"));
        assertThat(container.installed).isEmpty();
    }

    @Test
    void anOlderFileAndOneOfTheSameVersionWithAnotherContentAreRefused() throws IOException {
        give(take("3.0.0"));
        refused("driver.kar.older", take("2.5.0"));
        give(new Order.Take(kars.version("3.0.0").signed())); // the same once more
        refused(
                "driver.version-taken",
                new Order.Take(kars.version("3.0.0").another().signed()));
    }

    @Test
    void onlyANewerVersionIsAnUpgrade() {
        refused("driver.not-installed", new Order.Upgrade("acme", Optional.empty()));
        give(install("1.0.0"));
        assertThat(give(new Order.Upgrade("acme", Optional.empty()))).isEqualTo(Status.ACTIVE);
        assertThat(container.versionsInstalled()).containsExactly("1.0.0", "2.0.0");
        refused("driver.not-newer", new Order.Upgrade("acme", Optional.empty()));
    }

    @Test
    void goingBackBringsTheVersionBeforeAndTakesTheOptionsBack() throws IOException {
        give(install("2.0.0"));
        carried = RENAMED;
        give(take("3.0.0"));
        carried = OptionChanges.NONE;

        give(rollBack());
        assertThat(container.present).contains(new Version("2.0.0"));
        assertThat(takenBack).hasSize(1).first().satisfies(changes -> assertThat(changes.before())
                .containsKey("nvr-1"));
        assertThat(container.configurations.now()).containsEntry("install", "acme:2.0.0");
        assertThat(audit.outcomes()).endsWith("driver.rollback DONE");
        refused("driver.nothing-before", rollBack());
    }

    @Test
    void anUpgradeThatCannotCarryTheOptionsOverIsTakenBack() throws IOException {
        give(install("1.0.0"));
        refusesOptions = Optional.of(new HubException(Reason.CONFLICT, "driver.options", Text.same("nvr-1: port")));
        refused("driver.options", take("3.0.0"));
        assertThat(container.present).contains(new Version("1.0.0"));
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isEmpty();
        assertThat(folder.resolve("archive/acme/3.0.0")).doesNotExist();
        assertThat(container.configurations.now()).containsEntry("install", "acme:1.0.0");
    }

    @Test
    void whatIsStoredIsInTheArchiveBefore() {
        give(install("1.0.0"));
        carried = RENAMED;
        give(install("2.0.0"));
        assertThat(recorded).containsExactly(RENAMED);
    }

    @Test
    void optionsThatCannotBeStoredPutTheOldVersionBack() {
        give(install("1.0.0"));
        carried = RENAMED;
        for (var failure : List.of(
                new HubException(Reason.UNAVAILABLE, "database.away", Text.same("away")),
                new IllegalStateException("a bug"))) {
            storing = Optional.of(failure);
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> give(install("2.0.0")));
            assertThat(container.present).contains(new Version("1.0.0"));
            assertThat(archive.changes("acme", "1.0.0")).isEqualTo(OptionChanges.NONE);
        }
    }

    @Test
    void whatAnUpgradeThatWasCutShortStoredIsTakenBackBeforeTheNext() {
        give(install("1.0.0"));
        carried = RENAMED;
        var away = new HubException(Reason.UNAVAILABLE, "database.away", Text.same("away"));
        away.addSuppressed(new HubException(Reason.UNAVAILABLE, "database.away", Text.same("still away")));
        storing = Optional.of(away);
        refused("database.away", install("2.0.0"));
        assertThat(archive.changes("acme", "1.0.0")).isEqualTo(RENAMED);

        storing = Optional.empty();
        give(install("2.0.0"));
        assertThat(takenBack).containsExactly(RENAMED);
    }

    @Test
    void optionsThatNoRollbackCouldTakeBackAreNotStored() throws IOException {
        Files.writeString(folder.resolve("archive"), "in the way");
        give(install("1.0.0"));
        carried = RENAMED;
        refused("driver.archive", install("2.0.0"));
        assertThat(recorded).isEmpty();
        assertThat(container.present).contains(new Version("1.0.0"));
    }

    @Test
    void theLastThreeVersionsAreKept() throws IOException {
        for (var version : List.of("3.0.0", "3.1.0", "3.2.0", "3.10.0")) {
            give(take(version));
        }
        assertThat(folder.resolve("archive/acme").toFile().list())
                .containsExactlyInAnyOrder("3.1.0", "3.2.0", "3.10.0");
        assertThat(container.drivers.find("acme").orElseThrow().kept()).containsExactly("3.10.0", "3.2.0", "3.1.0");
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isEmpty();
        assertThat(container.repositories).noneMatch(uri -> uri.contains("/3.0.0/"));
        give(rollBack());
        give(rollBack());
        assertThat(container.present).contains(new Version("3.1.0"));
        refused("driver.nothing-before", rollBack());
        assertThat(container.repository.find("acme", Optional.of("1.0.0")))
                .as("the distribution's own are not removed")
                .isPresent();
    }

    @Test
    void anArchiveThatCannotBeWrittenTakesNothingBack() throws IOException {
        Files.writeString(folder.resolve("archive"), "in the way");
        give(take("3.0.0"));
        assertThat(container.present).contains(new Version("3.0.0"));
        assertThat(container.repository.find("acme", Optional.of("3.0.0"))).isPresent();
    }

    @Test
    void aQuarantinedVersionIsNotInstalledAnotherOneLetsTheFamilyOut() {
        give(install("1.0.0"));
        container.quarantine.audit = audit;
        container.quarantine.hold("acme", "2.0.0", new Text("hỏng", "broken"));
        refused("driver.quarantined", install("2.0.0"));
        give(install("1.0.0"));
        assertThat(container.quarantine.families()).isEmpty();
        assertThat(container.present)
                .as("another version is not stopped with it")
                .contains(new Version("1.0.0"));
        assertThat(audit.outcomes()).contains("driver.quarantine DONE");
    }

    @Test
    void aReleasedPlugInIsNoLongerMarked() {
        give(install("1.0.0"));
        container.quarantine.hold("acme", "1.0.0", new Text("hỏng", "broken"));
        orders.release(Caller.system(), "acme");
        assertThat(container.configurations.now()).doesNotContainKey("quarantine.acme");
        assertThat(audit.outcomes()).endsWith("driver.release DONE");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> orders.release(Caller.system(), "acme"))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("driver.not-quarantined"));
    }
}
