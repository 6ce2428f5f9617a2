package vn.matluoi.source.rest.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

/**
 * One interface that is asked again and again. What it answers is taken whole or not at all; why it was not is kept
 * among the imports, once for each cause, and shown. An answer that was taken without a row refused is not taken in again while it stays
 * the same. Run by one thread at a time; ended and asked for its {@link #problem()} by any.
 */
public final class Poll {

    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(15); // as long as the hub's client waits for anybody

    private final RestSettings settings;
    private final DeviceHttp http;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final Clock clock;
    private final LongSupplier nanos;
    private String taken = "";
    private String failing = ""; // the rule
    private volatile Optional<Text> problem = Optional.empty();
    private volatile boolean over;

    Poll(
            RestSettings settings,
            DeviceHttp http,
            Imports imports,
            Intake intake,
            Sources sources,
            Clock clock,
            LongSupplier nanos) {
        this.settings = settings;
        this.http = http;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.clock = clock;
        this.nanos = nanos;
    }

    String routeName() {
        return settings.agency().routeName();
    }

    /** @return why the last run brought nothing, if it did not */
    Optional<Text> problem() {
        return problem;
    }

    /** Its route is stopped or gone: a run that is under way brings nothing any more. */
    void end() {
        over = true;
    }

    /**
     * Asks once. Called by the route.
     *
     * @throws HubException if the hub cannot take it now; the next run tries again
     */
    public void run() {
        try {
            settings.agency().register(sources);
            ask();
        } catch (HubException e) {
            if (e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.BUSY) {
                throw e;
            }
            if (!failing.equals(e.rule())) {
                LOG.warn("route {}: {}", routeName(), e.text());
            }
            failing = e.rule();
            problem = Optional.of(e.text());
        }
    }

    private void ask() {
        try (var connection = http.connect(target())) {
            var table = new PagedList(settings, connection, () -> !over, nanos).read();
            if (table.rows() == 0) {
                throw Unusable.because(
                        "rest.empty",
                        "danh sách không có camera nào; trạm không coi đó là đã gỡ hết",
                        "the list has no cameras; that is not taken for all of them being gone");
            }
            if (!over) {
                take(table);
            }
        } catch (Refused e) {
            failed("rest." + e.why().name().toLowerCase(Locale.ROOT), explained(e));
        } catch (DeviceException e) {
            failed("rest.unreachable", e.text());
        } catch (Unusable e) {
            failed(e.rule(), e.text());
        }
    }

    private Target target() throws Unusable {
        var secret = "";
        if (settings.secret().isPresent()) {
            var file = settings.secret().get();
            try {
                secret = Files.readString(file).strip();
            } catch (IOException e) {
                throw Unusable.because(
                        "rest.secret",
                        "không đọc được tệp mật khẩu etc/keys/%s".formatted(file.getFileName()),
                        "the file with the password, etc/keys/%s, cannot be read".formatted(file.getFileName()));
            }
        }
        return new Target(
                settings.agency().source(),
                settings.address(),
                settings.username(),
                secret,
                TIMEOUT,
                Optional.empty(),
                settings.certificate(),
                Map.of());
    }

    /** The client speaks to people who enter sources; here a file is to be changed. */
    private Text explained(Refused refused) {
        var https = "https".equalsIgnoreCase(settings.address().getScheme());
        return switch (refused.why()) {
            case CREDENTIALS ->
                settings.username().isEmpty()
                        ? new Text(
                                "hệ thống đòi đăng nhập; hãy đặt username và secret.file",
                                "the system asks for a log-in; set username and secret.file")
                        : new Text(
                                "hệ thống không nhận username hoặc mật khẩu trong tệp secret.file%s; trạm thử lại khi tệp đổi, hoặc sau 15 phút"
                                        .formatted(https ? "" : ", hoặc đòi kiểu Basic, mà trạm chỉ gửi qua https"),
                                "the system does not accept username or the password in the file secret.file%s; the hub tries again when the file changes, or after 15 minutes"
                                        .formatted(
                                                https
                                                        ? ""
                                                        : ", or asks for Basic, which the hub sends over https only"));
            case CERTIFICATE ->
                new Text(
                        "chứng thư của hệ thống khác khóa certificate%s; hỏi cơ quan quản lý hệ thống đó trước khi sửa"
                                .formatted(refused.evidence()
                                        .map(" (%s)"::formatted)
                                        .orElse("")),
                        "the system's certificate is not that of the key certificate%s; ask those who run it before you change it"
                                .formatted(refused.evidence()
                                        .map(" (%s)"::formatted)
                                        .orElse("")));
            default -> refused.text();
        };
    }

    private void take(ItemTable table) {
        var csv = table.csv();
        var digest = digest(csv);
        if (!digest.equals(taken)) {
            var report = imports.take(
                    settings.agency().order(settings.address().getHost() + ".csv", Optional.empty()),
                    new ByteArrayInputStream(csv));
            noted(report, digest);
        }
    }

    /** What was refused is handed in again: what it lacked may be there by then. */
    private void noted(IntakeReport report, String digest) {
        var counts = report.counts();
        var fault = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst();
        taken = fault.isEmpty() && counts.rejected() == 0 ? digest : "";
        failing = fault.map(Finding::rule).orElse("");
        problem = fault.map(Finding::message).or(() -> Optional.of(new Text(
                        "%d trên %d camera bị trả lại; xem báo cáo của lần nhập"
                                .formatted(counts.rejected(), counts.rows()),
                        "%d of %d cameras were returned; see the import's report"
                                .formatted(counts.rejected(), counts.rows())))
                .filter(text -> counts.rejected() > 0));
        LOG.info(
                "route {}: {} rows, {} new, {} changed, {} unchanged, {} refused, {} doubtful",
                routeName(),
                counts.rows(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.rejected(),
                counts.doubtful());
    }

    /** What brought nothing is kept, too; for the same cause again it is not. */
    private void failed(String rule, Text why) {
        if (over) {
            return;
        }
        problem = Optional.of(why);
        if (failing.equals(rule)) {
            return;
        }
        LOG.warn("route {}: {}", routeName(), why);
        intake.submit(
                new Statement(
                        settings.agency().source(),
                        Layer.AGENCY,
                        "route:" + routeName(),
                        clock.instant(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        settings.address().getHost(),
                        Optional.of(settings.agency().area()),
                        settings.agency().unit(),
                        settings.agency().sector(),
                        Map.of(),
                        List.of(new Finding(
                                Finding.Severity.ERROR,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                rule,
                                why,
                                new Text(
                                        "Chưa ghi gì; lượt sau trạm hỏi lại.",
                                        "Nothing was taken; the hub asks again at the next run."),
                                List.of())),
                        List.of()),
                Intake.Mode.COMMIT);
        failing = rule;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
