package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.intake.Evidence.Kind;
import vn.matluoi.registry.internal.truth.ConflictTable;
import vn.matluoi.registry.internal.truth.Conflicting;

/**
 * Once in the life of a database: cameras that were written before their MAC, their position and what is contradicted about them were kept
 * as well get these from what is said of them. A few at a time, some time after the start, and from where it came to if it was interrupted;
 * doing it twice changes nothing.
 */
@Component(service = EarlierCameras.class, immediate = true)
public final class EarlierCameras {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierCameras.class);

    /** Where it has come to, as the hash of a seed: the id of the last camera, or {@value #DONE}. */
    private static final String SEED = "evidence-of-before";

    private static final String DONE = "done";
    private static final Set<Kind> KINDS = Set.of(Kind.MAC, Kind.SPOT);
    private static final int AT_ONCE = 200;
    private static final Duration AFTER_THE_START = Duration.ofSeconds(30);
    /** Between two parts others have their turn. */
    private static final Duration BREATH = Duration.ofMillis(100);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Database database;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        var made = new Thread(work, "matluoi-earlier-cameras");
        made.setDaemon(true);
        return made;
    });

    @Activate
    public EarlierCameras(@Reference Database database) {
        this.database = database;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.schedule(() -> step(FIRST_PAUSE), AFTER_THE_START.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void step(Duration pause) {
        try {
            if (fill(database, AT_ONCE)) {
                again(BREATH, FIRST_PAUSE);
            } else {
                thread.shutdown(); // for ever: no thread waits for nothing
            }
        } catch (RuntimeException e) {
            LOG.error("earlier cameras could not be completed; next try in {} s", pause.toSeconds(), e);
            var doubled = pause.multipliedBy(2);
            again(pause, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
        }
    }

    private void again(Duration in, Duration pause) {
        try {
            thread.schedule(() -> step(pause), in.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped: it goes on at the next start");
        }
    }

    @Deactivate
    void stop() {
        thread.shutdown();
    }

    /**
     * Completes the next few cameras.
     *
     * @return whether there may be more
     */
    static boolean fill(Database database, int atOnce) {
        if (database.read(EarlierCameras::cameTo).equals(DONE)) {
            return false;
        }
        return database.change((connection, journal) -> {
            var cameras = Rows.list(
                    connection,
                    "select id from cameras where id > ? order by id fetch first " + atOnce + " rows only",
                    List.of(cameTo(connection)),
                    row -> row.getString(1));
            var stated = StatedTable.of(connection, cameras);
            evidence(connection, stated);
            conflicts(connection, stated);
            var more = cameras.size() == atOnce;
            Rows.update(connection, "delete from registry_seeds where name = ?", SEED);
            Rows.update(
                    connection,
                    "insert into registry_seeds (name, hash) values (?, ?)",
                    SEED,
                    more ? cameras.get(atOnce - 1) : DONE);
            return more;
        });
    }

    private static String cameTo(Connection connection) throws SQLException {
        return Rows.first(
                        connection,
                        "select hash from registry_seeds where name = ?",
                        List.of(SEED),
                        row -> row.getString(1))
                .orElse("");
    }

    private static void evidence(Connection connection, Map<String, List<Stated>> stated) throws SQLException {
        var found = new HashSet<Found>();
        stated.forEach((camera, all) -> all.forEach(one -> Difference.evidence(one).stream()
                .filter(word -> KINDS.contains(word.kind()))
                .forEach(word -> found.add(new Found(word, one.source().value(), camera, one.part())))));
        try (var delete = new Batch(
                connection,
                "delete from evidence where content = ? and kind = ? and source = ? and camera = ? and part = ?")) {
            for (var one : found) {
                delete.add(one.values());
            }
        }
        try (var insert = new Batch(
                connection, "insert into evidence (content, kind, source, camera, part) values (?, ?, ?, ?, ?)")) {
            for (var one : found) {
                insert.add(one.values());
            }
        }
    }

    private static void conflicts(Connection connection, Map<String, List<Stated>> stated) throws SQLException {
        var conflicts = new HashMap<String, String>();
        stated.forEach((camera, all) -> conflicts.put(camera, Conflicting.text(Conflicting.of(all))));
        ConflictTable.write(connection, conflicts);
    }

    private record Found(CameraWrite.Word word, String source, String camera, String part) {

        Object[] values() {
            return new Object[] {word.content(), word.kind().name(), source, camera, part};
        }
    }
}
