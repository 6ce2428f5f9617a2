package vn.matluoi.api.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;

/** Every import ever committed, with every raw row. */
@ProviderType
public interface ImportLog {

    /** Newest first; {@code rows} of each report is empty here. */
    default Page<IntakeReport> list(Scope scope, int limit, Optional<String> cursor) {
        return list(scope, Optional.empty(), limit, cursor);
    }

    /** The same of one source. */
    default Page<IntakeReport> list(Scope scope, Optional<SourceId> source, int limit, Optional<String> cursor) {
        return list(scope, source, Optional.empty(), limit, cursor);
    }

    /** The same of those that stand so. */
    Page<IntakeReport> list(
            Scope scope, Optional<SourceId> source, Optional<Standing> standing, int limit, Optional<String> cursor);

    /** @return the whole report as it was given */
    Optional<IntakeReport> find(Scope scope, long importId);

    /** @return what of a report its own agency may see, see {@link vn.matluoi.api.intake.Imports#forAgency} */
    IntakeReport forAgency(IntakeReport report);

    /** @return raw rows as received, by column name, in the order of the sheet; {@code from} counts from 0 */
    List<Map<String, String>> rawRows(Scope scope, long importId, int from, int limit);
}
