package vn.matluoi.source.file.internal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.source.Sources;

/**
 * One inbox folder: takes a sheet from the drop to its end. Neither lost nor applied twice, wherever the hub is
 * killed:
 *
 * <ul>
 *   <li>before the claim, the sheet still lies in the inbox;
 *   <li>after the claim, it lies in {@code processing} and goes back to the inbox at the next start, with the number of its
 *       claim in its name;
 *   <li>after the intake committed, the same delivery handed in again returns the first report and changes nothing;
 *   <li>after the report was written, it is written again, the same.
 * </ul>
 *
 * A failure that is not the sheet's fault (database away, disk full) puts it back and tries again later; a fault of the
 * sheet ends in {@code failed}. So does a sheet over which the hub itself fails or ends five times, restarts included, with
 * a reference that is in the log.
 */
public final class Inbox implements GenericFileProcessStrategy<File>, GenericFileFilter<File> {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int MOST_TRIES = 5;
    private static final String CLAIMED = "MatLuoiClaimed";
    private static final String TRIED = "MatLuoiTried";

    private final InboxSettings settings;
    private final InboxFolders folders;
    private final Patience patience;
    private final Imports imports;
    private final Sources sources;
    private volatile Optional<Text> refusal = Optional.empty();

    Inbox(InboxSettings settings, InboxFolders folders, Patience patience, Imports imports, Sources sources) {
        this.settings = settings;
        this.folders = folders;
        this.patience = patience;
        this.imports = imports;
        this.sources = sources;
    }

    String routeName() {
        return settings.agency().routeName();
    }

    /** @return why the source that the sheets speak for cannot be made, if it cannot */
    Optional<Text> refusal() {
        return refusal;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint)
            throws IOException {
        folders.open();
        registerSource();
    }

    /** Leaves alone what is no file itself, and what a copying program or an office suite keeps beside the real file. */
    @Override
    public boolean accept(GenericFile<File> file) {
        var name = file.getFileNameOnly().toLowerCase(java.util.Locale.ROOT);
        return InboxFolders.isSheet(Path.of(file.getAbsoluteFilePath()))
                && !name.startsWith(".")
                && !name.startsWith("~$")
                && !name.endsWith(".part")
                && !name.endsWith(".tmp")
                && !name.endsWith(".crdownload")
                && folders.hasRoom()
                && patience.mayTake(new File(file.getAbsoluteFilePath()));
    }

    @Override
    public boolean begin(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        var sheet = Path.of(file.getAbsoluteFilePath());
        var claimed = folders.claim(sheet);
        patience.taken(sheet.getFileName().toString());
        exchange.setProperty(CLAIMED, claimed);
        return true;
    }

    /** Takes in the claimed sheet and ends it. Called by the route. */
    public void take(Exchange exchange) throws IOException {
        var claimed = exchange.getProperty(CLAIMED, Path.class);
        var tries = InboxFolders.tries(claimed);
        try {
            end(
                    claimed,
                    tries < MOST_TRIES
                            ? report(claimed)
                            : givenUp(claimed, new IllegalStateException("each time the hub ended")));
        } catch (HubException | UncheckedIOException e) {
            throw e; // the database's or the disk's turn: again later
        } catch (RuntimeException e) { // a fault of the hub: whatever it is, the sheet must not be tried for ever
            if (tries + 1 < MOST_TRIES) {
                exchange.setProperty(TRIED, true);
                throw e;
            }
            end(claimed, givenUp(claimed, e));
        }
        exchange.getMessage().setBody(null);
    }

    private IntakeReport givenUp(Path claimed, RuntimeException why) {
        var reference = InboxFolders.number(claimed);
        LOG.error(
                "route {}: {} ends in failed after {} tries, reference {}",
                settings.agency().routeName(),
                InboxFolders.nameOf(claimed),
                MOST_TRIES,
                reference,
                why);
        return refused(InboxFolders.nameOf(claimed), faultOfTheHub(reference));
    }

    private void end(Path claimed, IntakeReport report) throws IOException {
        var end = isRefused(report) ? folders.failed() : folders.done();
        folders.finish(claimed, end, out -> imports.writeReport(report, out));
        patience.finished(claimed.getFileName().toString());
        var counts = report.counts();
        LOG.info(
                "route {}: {} taken in: {} rows, {} new, {} changed, {} unchanged, {} refused, {} doubtful",
                settings.agency().routeName(),
                InboxFolders.nameOf(claimed),
                counts.rows(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.rejected(),
                counts.doubtful());
    }

    @Override
    public void abort(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        rollback(operations, endpoint, exchange, file);
    }

    @Override
    public void commit(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file) {
        // take() has put the sheet where it belongs
    }

    @Override
    public void rollback(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        var claimed = exchange.getProperty(CLAIMED, Path.class);
        if (claimed != null) {
            var tried = exchange.removeProperty(TRIED) != null;
            var name = tried ? folders.giveBackTried(claimed) : folders.giveBack(claimed);
            patience.cameBack(claimed.getFileName().toString(), name);
        }
    }

    private IntakeReport report(Path claimed) throws IOException {
        var name = InboxFolders.nameOf(claimed);
        try (var sheet = InboxFolders.read(claimed)) {
            registerSource();
            return imports.take(settings.agency().order(name, Optional.of(InboxFolders.delivery(claimed))), sheet);
        } catch (HubException e) {
            if (passes(e)) {
                throw e;
            }
            return refused(
                    name,
                    finding(
                            e.rule(),
                            e.text(),
                            new Text(
                                    "Sửa theo lý do trên rồi thả lại tệp vào thư mục.",
                                    "Mend the cause above, then drop the file into the folder again.")));
        }
    }

    private static Finding faultOfTheHub(String reference) {
        return finding(
                "hub.fault",
                new Text(
                        "Hệ thống đã %d lần gặp lỗi hoặc dừng khi đọc tệp. Mã tra cứu: %s"
                                .formatted(MOST_TRIES, reference),
                        "The hub failed or ended %d times while it read the file. Reference: %s"
                                .formatted(MOST_TRIES, reference)),
                new Text(
                        "Báo mã tra cứu cho người quản trị (mã có trong nhật ký); khi đã khắc phục, thả lại tệp vào thư mục. Thả lại không ghi trùng.",
                        "Give the reference to the administrator (it is in the log); once mended, drop the file into the folder again. Nothing is written twice by that."));
    }

    private static Finding finding(String rule, Text message, Text mend) {
        return new Finding(
                Finding.Severity.ERROR, 0, Optional.empty(), Optional.empty(), rule, message, mend, List.of());
    }

    private IntakeReport refused(String name, Finding finding) {
        return new IntakeReport(
                0,
                settings.agency().source(),
                name,
                Intake.Mode.COMMIT,
                Instant.now(),
                new IntakeReport.Counts(0, 0, 0, 0, 0, 0, 0),
                List.of(finding),
                List.of());
    }

    private static boolean isRefused(IntakeReport report) {
        var counts = report.counts();
        return report.findings().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)
                || (counts.rows() > 0 && counts.rejected() == counts.rows());
    }

    /** The sheets need a source to speak for; the first time, the route makes it. */
    private void registerSource() {
        try {
            settings.agency().register(sources);
            refusal = Optional.empty();
        } catch (HubException e) {
            if (!passes(e)) {
                refusal = Optional.of(e.text());
            }
            throw e;
        }
    }

    /** @return whether it will be otherwise in a while without anybody's doing */
    private static boolean passes(HubException e) {
        return e.reason() == HubException.Reason.UNAVAILABLE || e.reason() == HubException.Reason.BUSY;
    }
}
