package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Contact;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

class CommandsTest {

    private record UserPrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    private record RolePrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final List<AuditRecord> audited = new ArrayList<>();
    private final List<Object> added = new ArrayList<>();
    private boolean mayReadSources = true;
    private Subject subject =
            new Subject(true, Set.of(new UserPrincipal("karaf"), new RolePrincipal("admin")), Set.of(), Set.of());

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, java.util.function.BiFunction<String, Object[], Object> answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answer.apply(method.getName(), given));
    }

    private Session session() {
        var out = new PrintStream(console, true, StandardCharsets.UTF_8);
        return fake(Session.class, (method, given) -> switch (method) {
            case "getConsole" -> out;
            case "get" -> Subject.class.getName().equals(given[0]) ? subject : null;
            default -> null; // no terminal: as over SSH with a command
        });
    }

    private <T extends HubCommand> T ready(T command) {
        command.session = session();
        command.access = fake(
                AccessDecisions.class,
                (method, given) -> method.equals("decide")
                        ? new Decision(mayReadSources, Scope.all(), Text.same("basis"))
                        : Scope.all());
        command.audit = fake(AuditLog.class, (method, given) -> {
            audited.add((AuditRecord) given[0]);
            return null;
        });
        return command;
    }

    private String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCommandWhoseOnlyWordIsLeftOutListsAll() throws Exception {
        var command = ready(new KeyList());
        command.keys = fake(SourceKeys.class, (method, given) -> {
            added.add(given[0]);
            return List.of();
        });
        command.execute();
        assertThat(added).containsExactly(Optional.empty());
    }

    @Test
    void aKeyForASourceThatIsNotThereIsMadeAndSaidToBeForNone() throws Exception {
        keyFor("khu-do-thj");
        assertThat(printed()).contains("mls_x", "chưa có tuyến hay nguồn nào tên khu-do-thj", "hub:key-remove abc");
        console.reset();
        keyFor("khu-do-thi");
        assertThat(printed()).contains("mls_x").doesNotContain("chưa có");
    }

    private void keyFor(String source) throws Exception {
        var command = ready(new KeyAdd());
        command.words = List.of(source);
        command.keys = fake(
                SourceKeys.class,
                (method, given) -> new SourceKeys.NewKey(
                        new SourceKeys.SourceKey(
                                "abc",
                                (SourceId) given[1],
                                "webhook",
                                Instant.EPOCH,
                                "admin",
                                Instant.EPOCH.plusSeconds(60),
                                Optional.empty()),
                        "mls_x"));
        command.sources = fake(Sources.class, (method, given) -> Optional.empty());
        command.routes = fake(
                Routes.class,
                (method, given) -> List.of(new Routes.Route(
                        "cong",
                        "source-webhook",
                        Optional.of(new SourceId("khu-do-thi")),
                        true,
                        Routes.Status.STARTED,
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Map.of())));
        command.execute();
    }

    @Test
    void addsASourceWithOptionsAfterItsNameAndTheSecretFromAFile() throws Exception {
        var secret = folder.resolve("secret");
        Files.writeString(secret, "mật khẩu\n");
        var command = ready(new SourceAdd());
        command.sources = fake(Sources.class, (method, given) -> {
            added.addAll(List.of(given[0], given[1], new String((char[]) ((Optional<?>) given[2]).orElseThrow())));
            return null;
        });
        command.words = List.of(
                "nvr-1",
                "--driver",
                "hikvision",
                "--address=http://192.0.2.1",
                "--area",
                "27694",
                "--username",
                "admin",
                "--option",
                "rtsp.port=8554",
                "--option",
                "channel=a=b",
                "--secret-file",
                secret.toString());

        assertThat(command.execute()).isNull();
        assertThat(((Caller) added.get(0)).account()).isEqualTo("shell:karaf");
        var settings = (SourceSettings) added.get(1);
        assertThat(settings.driver()).contains("hikvision");
        assertThat(settings.options()).containsEntry("rtsp.port", "8554").containsEntry("channel", "a=b");
        assertThat(added.get(2)).isEqualTo("mật khẩu");
        assertThat(audited).singleElement().satisfies(record -> {
            assertThat(record.surface()).isEqualTo("shell");
            assertThat(record.action()).isEqualTo("shell.source-add");
            assertThat(record.toString()).doesNotContain("mật khẩu");
        });
        assertThat(printed()).contains("đã thêm nguồn nvr-1");
    }

    @Test
    void addsAUnitWithTheDaysThatTheRegistrySaysAndRecordsItsWording() throws Exception {
        var command = ready(new UnitPut());
        var days = Validity.since(LocalDate.of(2025, 7, 1));
        command.units = fake(Units.class, (method, given) -> switch (method) {
            case "validity" -> days;
            case "find" -> Optional.empty();
            default -> added.add(given[0]);
        });
        command.words =
                List.of("ubnd-xa-tan-chau", "--name", "UBND xã Tân Châu", "--area", "25516", "--parent", "ubnd-tinh");
        assertThat(command.execute()).isNull();
        assertThat(added)
                .containsExactly(new Unit(
                        "ubnd-xa-tan-chau", "UBND xã Tân Châu", new AreaCode("25516"), Optional.of("ubnd-tinh"), days));
        assertThat(audited).singleElement().satisfies(record -> {
            assertThat(record.action()).isEqualTo("shell.unit-put");
            assertThat(record.details())
                    .containsExactlyEntriesOf(
                            new TreeMap<>(Map.of("name", "UBND xã Tân Châu", "area", "25516", "parent", "ubnd-tinh")));
        });

        command.words = List.of("Xã Tân Châu", "--name", "UBND", "--area", "25516");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "Lan");
        assertThat(command.execute()).isEqualTo(2);
        assertThat(added).hasSize(1);
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "Lan", "--phone", "113");
        assertThat(command.execute()).isNull();
        assertThat(((Unit) added.get(1)).contact()).map(Contact::name).contains("Lan");
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "");
        assertThat(command.execute()).isNull();
        assertThat(((Unit) added.get(2)).contact()).isEmpty();
        var nobodys = ready(new UnitPut());
        nobodys.units = command.units;
        nobodys.words = List.of("xa", "--name", "UBND", "--area", "25516", "--phone", "113");
        assertThat(nobodys.execute()).isEqualTo(2);
        assertThat(added).hasSize(3);
    }

    @Test
    void aRefusalIsPrintedInBothLanguagesAndEndsWithItsStatus() throws Exception {
        var command = ready(new SourceInfo());
        command.sources = fake(Sources.class, (method, given) -> Optional.empty());
        command.words = List.of("nowhere");
        assertThat(command.execute()).isEqualTo(4);
        assertThat(printed()).contains("không có nguồn nowhere").contains("there is no source nowhere");

        command.words = List.of("Not A Name!");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("nvr-1", "--colour", "red");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("nvr-1", "nvr-2");
        assertThat(command.execute()).isEqualTo(2);
        command.sources = null;
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isEqualTo(1);
    }

    @Test
    void aMistypedWordBeforeTheNameIsKnownIsARefusalLikeAnyOther() throws Exception {
        var sync = ready(new SourceSync());
        sync.words = List.of("a", "b");
        assertThat(sync.execute()).isEqualTo(2);
        var add = ready(new SourceAdd());
        add.words = List.of("x", "--nonsense", "y");
        assertThat(add.execute()).isEqualTo(2);
        assertThat(printed()).contains("a b", "--nonsense");
        assertThat(audited).isEmpty();
    }

    @Test
    void recordsAChangeBeforeItIsDoneAndOnceMoreIfItFails() throws Exception {
        var command = ready(new SourceRemove());
        command.sources = fake(Sources.class, (method, given) -> {
            assertThat(audited).extracting(AuditRecord::outcome).containsExactly(AuditRecord.Outcome.DONE);
            return Optional.empty();
        });
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isEqualTo(4);
        assertThat(audited)
                .extracting(AuditRecord::outcome)
                .containsExactly(AuditRecord.Outcome.DONE, AuditRecord.Outcome.FAILED);
    }

    @Test
    void aDevicesPasswordIsMadeByTheHubOrReadFromAFileAndNeverPrinted() throws Exception {
        var chosen = new ArrayList<Optional<String>>();
        var command = ready(new SourcePassword());
        command.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        command.upkeep = fake(DeviceUpkeep.class, (method, given) -> {
            chosen.add(((Optional<?>) given[2]).map(secret -> new String((char[]) secret)));
            return new DeviceUpkeep.Rotation(List.of(new SourceId("nvr-1"), new SourceId("gate")));
        });
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("nvr-1, gate");

        var secret = folder.resolve("secret");
        Files.writeString(secret, "river-mouth-9\n");
        command.words = List.of("nvr-1", "--secret-file", secret.toString());
        assertThat(command.execute()).isNull();
        assertThat(chosen).containsExactly(Optional.empty(), Optional.of("river-mouth-9"));
        assertThat(printed() + audited).doesNotContain("river-mouth");
        assertThat(audited).extracting(record -> record.details().get("made")).containsExactly("hub", "person");
    }

    @Test
    void aDeviceSaysHowItIsInItsOwnWords() throws Exception {
        var health = ready(new SourceHealth());
        health.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        health.upkeep = fake(
                DeviceUpkeep.class,
                (method, given) -> method.equals("remarks")
                        ? List.of(new Text("không có số sê-ri", "no serial number"))
                        : new HealthReport(
                                Optional.of(Duration.ofMillis(-61_520)),
                                List.of(new Disk("3", false, "unformatted", 4000, 0)),
                                List.of("disk 3: unformatted"),
                                Map.of(new ChannelId("2"), true, new ChannelId("5"), false),
                                Optional.of("V4.30"),
                                Optional.empty(),
                                Optional.of(Duration.ofSeconds(93_784))));
        health.words = List.of("nvr-1");
        assertThat(health.execute()).isNull();
        assertThat(printed())
                .contains("1 d 02:03", "-61.5", "unformatted, 0/4000 MB", "disk 3: unformatted", "V4.30")
                .contains("không có số sê-ri / no serial number");
    }

    @Test
    void aClockIsShownWithItsSignAndSetOnlyWithConfirm() throws Exception {
        var upkeep = fake(DeviceUpkeep.class, (method, given) -> switch (method) {
            case "clock" -> new DeviceUpkeep.ClockCheck(Duration.ofMillis(-61_520), Optional.of("pool.ntp.org"));
            default ->
                new DeviceUpkeep.ClockSet(
                        Duration.ofMillis(-61_520), Duration.ofMillis(200), Optional.of("pool.ntp.org"));
        });
        var check = ready(new ClockCheck());
        check.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        check.upkeep = upkeep;
        check.words = List.of("nvr-1", "nvr-1");
        assertThat(check.execute()).isNull();
        assertThat(printed()).contains("-61.5", "pool.ntp.org");
        assertThat(audited).isEmpty();

        var set = ready(new ClockSet());
        set.sources = check.sources;
        set.upkeep = upkeep;
        set.words = List.of("nvr-1");
        assertThat(set.execute()).isEqualTo(2);
        assertThat(printed()).contains("--confirm").doesNotContain("+0.2");
        set.words = List.of("nvr-1", "--confirm");
        assertThat(set.execute()).isNull();
        assertThat(printed()).contains("-61.5", "+0.2", "server pool.ntp.org any more");
    }

    private static Sources.Source source() {
        var settings = new SourceSettings(
                new SourceId("nvr-1"),
                "Đầu ghi",
                Optional.of("hikvision"),
                Optional.empty(),
                Optional.of("admin"),
                new AreaCode("27694"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
        return new Sources.Source(settings, State.unknown(Instant.EPOCH), Optional.empty(), 0);
    }

    @Test
    void aViewerSeesOfACameraWhatRestShows() throws Exception {
        var command = ready(new CameraInfo());
        var camera = CameraId.of("80", 1);
        command.cameras = fake(
                Cameras.class,
                (method, given) -> method.equals("find")
                        ? Optional.of(new Camera(
                                camera,
                                new AreaCode("80001"),
                                new SourceId("nvr-1"),
                                Optional.empty(),
                                Map.of(),
                                new State(State.Kind.ONLINE, Optional.empty(), Instant.EPOCH, Optional.empty()),
                                Instant.EPOCH,
                                Instant.EPOCH))
                        : List.of(
                                said(CameraField.NAME, "Cổng chợ"), said(CameraField.NOTE, "192.0.2.9, mật khẩu 123")));
        command.words = List.of(camera.value());

        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("192.0.2.9", "mai");
        console.reset();
        mayReadSources = false;
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("Cổng chợ").doesNotContain("192.0.2.9").doesNotContain("mai");
    }

    @Test
    void countsEventsByWhatIsAskedFor() throws Exception {
        var command = ready(new EventCountList());
        var asked = new ArrayList<Object>();
        command.statistics = fake(EventStatistics.class, (method, given) -> {
            asked.add(given[1]);
            var day = Instant.parse("2026-11-21T17:00:00Z");
            return new EventStatistics.Counts(
                    List.of(new EventStatistics.Count(day, Optional.of("27694"), CameraEvent.Type.VEHICLE_SEEN, 1_234)),
                    day,
                    day,
                    Optional.empty());
        });
        command.areas = fake(Areas.class, (method, given) -> List.of("area"));
        command.by = "area";
        command.every = "month";
        command.area = "80";
        command.type = "vehicle_seen,parked";
        command.from = "2026-11-22T07:00";

        assertThat(command.execute()).isNull();
        assertThat(asked)
                .containsExactly(new EventStatistics.Question(
                        EventStatistics.By.AREA,
                        EventStatistics.Every.MONTH,
                        Optional.of(new AreaCode("80")),
                        Set.of(CameraEvent.Type.VEHICLE_SEEN, CameraEvent.Type.PARKED),
                        Optional.of(Instant.parse("2026-11-22T00:00:00Z")),
                        Optional.empty()));
        assertThat(printed()).contains("2026-11-22 00:00:00", "area", "27694", "vehicle_seen", "1234");

        command.by = "colour";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--by là một trong: type, area, sector, camera, source");
    }

    @Test
    void tellsProgramsAndPeopleTheSameDay() throws Exception {
        var command = ready(new EventCountList());
        var asked = new ArrayList<EventStatistics.Question>();
        command.statistics = fake(EventStatistics.class, (method, given) -> {
            asked.add((EventStatistics.Question) given[1]);
            var day = Instant.parse("2026-11-29T17:00:00Z");
            return new EventStatistics.Counts(
                    List.of(new EventStatistics.Count(day, Optional.empty(), CameraEvent.Type.MOTION, 5)),
                    day,
                    day.plusSeconds(86_400),
                    Optional.of(day.minusSeconds(3_600)));
        });
        command.from = "2026-11-30";

        assertThat(command.execute()).isNull();
        assertThat(asked.get(0).from()).contains(Instant.parse("2026-11-29T17:00:00Z"));
        assertThat(printed())
                .contains(
                        "2026-11-30 00:00:00",
                        "từ 2026-11-30 00:00:00 đến 2026-12-01 00:00:00",
                        "trạm đếm từ / counted since: 2026-11-29 23:00:00")
                .doesNotContain("│ of");

        console.reset();
        command.json = true;
        command.by = "camera";
        assertThat(command.execute()).isNull();
        assertThat(printed())
                .isEqualTo("[{\"start\":\"2026-11-30T00:00:00+07:00\",\"type\":\"motion\",\"count\":5}]\n");
    }

    @Test
    void saysOnceWhatIsWrongWithAnOptionAndRefusesAnAreaThatIsNone() throws Exception {
        var command = ready(new EventCountList());
        command.every = "week";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed().split("--every")).as(printed()).hasSize(3); // once in each language

        command.every = "day";
        command.areas = fake(Areas.class, (method, given) -> List.of());
        command.area = "99999";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--area: không có đơn vị hành chính nào mang mã 99999");
    }

    @Test
    void listsTheHubsCommandsAndNoOthers() throws Exception {
        var command = ready(new CommandList());
        var registry = fake(
                Registry.class,
                (method, given) -> List.of(
                        command("hub", "source-list", "Liệt kê nguồn / Lists sources"),
                        command("hub", "events", "Liệt kê sự kiện / Lists events"),
                        command("bundle", "list", "Lists bundles")));
        var session = command.session;
        command.session = fake(Session.class, (method, given) -> switch (method) {
            case "getRegistry" -> registry;
            case "getConsole" -> session.getConsole();
            default -> session.get((String) given[0]);
        });

        assertThat(command.execute()).isNull();
        assertThat(printed())
                .containsSubsequence("hub:events", "Liệt kê sự kiện", "hub:source-list")
                .doesNotContain("bundle");
    }

    private static org.apache.karaf.shell.api.console.Command command(String scope, String name, String what) {
        return fake(org.apache.karaf.shell.api.console.Command.class, (method, given) -> switch (method) {
            case "getScope" -> scope;
            case "getName" -> name;
            default -> what;
        });
    }

    @Test
    void refusesLettersOfARouteThatNeverWas() throws Exception {
        var command = ready(new DeadLetterList());
        command.words = List.of("nope");
        var found = new ArrayList<Object>();
        command.desk = fake(DeadLetterDesk.class, (method, given) -> new Page<>(List.of(), Optional.empty(), 0));
        command.routes = fake(Routes.class, (method, given) -> {
            found.add(given[0]);
            return Optional.empty();
        });
        assertThat(command.execute()).isEqualTo(4);
        assertThat(found).containsExactly("nope");
        assertThat(printed()).contains("không có tuyến nope");
    }

    @Test
    void tellsTheTimesOfKeysAsVietNamsToTheSecond() throws Exception {
        var key = new SourceKeys.SourceKey(
                "k1",
                new SourceId("a"),
                "webhook",
                Instant.parse("2026-11-29T17:00:00.5Z"),
                "admin",
                Instant.parse("2026-12-29T17:36:41.711476288Z"),
                Optional.of(Instant.parse("2026-11-29T17:33:38.083Z")));
        var list = ready(new KeyList());
        list.keys = fake(SourceKeys.class, (method, given) -> List.of(key));
        list.execute();
        assertThat(printed())
                .contains("2026-12-30 00:36:41", "2026-11-30 00:33:38")
                .doesNotContain("Z");

        var add = ready(new KeyAdd());
        add.words = List.of("a");
        add.keys = fake(SourceKeys.class, (method, given) -> new SourceKeys.NewKey(key, "mls_x"));
        add.execute();
        assertThat(printed())
                .contains("hạn đến 2026-12-30 00:36:41 (giờ Việt Nam)")
                .doesNotContain("711476288");
    }

    @Test
    void listsTheNewestEventsWithoutTheDevicesWordsForAViewer() throws Exception {
        var command = ready(new EventList());
        var asked = new ArrayList<Object>();
        command.events = fake(EventLog.class, (method, given) -> {
            asked.addAll(List.of(method, given[1], given[2]));
            return List.of(new StoredEvent(
                    7,
                    new CameraEvent(
                            new SourceId("nvr-1"),
                            Optional.of(new ChannelId("5")),
                            CameraEvent.Type.MOTION,
                            CameraEvent.Phase.INACTIVE,
                            Optional.empty(),
                            Instant.EPOCH,
                            "VMD\u001b[2J",
                            "payload"),
                    Optional.of(CameraId.of("80", 1)),
                    true));
        });
        command.camera = CameraId.of("80", 1).value();
        command.type = "motion,tamper";
        command.from = "2026-11-22T07:00";
        command.to = "2026-11-22T00:30:00Z";
        command.limit = 5;

        assertThat(command.execute()).isNull();
        assertThat(asked)
                .containsExactly(
                        "newest",
                        new EventQuery(
                                Optional.of(CameraId.of("80", 1)),
                                Optional.empty(),
                                Set.of(CameraEvent.Type.MOTION, CameraEvent.Type.TAMPER),
                                Optional.of(Instant.parse("2026-11-22T00:00:00Z")),
                                Optional.of(Instant.parse("2026-11-22T00:30:00Z"))),
                        5);
        assertThat(printed())
                .contains("motion", "inactive (assumed)", "VMD")
                .doesNotContain("VMD\u001b")
                .doesNotContain("payload");
        console.reset();
        mayReadSources = false;
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("motion").doesNotContain("VMD");

        command.type = "explosion";
        assertThat(command.execute()).isEqualTo(2);
        command.type = null;
        console.reset();
        command.to = "2026-11-22T07:00";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--to phải sau --from", "--to must be after --from");
        command.to = "hôm qua";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--to", "2026-11-22T07:00 (giờ Việt Nam)");
        command.to = null;
        command.limit = 0;
        assertThat(command.execute()).isEqualTo(2);
        command.limit = 1;
        command.events = null;
        assertThat(command.execute()).isEqualTo(1);
    }

    @Test
    void saysHowTheSourcesEventsAreListenedToAndByWhichChannelItsPicturesTravel() throws Exception {
        var command = ready(new SourceInfo());
        var settings = new SourceSettings(
                new SourceId("nvr-1"),
                "Đầu ghi",
                Optional.of("fake"),
                Optional.empty(),
                Optional.empty(),
                new AreaCode("80001"),
                Optional.empty(),
                Optional.empty(),
                Map.of(SourceSettings.NETWORK, "private"),
                false);
        command.sources = fake(
                Sources.class,
                (method, given) -> method.equals("refusedFiles")
                        ? Map.of()
                        : Optional.of(new Sources.Source(
                                settings,
                                State.unknown(Instant.EPOCH),
                                Optional.empty(),
                                0,
                                Optional.of(new Sources.Listening(
                                        Sources.Listening.Kind.REFUSED,
                                        Instant.EPOCH,
                                        Optional.of(new Text("không có quyền", "no right")))))));
        command.words = List.of("nvr-1");

        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("events", "refused (không có quyền");
        assertThat(printed()).containsPattern("network.*private");
    }

    private static StatedValue said(CameraField field, String value) {
        return new StatedValue(field, Layer.AGENCY, new SourceId("nvr-1"), value, value, Instant.EPOCH, "mai", true);
    }

    @Test
    void aSecretIsNeverAskedForWithoutATerminal() throws Exception {
        var command = ready(new SourceAdd());
        command.sources = fake(Sources.class, (method, given) -> added.add(given));
        command.words = List.of(
                "nvr-1",
                "--driver",
                "hikvision",
                "--address",
                "http://192.0.2.1",
                "--area",
                "27694",
                "--username",
                "admin");
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--secret-file");
        assertThat(added).isEmpty();
    }

    @Test
    void isUnwellWhenAPartIsMissingThatMustBeThere() throws Exception {
        var command = ready(new Health());
        command.readiness = () -> new Readiness.Answer(
                false,
                List.of(
                        new Readiness.Check("media", false, new Text("Chưa có", "Missing")),
                        new Readiness.Check("schema", true, new Text("tốt", "good"))));
        assertThat(command.execute()).isEqualTo(1);
        assertThat(printed()).containsPattern("media\\W+false").containsPattern("schema\\W+true");
    }

    @Test
    void asksThePartsItselfWhenTheApiIsAway() throws Exception {
        var command = ready(new Health());
        command.checks =
                List.of(check("schema", () -> HealthCheck.Result.ok(new Text("tốt", "good"))), check("media", () -> {
                    throw new IllegalStateException("inner workings");
                }));
        assertThat(command.execute()).isEqualTo(1);
        assertThat(printed())
                .containsPattern("media\\W+false")
                .containsPattern("rest\\W+false\\W+API HTTPS không chạy")
                .containsPattern("schema\\W+true")
                .doesNotContain("inner");
    }

    private static HealthCheck check(String name, Supplier<HealthCheck.Result> result) {
        return fake(HealthCheck.class, (method, given) -> method.equals("name") ? name : result.get());
    }

    @Test
    void whoHasNeitherRoleNorAccountIsNobody() {
        subject = new Subject(true, Set.of(), Set.of(), Set.of());
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> ShellCaller.of(session(), null))
                .matches(e -> e.reason() == HubException.Reason.UNAUTHENTICATED);
    }

    @Test
    void rowsAreATableOrJson() {
        var table = new Table("tên", "số").row("Cổng \"A\"\n\\", 3);
        table.print(new PrintStream(console, true, StandardCharsets.UTF_8), true);
        assertThat(printed()).isEqualTo("[{\"tên\":\"Cổng \\\"A\\\"\\n\\\\\",\"số\":3}]" + System.lineSeparator());
        console.reset();
        new Table("tên").row("Ủy ban").print(new PrintStream(console, true, StandardCharsets.UTF_8), false);
        assertThat(printed()).contains("tên").contains("Ủy ban").contains("─");
    }

    @SuppressWarnings("unchecked")
    private static DriverAdmin planner(List<Object> done) {
        var plan = new DriverAdmin.Plan(
                "acme",
                Optional.of("1.0.0"),
                Optional.of("1.1.0"),
                List.of(),
                List.of(new Text("thay acme 1.0.0 bằng 1.1.0", "replaces acme 1.0.0 by 1.1.0")));
        return fake(DriverAdmin.class, (method, given) -> {
            if (method.equals("plan")) {
                return plan;
            }
            ((Consumer<Object>) given[2]).accept(plan);
            done.add(given[1]);
            return Optional.of(
                    new Drivers.Plugin("acme", Optional.of("1.1.0"), Drivers.Status.ACTIVE, Optional.empty(), 3));
        });
    }

    @Test
    void aPlanIsShownInBothLanguagesAndNothingIsDone() throws Exception {
        var done = new ArrayList<Object>();
        var command = ready(new DriverInstall());
        command.drivers = planner(done);
        command.words = List.of("/tmp/acme-1.1.0.kar", "--plan");
        command.execute();
        assertThat(printed()).contains("thay acme 1.0.0 bằng 1.1.0", "replaces acme 1.0.0 by 1.1.0");
        assertThat(done).isEmpty();
        assertThat(audited).isEmpty();
    }

    @Test
    void withoutItThePlanIsShownThenCarriedOut() throws Exception {
        var done = new ArrayList<Object>();
        var command = ready(new DriverUpgrade());
        command.drivers = planner(done);
        command.words = List.of("acme", "--version", "1.1.0");
        command.execute();
        assertThat(printed()).contains("replaces acme 1.0.0 by 1.1.0", "ACTIVE");
        assertThat(done).containsExactly(new DriverAdmin.Order.Upgrade("acme", Optional.of("1.1.0")));
        assertThat(audited).hasSize(1);
    }
}
