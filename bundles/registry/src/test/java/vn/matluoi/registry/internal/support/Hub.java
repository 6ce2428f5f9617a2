package vn.matluoi.registry.internal.support;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.registry.internal.area.AreaTable;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.camera.ChecksumTable;
import vn.matluoi.registry.internal.change.ChangeTable;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Disks;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.IdentityDesk;
import vn.matluoi.registry.internal.intake.ImportTable;
import vn.matluoi.registry.internal.intake.StatementIntake;
import vn.matluoi.registry.internal.intake.UndoDesk;
import vn.matluoi.registry.internal.intake.WaitingDecisions;
import vn.matluoi.registry.internal.schema.Migration;
import vn.matluoi.registry.internal.schema.RegistrySchema;
import vn.matluoi.registry.internal.source.SourceTable;
import vn.matluoi.registry.internal.truth.TruthDesk;
import vn.matluoi.registry.internal.unit.UnitTable;
import vn.matluoi.registry.internal.upstream.UpstreamDesk;

/** The whole registry on one engine, put together by hand as the container would. */
public final class Hub {

    /** A day after the reform. */
    public static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static final Map<Engine, Hub> HUBS = new EnumMap<>(Engine.class);

    private static final List<String> EMPTIED = List.of(
            "blocked_models",
            "upstream_senders",
            "upstream_cameras",
            "upstream_withdrawals",
            "waiting_items",
            "waiting_statements",
            "identity_questions",
            "identity_steps",
            "camera_aliases",
            "camera_conflicts",
            "import_words_before",
            "import_before",
            "import_rows",
            "imports",
            "changes",
            "evidence",
            "stated_history",
            "stated",
            "cameras",
            "camera_numbers",
            "sources",
            "units");

    public final DataSource source;
    public final Database database;
    public final Areas areas;
    public final SourceTable sources;
    public final UnitTable units;
    public final CameraTable cameras;
    public final ChangeTable changes;
    public final ImportTable imports;
    public final StatementIntake intake;
    public final WaitingDecisions waiting;
    public final UndoDesk undo;
    public final IdentityDesk identity;
    public final TruthDesk truth;
    public final ChecksumTable checksums;
    public final UpstreamDesk upstream;
    public final KeptAudit audit = new KeptAudit();

    public Hub(DataSource source) {
        this.source = source;
        SchemaReady ready = () -> "registry";
        try {
            new Migration(source).migrate(new RegistrySchema());
        } catch (Migration.MigrationFailure e) {
            throw new IllegalStateException(e);
        }
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        database = new Database(source, ready, Disks.roomy());
        areas = AreaTable.loaded(database);
        sources = new SourceTable(database, clock);
        units = new UnitTable(database, areas, clock);
        cameras = new CameraTable(database);
        changes = new ChangeTable(database);
        imports = new ImportTable(database);
        truth = new TruthDesk(database);
        intake = new StatementIntake(database, areas, List.of(), clock);
        waiting = new WaitingDecisions(database, intake, audit, clock);
        undo = new UndoDesk(database, audit, clock);
        checksums = new ChecksumTable(database);
        upstream = new UpstreamDesk(database, intake, sources, areas, clock);
        identity = new IdentityDesk(database, intake, audit, areas, clock);
    }

    /** @return the hub of that engine, shared by the tests of this JVM, without anything but areas and sectors */
    public static synchronized Hub empty(Engine engine) {
        var hub = HUBS.computeIfAbsent(engine, any -> new Hub(any.empty()));
        hub.clear();
        return hub;
    }

    private void clear() {
        audit.records.clear();
        intake.forget();
        database.write(connection -> {
            for (var table : EMPTIED) {
                Rows.update(connection, "delete from " + table);
            }
            return Rows.update(connection, "update registry_counters set last_value = 0");
        });
    }

    /** @return the number in the only column of the only row */
    public long count(String sql, Object... values) {
        return database.read(connection -> Rows.number(connection, sql, List.of(values)));
    }

    /** Runs a statement outside the registry's own code. */
    public void run(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
