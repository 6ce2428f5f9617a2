package vn.matluoi.registry.internal.camera;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Cameras, from the table {@code cameras}. */
@Component(service = Cameras.class)
public final class CameraTable implements Cameras {

    private static final String LIST = "cameras";
    private static final String SELECT = "select " + CameraColumns.SELECT + " from cameras c";

    private static final String OBSERVE = "update cameras set state_kind = ?, state_cause = ?, state_since = ?,"
            + " state_proof = ? where id = ? and not (state_kind = ? and coalesce(state_cause, '') = ?"
            + " and state_since = ? and coalesce(state_proof, -1) = ?)";

    private final Database database;
    private final SecretTable secrets;

    @Activate
    public CameraTable(@Reference Database database) {
        this.database = database;
        this.secrets = new SecretTable(database, System::nanoTime);
    }

    @Override
    public Secrets secrets() {
        return secrets.now();
    }

    @Override
    public Page<Camera> list(Scope scope, CameraQuery query) {
        var where = conditions(scope, query);
        var limit = query.limit();
        return database.read(connection -> {
            var total = Rows.number(connection, "select count(*) from cameras c" + where.sql(), where.values());
            if (!scope.secrets() && query.cursor().isEmpty()) {
                // every key is: without it Derby sorts a whole province once the secrets are left out
                where.and("c.sort_key >= ?", "");
            }
            query.cursor().map(cursor -> Cursor.keys(LIST, 2, cursor)).ifPresent(keys -> where.and(
                            "c.sort_key >= ?", keys.get(0))
                    .and("(c.sort_key > ? or c.id > ?)", keys.get(0), keys.get(1)));
            var found = Rows.list(
                    connection,
                    SELECT + where.sql() + " order by c.sort_key, c.id fetch first " + (limit + 1) + " rows only",
                    where.values(),
                    row -> Map.entry(row.getString("sort_key"), CameraColumns.camera(row)));
            var page = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() <= limit
                    ? Optional.<String>empty()
                    : Optional.of(page.get(limit - 1))
                            .map(last -> Cursor.of(
                                    LIST, last.getKey(), last.getValue().id().value()));
            return new Page<>(page.stream().map(Map.Entry::getValue).toList(), next, total);
        });
    }

    private static Where conditions(Scope scope, CameraQuery query) {
        var where = new Where().cameras(scope, "c");
        query.area().ifPresent(area -> where.under(List.of(area), "c.area"));
        query.sector().ifPresent(sector -> where.and("c.sector = ?", sector));
        query.unit().ifPresent(unit -> where.and("c.unit = ?", unit));
        query.source().ifPresent(source -> where.and("c.source = ?", source.value()));
        query.state().ifPresent(state -> where.and("c.state_kind = ?", state.name()));
        query.text()
                .filter(text -> !text.isBlank())
                .ifPresent(text -> where.words(SearchKey.of(text), "c.search_text"));
        return where;
    }

    @Override
    public Optional<Camera> find(Scope scope, CameraId id) {
        return database.read(connection -> find(connection, scope, id));
    }

    /** @return the camera, also by an id that was merged into it, read within the caller's transaction */
    public static Optional<Camera> find(Connection connection, Scope scope, CameraId id) throws SQLException {
        var found = present(connection, scope, id.value());
        if (found.isPresent()) {
            return found;
        }
        var survivor = Aliases.survivor(connection, id.value());
        return survivor.isPresent() ? present(connection, scope, survivor.get()) : Optional.empty();
    }

    private static Optional<Camera> present(Connection connection, Scope scope, String id) throws SQLException {
        var where = new Where().and("c.id = ?", id).cameras(scope, "c");
        return Rows.first(connection, SELECT + where.sql(), where.values(), CameraColumns::camera);
    }

    /** @return the cameras of those ids, by id, read within the caller's transaction */
    public static Map<String, Camera> of(Connection connection, Collection<String> ids) throws SQLException {
        var map = new HashMap<String, Camera>();
        Lookup.each(connection, SELECT + " where c.id in (%s)", List.of(), ids, row -> {
            var camera = CameraColumns.camera(row);
            return map.put(camera.id().value(), camera);
        });
        return map;
    }

    /** @return where the cameras of those ids stand, by id, read within the caller's transaction */
    public static Map<String, String> areas(Connection connection, Collection<String> ids) throws SQLException {
        var map = new HashMap<String, String>();
        Lookup.each(
                connection,
                "select id, area from cameras where id in (%s)",
                List.of(),
                ids,
                row -> map.put(row.getString(1), row.getString(2)));
        return map;
    }

    @Override
    public List<StatedValue> values(Scope scope, CameraId id) {
        return database.read(connection -> {
            var camera = find(connection, scope, id);
            if (camera.isEmpty()) {
                return List.of();
            }
            var own = camera.get().id().value();
            var stated = StatedTable.of(connection, List.of(own)).getOrDefault(own, List.of());
            return values(camera.get(), stated);
        });
    }

    /** @return every stated value, with whether it counts */
    public static List<StatedValue> values(Camera camera, List<Stated> stated) {
        var values = new ArrayList<StatedValue>();
        for (var field : CameraField.values()) {
            var speaker = Effective.speaker(field, camera.source(), stated);
            for (var one : stated) {
                var said = one.said().get(field);
                if (said != null) {
                    values.add(new StatedValue(
                            field,
                            Stated.layer(one.layer(), field, said),
                            one.source(),
                            said.value(),
                            said.raw(),
                            said.at(),
                            said.by(),
                            speaker.filter(who -> who == one).isPresent()));
                }
            }
        }
        return values;
    }

    @Override
    public Optional<Camera> ofChannel(SourceId source, String channel) {
        return database.read(connection -> Rows.first(
                connection,
                SELECT
                        + " join evidence e on e.camera = c.id where e.content = ? and e.source = ? and (e.kind = 'CHANNEL'"
                        + " or e.kind = 'CODE' and exists (select 1 from sources s where s.id = e.source and s.driver is null))"
                        + " order by e.kind",
                List.of(channel, source.value()),
                CameraColumns::camera));
    }

    @Override
    public void observe(Collection<Observation> observations) {
        if (observations.isEmpty()) {
            return;
        }
        database.write(connection -> {
            // in the order of ids, as imports write: see PlanWriter
            var aliases = Aliases.all(connection);
            var sorted = observations.stream()
                    .map(one -> now(one, aliases))
                    .sorted(Comparator.comparing(Observation::camera))
                    .toList();
            try (var update = new Batch(connection, OBSERVE)) {
                for (var observation : sorted) {
                    observe(update, observation);
                }
            }
            return observations.size();
        });
    }

    /** Who watches a camera may not know yet that it was merged into another. */
    private static Observation now(Observation observation, Map<String, String> aliases) {
        var survivor = aliases.get(observation.camera().value());
        return survivor == null ? observation : new Observation(new CameraId(survivor), observation.state());
    }

    private static void observe(Batch update, Observation observation) throws SQLException {
        var state = observation.state();
        update.add(
                state.kind().name(),
                state.cause().orElse(null),
                state.since(),
                state.lastProof().map(Object.class::cast).orElse(Rows.Nothing.NUMBER),
                observation.camera().value(),
                state.kind().name(),
                state.cause().orElse(""),
                state.since(),
                state.lastProof().map(Object.class::cast).orElse(-1L));
    }
}
