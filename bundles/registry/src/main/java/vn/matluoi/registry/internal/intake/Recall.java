package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.intake.Evidence.Kind;
import vn.matluoi.registry.internal.normalise.Rules;

/** What of {@link QuietRows} still holds now. */
final class Recall {

    /** Beyond, looking at each of them costs more than it saves. */
    private static final int MOST_CHANGED = 20_000;

    private static final Set<String> REGROUPED = Set.of("camera.merged", "camera.split");

    private final Optional<QuietRows> rows;
    private final Set<String> changed = new HashSet<>();
    /** Channels and codes of the cameras that changed: rows that say one of them may speak of another camera now. */
    private final Set<String> channels = new HashSet<>();

    private final Set<String> codes = new HashSet<>();

    private Recall(Optional<QuietRows> rows) {
        this.rows = rows;
    }

    static Recall nothing() {
        return new Recall(Optional.empty());
    }

    static Recall of(Connection connection, SourceId source, Optional<QuietRows> rows, Rules rules)
            throws SQLException {
        var kept = rows.filter(one -> one.basis().equals(rules.basis()));
        if (kept.isEmpty()) {
            return nothing();
        }
        var after = kept.get().change();
        var last = lastChange(connection);
        if (last < after || last - after > MOST_CHANGED) {
            return nothing();
        }
        var recall = new Recall(kept);
        return last == after || recall.leaveOut(connection, source, after) ? recall : nothing();
    }

    /** @return number of the newest change that is committed */
    static long lastChange(Connection connection) throws SQLException {
        return Rows.number(connection, "select coalesce(max(seq), 0) from changes", List.of());
    }

    /** @return whether anything is left */
    private boolean leaveOut(Connection connection, SourceId source, long after) throws SQLException {
        var kinds = new HashSet<String>();
        Rows.list(
                connection,
                "select kind, subject from changes where seq > ? and kind like 'camera.%'",
                List.of(after),
                row -> kinds.add(row.getString(1)) | changed.add(row.getString(2)));
        if (kinds.stream().anyMatch(REGROUPED::contains)) {
            return false;
        }
        Lookup.each(
                connection,
                "select kind, content from evidence where source = ? and kind in ('CHANNEL', 'CODE') and camera in (%s)",
                List.of(source.value()),
                changed,
                row -> (row.getString(1).equals(Kind.CODE.name()) ? codes : channels).add(row.getString(2)));
        return true;
    }

    /** @return the row as it is remembered, if it has nothing new to say */
    Optional<QuietRows.Row> quiet(Draft draft) {
        if (rows.isEmpty()
                || !draft.named()
                || !draft.normalised().findings().isEmpty()
                || draft.channel().filter(channels::contains).isPresent()
                || draft.code().filter(codes::contains).isPresent()) {
            return Optional.empty();
        }
        return rows.get().find(RowKey.of(draft)).filter(row -> !changed.contains(row.camera()));
    }
}
