package vn.matluoi.registry.internal.area;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Area;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;

/** Loads the reference files into the database, once for each edition of them. */
public final class AreaSeed {

    /** Decision 19/2025/QĐ-TTg: the two-level units. */
    static final LocalDate REFORM = LocalDate.of(2025, 7, 1);

    /** Decision 124/2004/QĐ-TTg: the codes before. The day a former unit was founded is not known. */
    static final LocalDate CODES_BEGAN = LocalDate.of(2004, 7, 8);

    private static final Logger LOG = LoggerFactory.getLogger(AreaSeed.class);

    private AreaSeed() {}

    static void load(Database database) {
        var hash = AreaFiles.hash();
        var begin = System.nanoTime();
        var known = database.read(connection -> Rows.first(
                connection,
                "select hash from registry_seeds where name = 'areas'",
                List.of(),
                row -> row.getString(1)));
        if (known.equals(Optional.of(hash))) {
            return;
        }
        // emptied and filled in two steps, and not by "delete": Derby is slow to insert where rows were deleted. Killed
        // between the two, the next start finds no hash and loads again
        database.write(connection -> {
            for (var table : List.of("area_closure", "area_successors", "areas")) {
                Rows.update(connection, "truncate table " + table);
            }
            return Rows.update(connection, "delete from registry_seeds where name = 'areas'");
        });
        database.write(connection -> {
            fill(connection);
            return null;
        });
        LOG.info("administrative units loaded in {} ms", (System.nanoTime() - begin) / 1_000_000);
    }

    /** Fills tables that are empty; what it did stands with the caller's commit. */
    public static void fill(Connection connection) throws SQLException {
        insert(connection);
        Rows.update(connection, "insert into registry_seeds (name, hash) values ('areas', ?)", AreaFiles.hash());
    }

    private static void insert(Connection connection) throws SQLException {
        var inForce = AreaFiles.inForce();
        try (var areas = new Batch(
                connection,
                "insert into areas (code, valid_from, valid_to, area_level, kind, name, full_name_en, parent,"
                        + " search_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var line : inForce) {
                add(areas, line, REFORM, Rows.Nothing.DAY);
            }
            for (var line : AreaFiles.former()) {
                add(areas, line, CODES_BEGAN, REFORM.minusDays(1));
            }
        }
        try (var successors =
                new Batch(connection, "insert into area_successors (code, valid_from, successor) values (?, ?, ?)")) {
            for (var entry : AreaFiles.successors().entrySet()) {
                for (var successor : entry.getValue()) {
                    successors.add(entry.getKey(), CODES_BEGAN, successor);
                }
            }
        }
        try (var closure = new Batch(connection, "insert into area_closure (area, ancestor) values (?, ?)")) {
            var parents = new HashMap<String, String>();
            inForce.forEach(line -> parents.put(line.code(), line.parent()));
            for (var line : inForce) {
                addAncestors(closure, line.code(), parents);
            }
        }
    }

    private static void addAncestors(Batch closure, String area, Map<String, String> parents) throws SQLException {
        for (var at = area; !at.isEmpty(); at = parents.getOrDefault(at, "")) {
            closure.add(area, at);
        }
    }

    private static void add(Batch areas, AreaFiles.Line line, LocalDate from, Object to) throws SQLException {
        areas.add(
                line.code(),
                from,
                to,
                level(line.code()).name(),
                line.kind(),
                line.name(),
                line.fullNameEn(),
                line.parent().isEmpty() ? null : line.parent(),
                SearchKey.of(line.name()));
    }

    private static Area.Level level(String code) {
        return switch (code.length()) {
            case 2 -> Area.Level.PROVINCE;
            case 3 -> Area.Level.DISTRICT;
            default -> Area.Level.COMMUNE;
        };
    }
}
