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
                        assertThat(words).contains(".kar", rule);
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
}
