package vn.matluoi.registry.internal.change;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
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
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** The change feed, from the table {@code changes}. */
@Component(service = Changes.class)
public final class ChangeTable implements Changes {

    private static final String HISTORY = "history";
    private static final String SELECT =
            "select seq, changed_at, kind, subject, fields, changed_by, import_id from changes";

    private static final String SECRET = "select 1 from cameras c where c.id = %s and c.state_secret = 'true'";
    private static final String SECRET_ALIAS = "select 1 from camera_aliases a join cameras c on c.id = a.camera"
            + " where a.alias = %s and c.state_secret = 'true'";

    private final Database database;

    @Activate
    public ChangeTable(@Reference Database database) {
        this.database = database;
    }

    @Override
    public List<Change> read(Scope scope, long after, int limit) {
        Limits.check("limit", limit, 1000);
        var where = within(new Where().and("seq > ?", after), scope);
        return database.read(connection -> discreet(
                connection,
                scope,
                Rows.list(
                        connection,
                        SELECT + where.sql() + " order by seq fetch first " + limit + " rows only",
                        where.values(),
                        ChangeTable::change)));
    }

    /** What became of a camera before it was a state secret (R1.4) is one now, under whichever of its ids it was noted. */
    private static Where within(Where where, Scope scope) {
        where.scope(scope, "area");
        if (!scope.secrets()) {
            where.and("not exists (" + SECRET.formatted("changes.subject") + ")")
                    .and("not exists (" + SECRET_ALIAS.formatted("changes.subject") + ")");
        }
        return where;
    }

    /** The other camera of a merge or split may be a state secret. */
    private static List<Change> discreet(Connection connection, Scope scope, List<Change> changes) throws SQLException {
        var others = changes.stream()
                .map(change -> change.fields().get(OTHER))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (scope.secrets() || others.isEmpty()) {
            return changes;
        }
        var secret = new HashSet<String>();
        for (var sql : List.of(
                "select id from cameras where state_secret = 'true' and id in (%s)",
                "select a.alias from camera_aliases a join cameras c on c.id = a.camera where c.state_secret = 'true' and"
                        + " a.alias in (%s)")) {
            Lookup.each(connection, sql, List.of(), others, row -> secret.add(row.getString(1)));
        }
        return changes.stream()
                .map(change -> secret.contains(change.fields().get(OTHER)) ? withoutOther(change) : change)
                .toList();
    }

    private static Change withoutOther(Change change) {
        var fields = new LinkedHashMap<>(change.fields());
        fields.remove(OTHER);
        return new Change(
                change.sequence(),
                change.at(),
                change.kind(),
                change.subject(),
                fields,
                change.by(),
                change.importId());
    }

    /** @return the changes of some subjects, newest first, read within the caller's transaction */
    public static Page<Change> of(
            Connection connection, Scope scope, List<String> subjects, int limit, Optional<String> cursor)
            throws SQLException {
        var where =
                within(new Where().and("subject in (" + Rows.marks(subjects.size()) + ")", subjects.toArray()), scope);
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
        return new Page<>(discreet(connection, scope, page), next, total);
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
