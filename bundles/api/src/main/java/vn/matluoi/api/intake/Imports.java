package vn.matluoi.api.intake;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;

/**
 * Sheets in, reports out: reads a CSV or XLSX file row by row, names its columns by a profile, hands the rows to
 * {@link Intake}, and writes the report back as a sheet. A file that is not a sheet, is truncated or in the wrong
 * encoding gets a report that says so; it never half applies.
 */
@ProviderType
public interface Imports {

    /**
     * Takes in one sheet. A commit is recorded in the audit log first, and once more if it then fails.
     *
     * @param sheet the file's bytes; read once, closed by the caller. Of more than 32 MiB or 50,000 rows nothing is taken
     * @throws vn.matluoi.api.HubException {@code INVALID} if the profile, the default unit or the default sector is
     *     unknown; {@code NOT_FOUND} if the source is
     */
    IntakeReport take(Order order, InputStream sheet);

    /**
     * Writes the report of an import as XLSX: Vietnamese first, one line a finding with row, column, what is wrong and how
     * to mend it, then every raw row with its outcome.
     */
    void writeReport(IntakeReport report, OutputStream xlsx);

    /**
     * What to do with the sheet.
     *
     * @param source the source it speaks for
     * @param profile name of the profile to read it by
     * @param fileName what people call it; only shown, never a path
     * @param mode dry run or commit
     * @param by who brought it
     * @param surface where it came in, for the audit log
     * @param delivery identity of this delivery, see {@link Statement#delivery()}
     * @param complete whether the sheet names every camera of the source
     * @param defaultArea where cameras stand unless a row says otherwise; see {@link Statement#defaultArea()}
     * @param defaultUnit unit that manages them unless a row says otherwise
     * @param defaultSector sector they serve unless a row says otherwise
     */
    record Order(
            SourceId source,
            String profile,
            String fileName,
            Intake.Mode mode,
            String by,
            String surface,
            Optional<String> delivery,
            boolean complete,
            Optional<AreaCode> defaultArea,
            Optional<String> defaultUnit,
            Optional<String> defaultSector) {}
}
