package vn.matluoi.source.file.internal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;

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
    private static final String CLAIMED = "MatLuoiClaimed";
    private static final String TRIED = "MatLuoiTried";

    private final InboxSettings settings;
    private final InboxFolders folders;
    private final Patience patience;
    private final AgencySheets sheets;

    Inbox(InboxSettings settings, InboxFolders folders, Patience patience, AgencySheets sheets) {
        this.settings = settings;
        this.folders = folders;
        this.patience = patience;
        this.sheets = sheets;
    }

    String routeName() {
        return settings.agency().routeName();
    }

    /** @return why the source that the sheets speak for cannot be made, if it cannot */
    Optional<Text> refusal() {
        return sheets.refusal();
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint)
            throws IOException {
        folders.open();
        sheets.register();
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
                    tries < AgencySheets.MOST_TRIES
                            ? report(claimed)
                            : givenUp(claimed, new IllegalStateException("each time the hub ended")));
        } catch (HubException | UncheckedIOException e) {
            throw e; // the database's or the disk's turn: again later
        } catch (RuntimeException e) { // a fault of the hub: whatever it is, the sheet must not be tried for ever
            if (tries + 1 < AgencySheets.MOST_TRIES) {
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
                AgencySheets.MOST_TRIES,
                reference,
                why);
        return sheets.giveUp(InboxFolders.nameOf(claimed), reference);
    }

    private void end(Path claimed, IntakeReport report) throws IOException {
        var end = folders.done();
        if (AgencySheets.isRefused(report)) {
            try (var sheet =
                    InboxFolders.read(claimed)) { // the folder is the agency's: what it takes out of it is still here
                sheets.keep(InboxFolders.nameOf(claimed), report, sheet);
            }
            end = folders.failed();
        }
        folders.finish(claimed, end, out -> sheets.writeReport(report, out));
        patience.finished(claimed.getFileName().toString());
        LOG.info(
                "route {}: {} taken in: {}",
                settings.agency().routeName(),
                InboxFolders.nameOf(claimed),
                AgencySheets.inShort(report));
    }

    Optional<Text> replay(DeadLetter letter, byte[] raw) {
        return sheets.replay(letter, raw);
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
        try (var sheet = InboxFolders.read(claimed)) {
            return sheets.take(InboxFolders.nameOf(claimed), InboxFolders.delivery(claimed), sheet);
        }
    }
}
