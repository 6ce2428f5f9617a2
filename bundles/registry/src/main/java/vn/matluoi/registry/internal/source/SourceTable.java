package vn.matluoi.registry.internal.source;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;

/** Sources as they are wanted, in the table {@code sources}. A removed one keeps its row, without its secret. */
@Component(service = SourceStore.class)
public final class SourceTable implements SourceStore {

    private static final String SELECT = "select id, name, driver, address, username, area, unit, sector, options,"
            + " suspended, sealed_secret, owner_file, pinned_identity, pinned_certificate, blocked,"
            + " pending_secret from sources"
            + " where removed = false";

    private static final String VALUES =
            "name = ?, driver = ?, address = ?, username = ?, area = ?, unit = ?, sector = ?,"
                    + " options = ?, suspended = ?, sealed_secret = ?, owner_file = ?, pinned_identity = ?,"
                    + " pinned_certificate = ?, blocked = ?, pending_secret = ?, removed = false, updated_at = ?, placed_by = ?,"
                    + " placed_at = ?";

    private final Database database;
    private final Clock clock;

    @Activate
    public SourceTable(@Reference Database database) {
        this(database, Clock.systemUTC());
    }

    public SourceTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<StoredSource> all() {
        return database.read(
                connection -> Rows.list(connection, SELECT + " order by id", List.of(), SourceTable::source));
    }

    @Override
    public Optional<StoredSource> find(SourceId id) {
        return database.read(connection -> find(connection, id));
    }

    @Override
    public Optional<Instant> createdAt(SourceId id) {
        return database.read(connection -> Rows.first(
                connection,
                "select created_at from sources where removed = false and id = ?",
                List.of(id.value()),
                row -> Rows.instant(row, "created_at")));
    }

    /** @return the source, read within the caller's transaction */
    public static Optional<StoredSource> find(Connection connection, SourceId id) throws SQLException {
        return Rows.first(connection, SELECT + " and id = ?", List.of(id.value()), SourceTable::source);
    }

    /** @return where its settings place the source's cameras, read within the caller's transaction */
    public static Optional<Placing> placing(Connection connection, SourceId id) throws SQLException {
        return Rows.first(
                connection,
                "select area, unit, sector, options, placed_by, placed_at from sources where removed = false and id = ?",
                List.of(id.value()),
                row -> new Placing(
                        new AreaCode(row.getString("area")),
                        Rows.text(row, "unit"),
                        Rows.text(row, "sector"),
                        Optional.ofNullable(Json.words(row.getString("options")).get(SourceSettings.NETWORK)),
                        row.getString("placed_by"),
                        Rows.instant(row, "placed_at")));
    }

    @Override
    public void put(StoredSource source, String by) {
        putAll(List.of(source), by);
    }

    @Override
    public void putAll(List<StoredSource> sources, String by) {
        Limits.length("by", by, 200);
        sources.forEach(source -> checkLengths(source.settings()));
        var now = clock.instant();
        database.change((connection, journal) -> {
            for (var source : sources) {
                put(connection, journal, source, by, now);
            }
            return sources;
        });
    }

    private static void checkLengths(SourceSettings settings) {
        Limits.length("name", settings.name(), 200);
        Limits.length("address", settings.address().map(URI::toString).orElse(""), 500);
        Limits.length("username", settings.username().orElse(""), 200);
    }

    private static void put(Connection connection, Journal journal, StoredSource source, String by, Instant now)
            throws SQLException {
        var settings = source.settings();
        var id = settings.id().value();
        var before = find(connection, settings.id());
        if (before.isPresent() && same(before.get(), source)) {
            return;
        }
        var placing = placing(connection, settings.id())
                .filter(placed -> placed.sameAs(settings))
                .orElseGet(() -> Placing.of(settings, by, now));
        if (Rows.update(connection, "update sources set suspended = suspended where id = ?", id) == 0) {
            Rows.update(
                    connection,
                    "insert into sources (id, name, area, options, suspended, removed, created_at, updated_at,"
                            + " placed_by, placed_at) values (?, '', '', '{}', false, false, ?, ?, '', ?)",
                    id,
                    now,
                    now,
                    now);
        }
        Rows.update(
                connection,
                "update sources set " + VALUES + " where id = ?",
                settings.name(),
                settings.driver().orElse(null),
                settings.address().map(URI::toString).orElse(null),
                settings.username().orElse(null),
                settings.area().value(),
                settings.unit().orElse(null),
                settings.sector().orElse(null),
                Json.write(settings.options()),
                settings.suspended(),
                source.sealedSecret().map(Base64.getEncoder()::encodeToString).orElse(null),
                source.file().orElse(null),
                source.pinnedIdentity().orElse(null),
                source.pinnedCertificate().orElse(null),
                source.blocked().orElse(null),
                source.pendingSecret().map(Base64.getEncoder()::encodeToString).orElse(null),
                now,
                placing.by(),
                placing.at(),
                id);
        journal.note(
                now,
                before.isPresent() ? "source.updated" : "source.created",
                id,
                settings.area().value(),
                before.isPresent() ? SourceDifference.of(before.get(), source) : Map.of(),
                by,
                0);
    }

    @Override
    public void remove(SourceId id, String by) {
        var now = clock.instant();
        database.change((connection, journal) -> {
            var before = find(connection, id);
            if (before.isPresent()) {
                Rows.update(
                        connection,
                        "update sources set removed = true, sealed_secret = null, pending_secret = null,"
                                + " updated_at = ? where id = ?",
                        now,
                        id.value());
                var area = before.get().settings().area().value();
                journal.note(now, "source.removed", id.value(), area, Map.of(), by, 0);
            }
            return before;
        });
    }

    private static boolean same(StoredSource before, StoredSource after) {
        return SourceDifference.of(before, after).isEmpty();
    }

    private static StoredSource source(ResultSet row) throws SQLException {
        var settings = new SourceSettings(
                new SourceId(row.getString("id")),
                row.getString("name"),
                Rows.text(row, "driver"),
                Rows.text(row, "address").map(URI::create),
                Rows.text(row, "username"),
                new AreaCode(row.getString("area")),
                Rows.text(row, "unit"),
                Rows.text(row, "sector"),
                Json.words(row.getString("options")),
                row.getBoolean("suspended"));
        return new StoredSource(
                settings,
                Rows.text(row, "sealed_secret").map(Base64.getDecoder()::decode),
                Rows.text(row, "owner_file"),
                Rows.text(row, "pinned_identity"),
                Rows.text(row, "pinned_certificate"),
                Rows.text(row, "blocked"),
                Rows.text(row, "pending_secret").map(Base64.getDecoder()::decode));
    }
}
