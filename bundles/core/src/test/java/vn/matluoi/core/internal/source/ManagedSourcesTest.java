package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.TestReport.Rung;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.FakeDial;
import vn.matluoi.core.internal.testing.Province;

class ManagedSourcesTest {

    private final Desk desk = new Desk();

    private static Optional<char[]> secret(String text) {
        return Optional.of(text.toCharArray());
    }

    private static SourceSettings nvr() {
        return Hub.settings("nvr", Map.of());
    }

    private static SourceSettings with(
            Optional<String> driver,
            String address,
            AreaCode area,
            String unit,
            String sector,
            Map<String, String> options) {
        return new SourceSettings(
                new SourceId("nvr"),
                "Đầu ghi",
                driver,
                Optional.of(URI.create(address)),
                Optional.of("admin"),
                area,
                Optional.of(unit),
                Optional.of(sector),
                options,
                false);
    }

    private void add(String password) {
        desk.sources.add(Desk.LAN, nvr(), secret(password), Optional.empty());
        desk.hub.timer.settle();
    }

    @Test
    void aSourceThatWasSavedButCannotBeReadBackIsNotCalledUnwritten() {
        desk.hub.store.lastWrite = true;

        var refusal = catchThrowableOfType(HubException.class, () -> add("right"));

        assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal.rule()).isEqualTo("source.saved-unread");
        assertThat(refusal.text().vi()).contains("đã lưu nguồn nvr");
        desk.hub.store.away = false;
        assertThat(desk.hub.store.find(new SourceId("nvr"))).isPresent();
    }

    @Test
    void aSourceRemovedAsTheDatabaseGoesAwayIsLeftAloneWhenItAnswersAgain() {
        add("right");
        desk.hub.store.lastWrite = true;
        desk.sources.remove(Desk.LAN, new SourceId("nvr"));
        assertThat(desk.hub.supervision.find(new SourceId("nvr"))).isPresent();

        desk.hub.store.away = false;
        desk.hub.timer.advance(Duration.ofSeconds(5));

        assertThat(desk.hub.supervision.find(new SourceId("nvr"))).isEmpty();
    }

    @Test
    void addsTestsSynchronisesAndSupervises() {
        var report = desk.sources.test(Desk.LAN, nvr(), "right".toCharArray());
        assertThat(report.passed()).isTrue();
        assertThat(report.rungs())
                .extracting(Rung::name)
                .containsExactly(
                        "name",
                        "tcp",
                        "tls",
                        "protocol",
                        "login",
                        "identity",
                        "clock",
                        "channels",
                        "streams",
                        "events");
        assertThat(report.rungs().get(9).message().en()).isEqualTo("the driver gives no events (yet)");
        assertThat(desk.hub.store.all()).isEmpty();

        add("right");
        var source = desk.sources.find(Scope.all(), new SourceId("nvr")).orElseThrow();
        assertThat(source.state().kind()).isEqualTo(Kind.ONLINE);
        assertThat(source.cameras()).isEqualTo(3);
        assertThat(desk.sources.sync(Desk.LAN, new SourceId("nvr")).rows()).hasSize(3);
        assertThat(desk.audit.records)
                .extracting(record -> record.actor() + " " + record.action() + " " + record.outcome())
                .containsExactly("lan source.test DONE", "lan source.create DONE", "lan source.sync DONE");
        assertThat(desk.audit.records.toString()).doesNotContain("right");
        assertThat(new String(desk.hub.stored("nvr").sealedSecret().orElseThrow()))
                .startsWith("source/nvr=");
    }

    @Test
    void namesEveryFieldAtFaultWithItsMend() {
        var bad = with(
                Optional.of("nokia"),
                "ftp://192.0.2.1",
                Province.FORMER,
                "nobody",
                "nothing",
                Map.of("rtsp.port", "70000", "colour", "red", "timeout.ms", "soon"));
        var refusal = catchThrowableOfType(
                HubException.class, () -> desk.sources.add(Desk.LAN, bad, secret("x"), Optional.of("12")));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.errors())
                .extracting(HubException.FieldError::field)
                .containsExactlyInAnyOrder(
                        "driver",
                        "address",
                        "area",
                        "unit",
                        "sector",
                        "rtsp.port",
                        "colour",
                        "timeout.ms",
                        "certificate");
        assertThat(refusal.errors())
                .filteredOn(error -> error.field().equals("driver"))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("fake, lying-ready"));
        assertThat(refusal.errors())
                .filteredOn(error -> error.field().equals("area"))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("Phường Long An", "Phường Tân An"));
        assertThat(desk.hub.store.all()).isEmpty();
    }

    @Test
    void anAddressMayHaveTheSchemeItsDriverIsNamedAfter() {
        var refusal = catchThrowableOfType(
                HubException.class,
                () -> desk.sources.add(Desk.LAN, at("rtsp://192.0.2.1/a"), secret("right"), Optional.empty()));
        assertThat(refusal.errors()).extracting(HubException.FieldError::rule).containsExactly("address.scheme");

        desk.sources.add(Desk.LAN, at("fake://192.0.2.1/a?b=c"), secret("right"), Optional.empty());
        assertThat(desk.hub.stored("nvr").settings().address()).contains(URI.create("fake://192.0.2.1/a?b=c"));
    }

    private static SourceSettings at(String address) {
        var nvr = nvr();
        return new SourceSettings(
                nvr.id(),
                nvr.name(),
                nvr.driver(),
                Optional.of(URI.create(address)),
                nvr.username(),
                nvr.area(),
                nvr.unit(),
                nvr.sector(),
                nvr.options(),
                nvr.suspended());
    }

    @Test
    void anIdIsTakenOnce() {
        add("right");
        var refusal = catchThrowableOfType(
                HubException.class, () -> desk.sources.add(Desk.LAN, nvr(), secret("x"), Optional.empty()));
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.text().vi()).startsWith("mã nvr đã thuộc về một nguồn nhập bằng tay");
        assertThat(refusal.text().en()).startsWith("the id nvr is taken by a source entered by hand");
    }

    @Test
    void anHttpsDeviceNeedsItsCertificateAcceptedAndIsPinnedToIt() {
        var https =
                with(Optional.of("fake"), "https://192.0.2.1", Province.LONG_AN, "ubnd-long-an", "traffic", Map.of());
        assertThat(desk.sources.test(Desk.LAN, https, "right".toCharArray()).certificate())
                .contains(FakeDial.FINGERPRINT);
        var refusal = catchThrowableOfType(
                HubException.class, () -> desk.sources.add(Desk.LAN, https, secret("right"), Optional.empty()));
        assertThat(refusal.errors())
                .extracting(HubException.FieldError::rule)
                .containsExactly("certificate.not-accepted");

        desk.sources.add(Desk.LAN, https, secret("right"), Optional.of("AB:".repeat(31) + "AB"));
        assertThat(desk.hub.stored("nvr").pinnedCertificate()).contains(FakeDial.FINGERPRINT);
    }

    @Test
    void aSavedSourceWithoutANewSecretStaysBlocked() {
        add("wrong");
        desk.sources.update(Desk.LAN, nvr(), Optional.empty(), Optional.empty());
        desk.hub.timer.advance(Duration.ofHours(1));
        assertThat(desk.hub.device.opened).hasValue(1);
        assertThat(catchThrowableOfType(HubException.class, () -> desk.sources.test(Desk.LAN, new SourceId("nvr")))
                        .rule())
                .isEqualTo("credentials-rejected");

        desk.sources.update(Desk.LAN, nvr(), secret("right"), Optional.empty());
        desk.hub.timer.settle();
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aReplacedRecorderIsAcceptedBySavingItsSource() {
        add("right");
        desk.hub.device.failOnce = FakeDevice.UNREACHABLE;
        desk.hub.device.serial = "SN2";
        desk.hub.timer.advance(Duration.ofMinutes(2));
        assertThat(desk.hub.stored("nvr").blocked()).contains("wrong-device");

        desk.sources.update(Desk.LAN, nvr(), Optional.empty(), Optional.empty());
        desk.hub.timer.settle();
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(desk.hub.stored("nvr").pinnedIdentity()).contains("SN2");
    }

    @Test
    void theLadderStopsAtTheFirstRungThatDoesNotHold() {
        desk.dial.closed.add(80);
        assertFalls("tcp", "right");
        desk.dial.closed.clear();
        desk.dial.unresolved = FakeDevice.refused(DeviceException.Refused.Why.NETWORK);
        assertFalls("name", "right");
        desk.dial.unresolved = null;
        assertThat(desk.hub.device.opened).as("nothing was sent so far").hasValue(0);
        desk.hub.device.failure = new DeviceException.Garbled(Text.same("a printer"));
        assertFalls("protocol", "right");
        desk.hub.device.failure = FakeDevice.BUSY;
        assertFalls("login", "right");
        desk.hub.device.failure = null;
        desk.hub.device.opened.set(0);
        assertFalls("login", "wrong");
        assertThat(desk.hub.device.opened).as("a wrong password is tried once").hasValue(1);
        desk.hub.device.channelsFail = FakeDevice.refused(DeviceException.Refused.Why.RIGHTS);
        assertFalls("channels", "right");
        desk.hub.device.channelsFail = null;
        desk.dial.closed.add(554);
        assertFalls("streams", "right");
        desk.hub.device.bug = new IllegalStateException("a plug-in's bug");
        assertFalls("protocol", "right");
        assertThat(desk.hub.device.closed.get()).isPositive();
    }

    private void assertFalls(String rung, String password) {
        var report = desk.sources.test(Desk.LAN, nvr(), password.toCharArray());
        assertThat(report.passed()).isFalse();
        var last = report.rungs().get(report.rungs().size() - 1);
        assertThat(last.name()).isEqualTo(rung);
        assertThat(last.passed()).isFalse();
        assertThat(last.mend().vi()).isNotBlank();
        assertThat(report.rungs().stream().filter(each -> !each.passed())).hasSize(1);
        assertThat(report.toString()).doesNotContain(password + "\"").doesNotContain("wrong");
    }

    @Test
    void aTestOfASourceThatExistsBlocksItIfItsPasswordIsRefused() {
        add("right");
        desk.hub.device.password = "changed on the device";
        var report = desk.sources.test(Desk.LAN, new SourceId("nvr"));
        assertThat(report.passed()).isFalse();
        desk.hub.timer.settle();
        var opened = desk.hub.device.opened.get();
        desk.hub.timer.advance(Duration.ofHours(1));
        assertThat(desk.hub.stored("nvr").blocked()).contains("credentials-rejected");
        assertThat(desk.hub.device.opened).hasValue(opened);
    }

    @Test
    void listsWithinTheScopeOnlyAndPageByPage() {
        for (var i = 1; i <= 5; i++) {
            desk.hub.enter("nvr-" + i, "right", Map.of());
        }
        var first = desk.sources.list(Scope.all(), Optional.empty(), 2, Optional.empty());
        var second = desk.sources.list(Scope.all(), Optional.empty(), 2, first.next());
        var third = desk.sources.list(Scope.all(), Optional.empty(), 2, second.next());
        assertThat(first.total()).isEqualTo(5);
        assertThat(third.items())
                .singleElement()
                .satisfies(s -> assertThat(s.settings().id().value()).isEqualTo("nvr-5"));
        assertThat(third.next()).isEmpty();
        assertThat(desk.sources
                        .list(Scope.all(), Optional.of("dau ghi NVR-3"), 10, Optional.empty())
                        .items())
                .hasSize(1);

        var elsewhere = Scope.of(Set.of(Province.TAN_AN));
        assertThat(desk.sources
                        .list(elsewhere, Optional.empty(), 10, Optional.empty())
                        .total())
                .isZero();
        assertThat(desk.sources.find(elsewhere, new SourceId("nvr-1"))).isEmpty();
        assertThat(catchThrowableOfType(
                                HubException.class,
                                () -> desk.sources.list(Scope.all(), Optional.empty(), 10, Optional.of("??")))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void aSourceWithoutADeviceIsUnknownSinceItIsThereAndHasItsCameras() {
        var sheet = new SourceSettings(
                new SourceId("sheet"),
                "Bảng của phường",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Province.LONG_AN,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
        desk.hub.store.now = Instant.parse("2026-11-21T01:00:00Z");
        desk.sources.add(Desk.LAN, sheet, Optional.empty(), Optional.empty());
        desk.hub.store.now = Instant.parse("2026-11-22T01:00:00Z");
        desk.sources.update(Desk.LAN, sheet, Optional.empty(), Optional.empty());
        desk.hub.catalogue.submit(
                new Statement(
                        sheet.id(),
                        Layer.AGENCY,
                        "lan",
                        desk.hub.store.now,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        "cameras.csv",
                        Optional.of(Province.LONG_AN),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(row(1), row(2))),
                Intake.Mode.COMMIT);

        var source = desk.sources.find(Scope.all(), sheet.id()).orElseThrow();
        assertThat(source.state()).isEqualTo(State.unknown(Instant.parse("2026-11-21T01:00:00Z")));
        assertThat(source.cameras()).isEqualTo(2);
    }

    private static Item row(int row) {
        return new Item(row, Optional.empty(), Map.of(), Map.of(), List.of());
    }

    @Test
    void listsBySectorUnitAreaDriverAndState() {
        add("right");
        desk.hub.add("nvr-2", "wrong");
        desk.hub.enter("other", "nvr-3", "right", Map.of());
        var none = Optional.<String>empty();
        assertThat(listed(null, none, none, none, Kind.ONLINE)).containsExactly("nvr");
        assertThat(listed(null, none, none, Optional.of("other"), null)).containsExactly("nvr-3");
        assertThat(listed("80", Optional.of("traffic"), Optional.of("ubnd-long-an"), none, null))
                .hasSize(3);
        assertThat(listed(null, none, none, Optional.of("fake"), Kind.OFFLINE)).containsExactly("nvr-2");
        assertThat(listed(Province.TAN_AN.value(), none, none, none, null)).isEmpty();
        assertThat(listed(null, Optional.of("health"), none, none, null)).isEmpty();
        assertThat(listed(null, none, Optional.of("another"), none, null)).isEmpty();
        var onePage = desk.sources.list(
                Scope.all(),
                new SourceQuery(none, Optional.empty(), none, none, Optional.of("fake"), Optional.empty(), 1, none));
        assertThat(onePage.total()).isEqualTo(2);
        assertThat(onePage.next()).contains("nvr");
    }

    private List<String> listed(
            String area, Optional<String> sector, Optional<String> unit, Optional<String> driver, Kind state) {
        var query = new SourceQuery(
                Optional.empty(),
                Optional.ofNullable(area).map(AreaCode::new),
                sector,
                unit,
                driver,
                Optional.ofNullable(state),
                10,
                Optional.empty());
        var page = desk.sources.list(Scope.all(), query);
        assertThat(page.total()).isEqualTo(page.items().size());
        return page.items().stream()
                .map(source -> source.settings().id().value())
                .toList();
    }

    @Test
    void aDevicesFailureIsToldAsOne() {
        add("right");
        desk.hub.device.failure = FakeDevice.UNREACHABLE;
        var refusal = catchThrowableOfType(HubException.class, () -> desk.sources.sync(Desk.LAN, new SourceId("nvr")));
        assertThat(refusal.reason()).isEqualTo(Reason.DEVICE);
        assertThat(refusal.rule()).isEqualTo("device.unreachable");
    }

    @Test
    void callersWhoWantTheSamePictureTogetherShareOne() throws Exception {
        add("right");
        var devices = new SupervisedDevices(desk.hub.supervision, desk.hub.catalogue);
        var camera = desk.hub.catalogue.idOf("nvr", "1");
        var second = new CompletableFuture<Object>();
        desk.hub.device.whileAsked = () -> {
            desk.hub.device.whileAsked = () -> {};
            devices.snapshot(camera).thenAccept(second::complete);
        };
        var first = devices.snapshot(camera).toCompletableFuture().get();
        assertThat(second.get()).isSameAs(first);
        assertThat(desk.hub.device.pictures).hasValue(1);
        devices.snapshot(camera).toCompletableFuture().get();
        assertThat(desk.hub.device.pictures).hasValue(2);
    }

    @Test
    void streamsFailAtOnceWhenTheCredentialsAreRejected() {
        add("right");
        var devices = new SupervisedDevices(desk.hub.supervision, desk.hub.catalogue);
        var camera = desk.hub.catalogue.idOf("nvr", "1");
        assertThat(devices.stream(camera, StreamKind.MAIN)).isCompleted();

        devices.credentialsRejected(new SourceId("nvr"));
        var asked = desk.hub.device.asked.get();
        assertThat(devices.stream(camera, StreamKind.MAIN).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.rule()).isEqualTo("credentials-rejected"));
        assertThat(desk.hub.device.asked).hasValue(asked);
    }
}
