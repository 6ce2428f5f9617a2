package vn.matluoi.registry.internal.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Scope;

/** The conditions of one query, with the values they bind. */
public final class Where {

    private final StringBuilder sql = new StringBuilder(" where 1 = 1");
    private final List<Object> values = new ArrayList<>();

    public Where and(String condition, Object... bound) {
        sql.append(" and ").append(condition);
        values.addAll(Arrays.asList(bound));
        return this;
    }

    /** Only rows whose area stands in the scope. */
    public Where scope(Scope scope, String column) {
        if (!scope.everything()) {
            under(scope.areas(), column);
        }
        return this;
    }

    /** Only cameras of the scope: state secrets (R1.4) only if it holds them. {@code alias} is that of the table {@code cameras} */
    public Where cameras(Scope scope, String alias) {
        scope(scope, alias + ".area");
        return scope.secrets() ? this : open(alias);
    }

    /** Only cameras that are no state secrets. */
    public Where open(String alias) {
        return and("(" + alias + ".state_secret is null or " + alias + ".state_secret <> 'true')");
    }

    /** Only rows whose area is one of these or stands below one; no row at all if there are none. */
    public Where under(Collection<AreaCode> roots, String column) {
        if (roots.isEmpty()) {
            return and("1 = 0");
        }
        var codes = roots.stream().map(AreaCode::value).sorted().toArray();
        if (roots.stream().allMatch(Where::isCommune)) {
            // nothing stands below a commune; said so plainly, an index gives the rows in the list's order
            return and(column + " in (" + Rows.marks(codes.length) + ")", codes);
        }
        return and(
                column + " in (select area from area_closure where ancestor in (" + Rows.marks(codes.length) + "))",
                codes);
    }

    private static boolean isCommune(AreaCode code) {
        return code.value().length() == 5;
    }

    /** Only rows whose text holds every word; {@code key} is a search key, so nothing in it needs escaping. */
    public Where words(String key, String column) {
        if (key.isEmpty()) {
            return and("1 = 0");
        }
        for (var word : key.split(" ")) {
            and(column + " like ?", "%" + word + "%");
        }
        return this;
    }

    public String sql() {
        return sql.toString();
    }

    public List<Object> values() {
        return values;
    }
}
