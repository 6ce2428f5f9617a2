package vn.matluoi.source.mail.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.source.Sources;

/** Template {@code source-mail}: an agency sends its sheets to a mailbox of the province; the hub looks there. See {@link Mails}. */
@Component(
        service = {RoutesBuilder.class, MailSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + MailSource.NAME)
public final class MailSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-mail";

    private static final Text MEND = new Text(
            "Sửa theo lý do trên rồi gửi lại thư có đính kèm bảng tính.",
            "Mend the cause above, then send a mail with the sheet attached again.");

    private final DeviceNetworks networks;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Map<String, Brought> brought = new ConcurrentHashMap<>();

    /** One route. */
    private record Brought(AgencySheets sheets, SheetPoll poll) {}

    @Activate
    public MailSource(
            @Reference DeviceNetworks networks,
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this.networks = networks;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Bảng tính CSV, XLSX đính kèm thư, lấy từ hộp thư IMAP / CSV and XLSX sheets attached to mails, taken from an IMAP mailbox")
                .templateParameter("routeName")
                .templateParameter(
                        "host",
                        null,
                        "tên hoặc địa chỉ máy chủ thư / name or address of the mail server, for example mail.example.vn");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "port",
                        Integer.toString(MailSettings.PORT),
                        "cổng IMAP qua TLS, ví dụ 993 / port of IMAP over TLS, 1 to 65535, for example 993")
                .templateParameter(
                        "certificate",
                        null,
                        "dấu vân tay SHA-256 của chứng thư máy chủ / SHA-256 fingerprint of the server's certificate, for example "
                                + PinnedCertificate.EXAMPLE)
                .templateParameter(
                        "username", null, "tài khoản hộp thư / account of the mailbox, for example camera@example.vn")
                .templateParameter(
                        "secret.file",
                        null,
                        "tệp trong etc/keys chứa mật khẩu / file in etc/keys that holds its password, for example hop-thu")
                .templateParameter(
                        "folder",
                        MailSettings.FOLDER,
                        "thư mục thư đến / folder where mails come in, for example INBOX")
                .templateParameter(
                        "from",
                        null,
                        "người gửi được phép / from whom sheets are taken, with ; between, for example camera@xa-tan-an.example.vn; @benh-vien.example.vn")
                .templateParameter(
                        "require.dkim",
                        "false",
                        "true nếu chữ ký DKIM của người gửi phải đúng, ví dụ true / true if the sender's DKIM signature must be good, for example true")
                .templateParameter(
                        "authserv.id",
                        "",
                        "tên máy chủ thư ghi trong Authentication-Results / name by which the own mail server signs Authentication-Results, for example mx.example.vn")
                .templateParameter(
                        "keep",
                        "false",
                        "true: thư ở lại và được đánh dấu; ví dụ true / true: mails stay and are marked; otherwise they go to done or refused; for example true")
                .templateParameter(
                        "every.seconds",
                        Long.toString(MailSettings.EVERY_SECONDS),
                        "khoảng nghỉ giữa hai lần xem, ví dụ 900 / pause between two looks, 1 to 604800 seconds, for example 900")
                .templateParameter(Timing.AT.name(), Timing.AT.otherwise(), Timing.AT.description())
                .configure(route -> {
                    var settings = MailSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder());
                    var name = settings.agency().routeName();
                    var sheets = new AgencySheets(settings.agency(), MEND, imports, intake, sources, Clock.systemUTC())
                            .keepingIn(letters);
                    var poll = poll(settings, name, sheets);
                    brought.put(name, new Brought(sheets, poll));
                    getContext().getRegistry().bind("poll-" + name, poll);
                })
                .from("poll:{{routeName}}")
                .routeDescription("Bảng tính trong thư → {{source}}")
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("poll-{{routeName}}", "run");
    }

    private SheetPoll poll(MailSettings settings, String name, AgencySheets sheets) {
        return new SheetPoll(
                name,
                settings.timing(),
                sheets,
                new Mails(
                        settings,
                        networks,
                        Path.of(System.getProperty("karaf.data", "data"), NAME, name + ".tries"),
                        System::nanoTime));
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
