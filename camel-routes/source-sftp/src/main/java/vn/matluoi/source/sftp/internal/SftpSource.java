package vn.matluoi.source.sftp.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.FileServers;
import vn.matluoi.api.source.Sources;

/** Template {@code source-sftp}: an agency lays its sheets into a folder of its own server; the hub looks there. See {@link Pickup}. */
@Component(
        service = {RoutesBuilder.class, SftpSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + SftpSource.NAME)
public final class SftpSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-sftp";

    private static final Text MEND = new Text(
            "Sửa theo lý do trên rồi đặt lại tệp vào thư mục trên máy chủ.",
            "Mend the cause above, then lay the file into the folder on the server again.");

    private static final Duration SLICE = Duration.ofMillis(200);

    private final FileServers servers;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Map<String, Brought> brought = new ConcurrentHashMap<>();

    /** One route. */
    private record Brought(AgencySheets sheets, SheetPoll poll) {}

    @Activate
    public SftpSource(
            @Reference FileServers servers,
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this.servers = servers;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Lấy bảng tính CSV, XLSX từ máy chủ SFTP hoặc FTPS của cơ quan / Fetches CSV and XLSX sheets from an agency's SFTP or FTPS server")
                .templateParameter("routeName");
        for (var parameter : FileServer.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "pattern",
                        SftpSettings.PATTERN,
                        "tên các bảng tính / names of sheets, with ; between, for example *.csv; camera-*.xlsx")
                .templateParameter(
                        "keep",
                        "false",
                        "true nếu không được thay đổi gì trên máy chủ, ví dụ true / true if nothing on the server is changed, for example true")
                .templateParameter(
                        "report",
                        "",
                        "true: đặt báo cáo cạnh bảng tính / true lays a report beside each sheet; as it may write there if empty, for example true")
                .templateParameter(
                        "stable.seconds",
                        Long.toString(SftpSettings.STABLE_SECONDS),
                        "tệp phải nằm yên bao lâu, ví dụ 10 / how long a file must not change before it is fetched, 1 to 60 seconds, for example 10")
                .templateParameter(
                        "every.seconds",
                        Long.toString(SftpSettings.EVERY_SECONDS),
                        "khoảng nghỉ giữa hai lần xem, ví dụ 900 / pause between two looks, 1 to 604800 seconds, for example 900")
                .templateParameter(Timing.AT.name(), Timing.AT.otherwise(), Timing.AT.description())
                .configure(route -> {
                    var settings = SftpSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder());
                    var name = settings.agency().routeName();
                    var sheets = new AgencySheets(settings.agency(), MEND, imports, intake, sources, Clock.systemUTC())
                            .keepingIn(letters);
                    var poll = poll(settings, name, sheets);
                    brought.put(name, new Brought(sheets, poll));
                    getContext().getRegistry().bind("poll-" + name, poll);
                })
                .from("poll:{{routeName}}")
                .routeDescription("Bảng tính trên máy chủ {{host}} → {{source}}")
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("poll-{{routeName}}", "run");
    }

    private SheetPoll poll(SftpSettings settings, String name, AgencySheets sheets) {
        return new SheetPoll(
                name,
                settings.timing(),
                sheets,
                new Pickup(
                        settings,
                        servers,
                        Path.of(System.getProperty("karaf.data", "data"), NAME, name + ".ledger"),
                        System::nanoTime,
                        SftpSource::passed));
    }

    /** Waits that long, or until nobody wants to wait any more. */
    private static boolean passed(Duration time, BooleanSupplier wanted) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (!wanted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, SLICE.toNanos()));
        }
        return wanted.getAsBoolean();
    }

    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        return brought.get(routeName).sheets().replay(letter, raw);
    }

    /** @return why the last look of that route did not bring all, if it did not */
    Optional<Text> problem(String routeName) {
        return Optional.ofNullable(brought.get(routeName)).map(Brought::poll).flatMap(SheetPoll::problem);
    }
}
