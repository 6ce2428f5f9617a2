package vn.matluoi.source.file.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RouteTemplateContext;
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
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.source.Sources;

/**
 * Template {@code source-file}: a folder into which an agency drops its sheets.
 *
 * <p>A sheet that lies still is claimed (moved to {@code processing}), read by its profile, handed to the intake, and
 * ends in {@code done} or {@code failed} beside its {@code .report.xlsx}. See {@link Inbox} for what happens when the
 * hub is killed on the way.
 */
@Component(
        service = {RoutesBuilder.class, FileSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + FileSource.NAME)
public final class FileSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-file";

    private static final String THREADS = "source-file-threads";

    /** A look into a folder takes no time; a sheet takes seconds, and a folder on a network that is away may take long. */
    private static final int THREAD_COUNT = 8;

    private static final Text MEND = new Text(
            "Sửa theo lý do trên rồi thả lại tệp vào thư mục.",
            "Mend the cause above, then drop the file into the folder again.");

    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Map<Path, Inbox> inboxes = new ConcurrentHashMap<>();

    @Activate
    public FileSource(
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
    }

    @Override
    public void configure() {
        var registry = getContext().getRegistry();
        if (registry.lookupByName(THREADS) == null) { // one pool for all folders, as long as the context lives
            registry.bind(
                    THREADS,
                    getContext().getExecutorServiceManager().newScheduledThreadPool(this, THREADS, THREAD_COUNT));
        }
        var template = routeTemplate(NAME)
                .description(
                        "Hộp thư: cơ quan thả bảng tính CSV, XLSX vào một thư mục, trạm ghi báo cáo bên cạnh / A folder into which an agency drops CSV and XLSX sheets; the hub puts a report beside each")
                .templateParameter("routeName");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "folder",
                        null,
                        "đường dẫn đầy đủ của hộp thư, ví dụ /srv/matluoi/inbox/xa-tan-an / absolute path of the inbox folder, for example /srv/matluoi/inbox/xa-tan-an")
                .templateParameter(
                        "poll.ms",
                        "2000",
                        "khoảng nghỉ giữa hai lần xem thư mục, 200 đến 3600000 mili giây, ví dụ 10000 / pause between two looks into the folder, 200 to 3600000 milliseconds, for example 10000")
                .templateParameter(
                        "stable.ms",
                        "1000",
                        "tệp phải nằm yên bao lâu, 100 đến 600000 mili giây, ví dụ 5000 / how long a file must lie unchanged, 100 to 600000 milliseconds, for example 5000")
                .configure(route -> {
                    var inbox = inbox(route);
                    // one inbox a route, under the route's own name
                    getContext().getRegistry().bind("inbox-" + inbox.routeName(), inbox);
                })
                .from(
                        "file:{{folder}}?processStrategy=#inbox-{{routeName}}&filter=#inbox-{{routeName}}&readLock=none&idempotent=false"
                                + "&recursive=false&sortBy=file:modified&maxMessagesPerPoll=20&eagerMaxMessagesPerPoll=false"
                                + "&initialDelay=100&delay={{poll.ms}}&autoCreate=true&scheduledExecutorService=#"
                                + THREADS)
                .routeDescription("Thư mục {{folder}} → {{source}}")
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("inbox-{{routeName}}", "take");
    }

    /** @return what keeps the inbox of that folder from taking sheets, and the mend; empty if nothing does */
    Optional<Text> problem(Path folder) {
        return new InboxFolders(folder).problem().or(() -> Optional.ofNullable(inboxes.get(folder))
                .flatMap(Inbox::refusal));
    }

    /** Its bytes are taken from the letter: the sheet stays where it ended, or where the agency has it by now. */
    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        return inboxes.values().stream()
                .filter(inbox -> inbox.routeName().equals(routeName))
                .findFirst()
                .orElseThrow()
                .replay(letter, raw);
    }

    private Inbox inbox(RouteTemplateContext route) {
        var settings = InboxSettings.of(key -> route.getProperty(key, String.class));
        var inbox = new Inbox(
                settings,
                new InboxFolders(settings.folder()),
                new Patience(System::nanoTime, Duration.ofMillis(settings.stableMillis())),
                new AgencySheets(settings.agency(), MEND, imports, intake, sources, Clock.systemUTC())
                        .keepingIn(letters));
        inboxes.put(settings.folder(), inbox);
        return inbox;
    }
}
