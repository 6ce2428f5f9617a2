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
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

/**
 * One interface that is asked again and again. What it answers is taken whole or not at all; why it was not is kept
 * among the imports, once for each cause, and shown. An answer like the one before is not taken in again. Called by one
 * thread at a time; {@link #problem()} by any.
 */
public final class Poll {

    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RestSettings settings;
    private final DeviceHttp http;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final Clock clock;
    private String taken = "";
    private volatile Optional<Text> problem = Optional.empty();

    Poll(RestSettings settings, DeviceHttp http, Imports imports, Intake intake, Sources sources, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.clock = clock;
    }

    String routeName() {
        return settings.agency().routeName();
    }

    /** @return why the last run brought nothing, if it did not */
    Optional<Text> problem() {
        return problem;
    }

    /**
     * Asks once. Called by the route.
     *
     * @throws HubException if the hub cannot take it now; the next run tries again
     */
    public void run() {
        settings.agency().register(sources);
        try (var connection = http.connect(target())) {
            var table = new PagedList(settings, connection).read();
            if (table.rows() == 0) {
                throw Unusable.because(
                        "rest.empty",
                        "danh sách không có camera nào; trạm không coi đó là đã gỡ hết",
                        "the list has no cameras; that is not taken for all of them being gone");
            }
            take(table);
            problem = Optional.empty();
        } catch (DeviceException e) {
            failed(
                    e instanceof DeviceException.Refused refused
                            ? "rest." + refused.why().name().toLowerCase(java.util.Locale.ROOT)
                            : "rest.unreachable",
                    e.text());
        } catch (Unusable e) {
            failed(e.rule(), e.text());
        }
    }

    private Target target() throws Unusable {
        var secret = "";
        if (settings.secret().isPresent()) {
            try {
                secret = Files.readString(settings.secret().get()).strip();
            } catch (IOException e) {
                throw Unusable.because(
                        "rest.secret",
                        "không đọc được tệp mật khẩu etc/keys/%s"
                                .formatted(settings.secret().get().getFileName()),
                        "the file with the password, etc/keys/%s, cannot be read"
                                .formatted(settings.secret().get().getFileName()));
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

    private void take(ItemTable table) {
        var csv = table.csv();
        var digest = digest(csv);
        if (digest.equals(taken)) {
            LOG.debug("route {}: nothing new", routeName());
            return;
        }
        var report = imports.take(
                settings.agency().order(settings.address().getHost() + ".csv", Optional.empty()),
                new ByteArrayInputStream(csv));
        taken = digest;
        var counts = report.counts();
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

    /** What brought nothing is kept, too; the same again is not. */
    private void failed(String rule, Text why) {
        if (problem.filter(why::equals).isPresent()) {
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
        problem = Optional.of(why);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
