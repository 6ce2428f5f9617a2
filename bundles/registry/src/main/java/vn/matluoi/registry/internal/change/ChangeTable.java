package vn.matluoi.registry.internal.change;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Page;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** The change feed, from the table {@code changes}. */
@Component(service = Changes.class)
public final class ChangeTable implements Changes {

    private static final String HISTORY = "history";
    private static final String SELECT =
            "select seq, changed_at, kind, subject, fields, changed_by, import_id from changes";

    private final Database database;

    @Activate
    public ChangeTable(@Reference Database database) {
        this.database = database;
    }

    @Override
    public List<Change> read(Scope scope, long after, int limit) {
        Limits.check("limit", limit, 1000);
        var where = new Where().and("seq > ?", after).scope(scope, "area");
        return database.read(connection -> Rows.list(
                connection,
                SELECT + where.sql() + " order by seq fetch first " + limit + " rows only",
                where.values(),
                ChangeTable::change));
    }

    /** @return the changes of some subjects, newest first, read within the caller's transaction */
    public static Page<Change> of(
            Connection connection, Scope scope, List<String> subjects, int limit, Optional<String> cursor)
            throws SQLException {
        var where = new Where()
                .and("subject in (" + Rows.marks(subjects.size()) + ")", subjects.toArray())
                .scope(scope, "area");
        var total = Rows.number(connection, "select count(*) from changes" + where.sql(), where.values());
        cursor.ifPresent(at -> where.and("seq < ?", Cursor.number(HISTORY, at)));
        var found = Rows.list(
                connection,
                SELECT + where.sql() + " order by seq desc fetch first " + (limit + 1) + " rows only",
                where.values(),
                ChangeTable::change);
        var page = found.subList(0, Math.min(limit, found.size()));
        var next = found.size() <= limit
                ? Optional.<String>empty()
                : Optional.of(
                        Cursor.of(HISTORY, Long.toString(page.get(limit - 1).sequence())));
        return new Page<>(page, next, total);
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getLong("seq"),
                Rows.instant(row, "changed_at"),
                row.getString("kind"),
                row.getString("subject"),
                Json.words(row.getString("fields")),
                row.getString("changed_by"),
                row.getLong("import_id"));
    }

    @Override
    public long last() {
        return database.read(
                connection -> Rows.number(connection, "select coalesce(max(seq), 0) from changes", List.of()));
    }
}
