package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin.Order;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kars;
import vn.matluoi.core.internal.testing.MemoryAudit;

/** What lies in {@code drivers/repository} is installed only if it was shipped, or came through the gate. */
class DriverOriginsTest {

    @TempDir
    private Path folder;

    private final MemoryAudit audit = new MemoryAudit();
    private FakeContainer container;
    private Kars kars;
    private DriverOrders orders;

    @BeforeEach
    void start() throws IOException {
        kars = new Kars(folder.resolve("kars"));
        container = new FakeContainer(folder, kars.gate());
        var nothing = new StoredOptions() {
            @Override
            public OptionChanges ask(String family, String from, String to) {
                return OptionChanges.NONE;
            }

            @Override
            public void store(OptionChanges changes, String by) {}

            @Override
            public void takeBack(OptionChanges changes, String by) {}
        };
        orders = container.orders(
                audit, nothing, new DriverArchive(folder.resolve("archive"), container.repository), kars.gate());
    }

    @AfterEach
    void stop() {
        container.installer.stop();
    }

    private void give(Order order) {
        orders.carryOut(Caller.system(), order, plan -> {});
    }

    private void refused(String rule, Order order) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(order))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo(rule);
                    for (var words : List.of(refusal.text().vi(), refusal.text().en())) {
                        assertThat(words).contains("; ", rule); // and the mend
                    }
                });
        assertThat(audit.outcomes()).last().isEqualTo("driver.install REFUSED");
    }

    private static Order install(String version) {
        return new Order.Install("acme", Optional.of(version));
    }

    private void start(String wanted) {
        container.installer.modified(Map.of("install", wanted));
        container.settled();
    }

    @Test
    void whatWasShippedIsInstalledAndThePlanSaysSo() throws IOException {
        container.ship("1.0.0");
        assertThat(orders.plan(Caller.system(), install("1.0.0")).steps().toString())
                .contains("đi kèm bản phân phối; kết nối qua: http:80@10.0.0.0/8", "came with the hub; talks to: http");
        give(install("1.0.0"));
        assertThat(audit.records.get(0).details())
                .containsEntry("signer", "(shipped)")
                .containsKey("reaches");
    }

    @Test
    void aJarPutThereByHandIsNotInstalledAndIsNamedWithTheMend() throws IOException {
        container.put("1.0.0");
        refused("driver.origin.unsigned", install("1.0.0"));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> orders.plan(Caller.system(), install("1.0.0")))
                .satisfies(refusal -> assertThat(refusal.text().en())
                        .contains("vn.matluoi.driver.acme-1.0.0.jar", "plugin sign", "drivers/inbox"));
        assertThat(container.installed).isEmpty();
        assertThat(container.repositories).as("not even shown to the container").isEmpty();
    }

    @Test
    void aShippedJarThatWasChangedSinceItWasBuiltIsNotInstalled() throws IOException {
        container.ship("1.0.0");
        Files.writeString(container.repository.jar(new Offer("acme", "1.0.0")), "another bundle of 1.0.0");
        refused("driver.origin.changed", install("1.0.0"));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(install("1.0.0")))
                .satisfies(refusal -> assertThat(refusal.text().vi())
                        .contains("acme-1.0.0.jar", "hãy chép lại tệp này từ bản phân phối"));
    }

    @Test
    void aShippedFeaturesFileThatWasChangedBringsNothing() throws IOException {
        container.ship("1.0.0");
        Files.writeString(container.repository.features(new Offer("acme", "1.0.0")), "<features><feature/></features>");
        refused("driver.origin.changed", install("1.0.0"));
    }

    @Test
    void whatTheConfigurationWantsIsJudgedTheSameWayAndTheListSaysWhy() throws IOException {
        container.put("1.0.0");
        start("acme:1.0.0");
        assertThat(container.installed).isEmpty();
        assertThat(container
                        .drivers
                        .find("acme")
                        .orElseThrow()
                        .problem()
                        .orElseThrow()
                        .vi())
                .contains("driver.origin.unsigned", "drivers/inbox");

        container.ship("2.0.0");
        start("acme:2.0.0");
        assertThat(container.versionsInstalled()).containsExactly("2.0.0");
    }

    @Test
    void oneOfTheRepositoryThatNobodySignedIsTakenByTheDevelopersSettingAndRecorded() throws IOException {
        container.installer.modified(Map.of("unsigned.allowed", "true"));
        container.put("1.0.0");
        give(install("1.0.0"));
        assertThat(audit.records.get(0).details()).containsEntry("signer", "(unsigned)");
        assertThat(container
                        .drivers
                        .find("acme")
                        .orElseThrow()
                        .problem()
                        .orElseThrow()
                        .vi())
                .contains("KHÔNG có chữ ký");
    }

    @Test
    void whatCameThroughTheGateIsJudgedAnewAtEachInstallation() throws IOException {
        var kar = kars.version("3.0.0").signed();
        give(new Order.Take(kar));
        Files.delete(kar);
        container.ship("1.0.0");
        give(install("1.0.0"));
        give(install("3.0.0"));
        assertThat(audit.records).last().satisfies(record -> assertThat(record.details())
                .containsEntry("signer", "acme")
                .containsKey("reaches"));

        give(install("1.0.0"));
        Files.writeString(container.repository.jar(new Offer("acme", "3.0.0")), "another bundle");
        refused("driver.origin.changed", install("3.0.0"));
        start("acme:3.0.0");
        assertThat(container.present).contains(new Version("1.0.0"));
    }

    @Test
    void whatCameThroughTheGateIsNotInstalledOnceItsSignersKeyIsTakenAway() throws IOException {
        give(new Order.Take(kars.version("3.0.0").signed()));
        container.ship("1.0.0");
        give(install("1.0.0"));
        Files.delete(folder.resolve("kars/trusted/acme.pem"));
        refused("driver.kar.signer", install("3.0.0"));
    }

    @Test
    void aListThatCannotBeReadShipsNothingAndKeepsNobodyElseOut() throws IOException {
        container.ship("1.0.0");
        Files.delete(container.shipped);
        Files.createDirectories(container.shipped);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(install("1.0.0")))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("driver.repository"));
        start("acme:1.0.0, other");
        assertThat(container.drivers.find("other").orElseThrow().problem()).isPresent();
    }

    @Test
    void aSignedFileLetsInWhatLayThereByHand() throws IOException {
        var kar = kars.version("3.0.0").signed();
        var offer = container.put("3.0.0");
        Files.write(
                container.repository.jar(offer), kars.gate().check(kar, false).jar());
        refused("driver.origin.unsigned", install("3.0.0"));
        give(new Order.Take(kar));
        give(install("3.0.0"));
        assertThat(container.present).contains(new Version("3.0.0"));
    }

    /** As an earlier release left it: the file is in the archive alone, and the features are worded otherwise. */
    private Offer leftByAnEarlierRelease() throws IOException {
        give(new Order.Take(kars.version("3.0.0").signed()));
        var offer = new Offer("acme", "3.0.0");
        Files.delete(container.repository.kar(offer));
        Files.writeString(container.repository.features(offer), "<features>of old</features>");
        container.present = Optional.empty();
        return offer;
    }

    @Test
    void whatCameInAFileBeforeTheFileWasKeptBesideItIsJudgedByTheArchive() throws IOException {
        var offer = leftByAnEarlierRelease();
        start("acme:3.0.0");
        assertThat(container.present).contains(new Version("3.0.0"));
        assertThat(container.repository.features(offer))
                .as("written anew")
                .content()
                .contains("mvn:vn.matluoi/");
    }

    @Test
    void theArchivesFileIsJudgedAsAnyOther() throws IOException {
        leftByAnEarlierRelease();
        Files.delete(folder.resolve("kars/trusted/acme.pem"));
        refused("driver.kar.signer", install("3.0.0"));
    }

    @Test
    void oneWhoseBundleDoesNotSayWhatItReachesIsTakenAndThePlanSaysSo() throws IOException {
        var kar = kars.version("3.0.0").silent().signed();
        assertThat(orders.plan(Caller.system(), new Order.Take(kar)).steps().toString())
                .contains("chỉ tới được địa chỉ và cổng ghi ở các nguồn", "only to the sources' own addresses");
        give(new Order.Take(kar));
        assertThat(container.present).contains(new Version("3.0.0"));
    }

    @Test
    void aVersionThatMayNotBeInstalledKeepsNoOlderOneOut() throws IOException {
        container.ship("1.0.0");
        container.put("9.0.0");
        start("acme");
        assertThat(container.versionsInstalled()).containsExactly("1.0.0");

        container.ship("2.0.0");
        give(new Order.Upgrade("acme", Optional.empty()));
        give(new Order.Install("acme", Optional.empty()));
        assertThat(container.present).contains(new Version("2.0.0"));
    }

    @Test
    void ifNoneMayBeInstalledTheNewestSaysWhy() throws IOException {
        container.put("1.0.0");
        Files.writeString(container.repository.jar(container.ship("2.0.0")), "another");
        refused("driver.origin.changed", new Order.Install("acme", Optional.empty()));
        container.ship("0.9.0");
        give(install("0.9.0"));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(new Order.Upgrade("acme", Optional.empty())))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("driver.origin.changed"));
    }

    @Test
    void theSignedFileMendsWhatWasChangedAlsoOfWhatIsInstalled() throws IOException {
        var kar = kars.version("3.0.0").signed();
        give(new Order.Take(kar));
        var jar = container.repository.jar(new Offer("acme", "3.0.0"));
        Files.writeString(jar, "another bundle");
        give(new Order.Take(kar));
        assertThat(jar).hasBinaryContent(kars.gate().check(kar, false).jar());
        assertThat(container.repository.pending()).isEmpty();
    }

    @Test
    void aPlanForTheSameBundleInAnotherEnvelopeLeavesTheOldEnvelope() throws IOException {
        give(new Order.Take(kars.version("3.0.0").signed()));
        var file = container.repository.kar(new Offer("acme", "3.0.0"));
        var before = Files.readAllBytes(file);
        container.installer.modified(Map.of("unsigned.allowed", "true"));
        orders.plan(Caller.system(), new Order.Take(kars.unsigned()));
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aFileLargerThanTheGateTakesIsNotReadWhole() throws IOException {
        var offer = container.ship("1.0.0");
        try (var jar =
                new java.io.RandomAccessFile(container.repository.jar(offer).toFile(), "rw")) {
            jar.setLength(1L << 33); // more than an array holds
        }
        refused("driver.origin.changed", install("1.0.0"));
    }

    @Test
    void whatTheHubInstallsByItselfIsRecordedOnceTheLogIsThere() throws IOException {
        container.ship("1.0.0");
        container.put("2.0.0");
        start("acme:2.0.0");
        start("acme:2.0.0");
        start("acme:1.0.0");
        container.installer.bindAudit(audit);
        container.settled();
        assertThat(audit.outcomes()).containsExactly("driver.install REFUSED", "driver.install DONE");
        assertThat(audit.records.get(0).details())
                .containsEntry("version", "2.0.0")
                .containsEntry("because", "driver.origin.unsigned");
        assertThat(audit.records.get(1).actor()).isEqualTo("system");
        assertThat(audit.records.get(1).details())
                .containsEntry("signer", "(shipped)")
                .hasEntrySatisfying("sha256", sha256 -> assertThat(sha256).hasSize(64));
    }

    @Test
    void whatNobodySignedIsMarkedHoweverItIsInstalledAndItsVersionWritten() throws IOException {
        container.put("1.0");
        container.installer.modified(Map.of("unsigned.allowed", "true", "install", "acme:1.0"));
        container.settled();
        assertThat(container.present).contains(new Version("1.0.0"));
        assertThat(container.drivers.find("acme").orElseThrow().problem()).isPresent();
    }

    @Test
    void whatServesButMayNotBeInstalledAnyMoreIsSaidNotToBePutBack() throws IOException {
        give(new Order.Take(kars.version("1.0.0").signed()));
        container.ship("2.0.0");
        Files.delete(folder.resolve("kars/trusted/acme.pem"));
        assertThat(orders.plan(Caller.system(), install("2.0.0")).steps().toString())
                .contains("KHÔNG đưa trở lại được acme 1.0.0", "CANNOT be put back", "driver.kar.signer");

        container.dumb = "2.0.0";
        container.drivers.servesWithin = java.time.Duration.ZERO;
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> give(install("2.0.0")))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.not-put-back");
                    assertThat(refusal.text().en())
                            .contains("does not serve", "driver.kar.signer", "installed now: 2.0.0");
                });
    }
}
