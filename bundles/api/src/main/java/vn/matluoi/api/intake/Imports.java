package vn.matluoi.api.intake;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;

/**
 * Sheets and records in, reports out: reads a CSV or XLSX file row by row, names its columns by a profile, hands the rows to
 * {@link Intake}, and writes the report back as a sheet. A file that is not a sheet, is truncated or in the wrong
 * encoding gets a report that says so; it never half applies.
 */
@ProviderType
public interface Imports {

    /**
     * Takes in one sheet. A commit, and whatever a program brings, is recorded in the audit log first, and once more if it then fails.
     *
     * @param sheet the file's bytes; read once, closed by the caller. Of more than 32 MiB or 50,000 rows nothing is taken
     * @throws vn.matluoi.api.HubException {@code INVALID} if the profile, the default unit or the default sector is
     *     unknown; {@code NOT_FOUND} if the source is
     */
    IntakeReport take(Order order, InputStream sheet);

    /**
     * Takes in what a system tells of its cameras without any sheet, by the same profiles as the sheets of the same agency.
     * Findings count records (“phần tử 3”, item 3) and name their headings. Values in the letters of old fonts (TCVN3, VNI) are read as
     * in a sheet, heading by heading: a finding says so, or, if it is in doubt, nothing is taken. A commit is recorded as that of a sheet is.
     *
     * <p>Of more than {@value Records#MOST} records, {@value Records#MOST_HEADINGS} headings, {@value Records#LONGEST_HEADING}
     * characters in one of them, {@value Records#MOST_VALUES} values or {@value Records#MOST_CHARACTERS} characters in all nothing
     * is taken; the report says so.
     *
     * @throws vn.matluoi.api.HubException as {@link #take(Order, InputStream)}
     */
    IntakeReport take(Order order, Records records);

    /**
     * Records of one system: one a camera.
     *
     * @param headings those that come before all others where several mean the same field; may be empty
     * @param each values by heading. A heading that a record does not have is not spoken of; null or blank is said to be empty.
     *     Iterated several times, in the calling thread, and the same each time; may be lazy
     */
    record Records(List<String> headings, Iterable<Map<String, String>> each) {

        public static final int MOST = 50_000;
        public static final int MOST_HEADINGS = 200;
        public static final int LONGEST_HEADING = 200;

        /** Of 50,000 cameras 20 each. */
        public static final int MOST_VALUES = 1_000_000;

        public static final int MOST_CHARACTERS = 32 << 20;

        public Records {
            headings = List.copyOf(headings);
            Objects.requireNonNull(each, "each");
        }
    }

    /**
     * Writes the report of an import as XLSX: Vietnamese first, one line a finding with row, column, what is wrong and how
     * to mend it, then every raw row with its outcome.
     */
    void writeReport(IntakeReport report, OutputStream xlsx);

    /**
     * What of a report the agency may see whose source spoke: no id, name or place of a camera of others, only that there is one, and
     * that the province decides; of a camera of others that is a state secret (R1.4) nothing. Kept is the whole report.
     */
    IntakeReport forAgency(IntakeReport report);

    /**
     * What to do with the sheet or the records.
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
     * @param broughtAt when it was brought, if that was before now: it speaks of that moment then, and is not complete if its source
     *     has spoken since, see {@link Statement#complete()}
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
            Optional<String> defaultSector,
            Optional<Instant> broughtAt) {

        /** What is brought now. */
        public Order(
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
                Optional<String> defaultSector) {
            this(
                    source,
                    profile,
                    fileName,
                    mode,
                    by,
                    surface,
                    delivery,
                    complete,
                    defaultArea,
                    defaultUnit,
                    defaultSector,
                    Optional.empty());
        }
    }
}
