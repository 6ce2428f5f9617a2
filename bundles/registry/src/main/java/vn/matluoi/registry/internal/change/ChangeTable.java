package vn.matluoi.registry.internal.change;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** The change feed, from the table {@code changes}. */
@Component(service = Changes.class)
public final class ChangeTable implements Changes {

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
                "select seq, changed_at, kind, subject, fields, changed_by, import_id from changes" + where.sql()
                        + " order by seq fetch first " + limit + " rows only",
                where.values(),
                row -> new Change(
                        row.getLong("seq"),
                        Rows.instant(row, "changed_at"),
                        row.getString("kind"),
                        row.getString("subject"),
                        Json.words(row.getString("fields")),
                        row.getString("changed_by"),
                        row.getLong("import_id"))));
    }

    @Override
    public long last() {
        return database.read(
                connection -> Rows.number(connection, "select coalesce(max(seq), 0) from changes", List.of()));
    }
}
