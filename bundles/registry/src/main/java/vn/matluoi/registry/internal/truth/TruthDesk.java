package vn.matluoi.registry.internal.truth;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Tells of conflicts and gaps from what is kept with each camera. */
@Component(service = Truth.class)
public final class TruthDesk implements Truth {

    private static final String LIST = "conflicts";
    private static final int MOST = 200;
    private static final String CONFLICTS = " from camera_conflicts x join cameras c on c.id = x.camera";

    private final Database database;

    @Activate
    public TruthDesk(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Page<Conflict> conflicts(Scope scope, Optional<AreaCode> area, int limit, Optional<String> cursor) {
        Limits.check("limit", limit, MOST);
        var where = new Where().cameras(scope, "c");
        area.ifPresent(root -> where.under(List.of(root), "c.area"));
        return database.read(connection -> {
            var total = Rows.number(connection, "select count(*)" + CONFLICTS + where.sql(), where.values());
            cursor.map(at -> Cursor.keys(LIST, 1, at)).ifPresent(keys -> where.and("x.camera > ?", keys.get(0)));
            var found = Rows.list(
                    connection,
                    "select x.camera, x.fields" + CONFLICTS + where.sql() + " order by x.camera fetch first "
                            + (limit + 1) + " rows only",
                    where.values(),
                    row -> Map.entry(row.getString(1), row.getString(2)));
            var page = found.subList(0, Math.min(limit, found.size()));
            var ids = page.stream().map(Map.Entry::getKey).toList();
            var cameras = CameraTable.of(connection, ids);
            var stated = StatedTable.of(connection, ids);
            var items = new ArrayList<Conflict>(page.size());
            for (var one : page) {
                items.add(conflict(
                        cameras.get(one.getKey()), stated.getOrDefault(one.getKey(), List.of()), one.getValue()));
            }
            var next = found.size() <= limit
                    ? Optional.<String>empty()
                    : Optional.of(Cursor.of(LIST, page.get(limit - 1).getKey()));
            return new Page<>(items, next, total);
        });
    }

    private static Conflict conflict(Camera camera, List<Stated> stated, String fields) {
        return new Conflict(
                camera.id(),
                Optional.ofNullable(camera.values().get(CameraField.NAME)),
                camera.area(),
                said(camera, stated, Conflicting.fields(fields)));
    }

    private static Map<CameraField, List<StatedValue>> said(
            Camera camera, List<Stated> stated, Iterable<CameraField> fields) {
        var said = new EnumMap<CameraField, List<StatedValue>>(CameraField.class);
        for (var field : fields) {
            var speakers = stated.stream()
                    .filter(one -> Conflicting.speaks(field, one))
                    .toList();
            said.put(
                    field,
                    CameraTable.values(camera, stated).stream()
                            .filter(value -> value.field() == field)
                            .filter(value -> speakers.stream()
                                    .anyMatch(
                                            one -> one.source().equals(value.source()) && one.layer() == value.layer()))
                            .toList());
        }
        return said;
    }

    @Override
    public Map<CameraField, List<StatedValue>> conflicts(Scope scope, CameraId id) {
        return database.read(connection -> {
            var camera = CameraTable.find(connection, scope, id);
            if (camera.isEmpty()) {
                return Map.of();
            }
            var own = camera.get().id().value();
            var stated = StatedTable.of(connection, List.of(own)).getOrDefault(own, List.of());
            return said(camera.get(), stated, Conflicting.of(stated));
        });
    }

    @Override
    public Optional<Completeness> completeness(Scope scope, CameraId id) {
        return database.read(connection -> CameraTable.find(connection, scope, id))
                .map(camera -> AskedFields.of(AskedFields.known(camera.values())));
    }

    @Override
    public List<AgencyCompleteness> completeness(Scope scope, Optional<AreaCode> area, Agency agency) {
        var where = new Where().cameras(scope, "c");
        area.ifPresent(root -> where.under(List.of(root), "c.area"));
        var column = agency == Agency.UNIT ? "c.unit" : "c.source";
        var sums = new HashMap<Optional<String>, Sum>();
        database.read(connection -> count(connection, column, where, sums));
        return sums.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .sorted(Comparator.comparingDouble(AgencyCompleteness::score)
                        .thenComparing(one -> one.agency().orElse("")))
                .toList();
    }

    private static int count(Connection connection, String column, Where where, Map<Optional<String>, Sum> sums)
            throws SQLException {
        return Rows.list(
                        connection,
                        "select " + column + ", c.known, count(*) from cameras c" + where.sql() + " group by " + column
                                + ", c.known",
                        where.values(),
                        row -> {
                            sums.computeIfAbsent(Optional.ofNullable(row.getString(1)), any -> new Sum())
                                    .add(AskedFields.of(row.getString(2)), row.getLong(3));
                            return 1;
                        })
                .size();
    }

    /** What was counted of one agency. */
    private static final class Sum {

        private final Map<CameraField, Long> missing = new EnumMap<>(CameraField.class);
        private long cameras;
        private long complete;
        private long score;

        void add(Completeness one, long count) {
            cameras += count;
            score += count * one.score();
            complete += one.missing().isEmpty() ? count : 0;
            one.missing().forEach(field -> missing.merge(field, count, Long::sum));
        }

        AgencyCompleteness of(Optional<String> agency) {
            return new AgencyCompleteness(
                    agency, cameras, complete, Math.round(10.0 * score / cameras) / 10.0, missing);
        }
    }
}
