package vn.matluoi.camel.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** What is wanted of each route, what files say, and what is in the way; what is wanted is recorded and stored first. Guarded by its owner. */
final class RouteBook {

    private static final Logger LOG = LoggerFactory.getLogger(RouteBook.class);

    final Map<String, RouteSettings> desired = new TreeMap<>();
    final Map<String, RouteSettings> pending = new TreeMap<>(); // from files, not stored (yet)
    final Set<String> gone = new TreeSet<>(); // their files are, they are not (yet)
    final Map<String, Text> refusals = new TreeMap<>(); // of what the file says
    final Map<String, Text> failures = new HashMap<>(); // of the settings that should run

    private final RunningRoutes running;
    private final RouteStore store;
    private final AuditLog audit;
    private final KeyFileWatch keyFiles;

    /** @param keyFiles hears of what is refused */
    RouteBook(RunningRoutes running, RouteStore store, AuditLog audit, KeyFileWatch keyFiles) {
        this.running = running;
        this.store = store;
        this.audit = audit;
        this.keyFiles = keyFiles;
        store.all().forEach(route -> desired.put(route.name(), route));
    }

    static AuditRecord record(String by, String action, String name, Map<String, String> details) {
        return AuditRecord.of(by, "route", action, name, AuditRecord.Outcome.DONE, details);
    }

    /** Does what changes nothing that is stored. @throws HubException {@code UNAVAILABLE} if it cannot be recorded; it is not done then */
    void recorded(AuditRecord record, Runnable deed) {
        audit.recorded(record, () -> {
            deed.run();
            return record;
        });
    }

    /** @throws HubException {@code UNAVAILABLE} if it cannot be recorded or stored; all is as it was then */
    void put(AuditRecord record, RouteSettings route) {
        audit.recorded(record, () -> {
            store.put(route);
            return route;
        });
        hold(route);
    }

    /**
     * The same for a route that is to run first.
     *
     * @param run makes it run; if it cannot, it fails, and has left all as it was
     * @param undo makes all run as it was before
     */
    void put(AuditRecord record, RouteSettings route, Runnable run, Runnable undo) {
        audit.recorded(record, () -> {
            run.run();
            try {
                store.put(route);
            } catch (HubException e) {
                undo.run();
                throw e;
            }
            return route;
        });
        hold(route);
    }

    private void hold(RouteSettings route) {
        var before = desired.put(route.name(), route);
        if (before != null
                && !before.template().equals(route.template())
                && !running.sinks().isSink(route.template())) {
            running.sinks().leave(route.name()); // nothing is kept for a sink that is none
        }
    }

    /** Until that is recorded and done the route goes on as it is. @throws HubException as {@link #put} */
    void remove(String by, String name) {
        audit.recorded(record(by, "route.remove", name, Map.of()), () -> {
            running.sinks().forget(name);
            store.remove(name);
            return name;
        });
        gone.remove(name);
        desired.remove(name);
        failures.remove(name);
        running.stop(name);
    }

    /** What the file of that route says is not taken. */
    void refuse(String name, String file, List<FieldError> errors) {
        refusals.put(name, told(name, file, errors, refusals.get(name)));
        Optional.ofNullable(pending.get(name)).ifPresent(said -> keyFiles.refused(said, errors));
    }

    /** The settings that should run do not. */
    void fail(RouteSettings route, List<FieldError> errors) {
        failures.put(route.name(), told(route.name(), route.where(), errors, failures.get(route.name())));
        keyFiles.refused(route, errors);
    }

    /** @return what is wrong, in words; noted in log and audit unless it was known before */
    private Text told(String name, String where, List<FieldError> errors, Text before) {
        var problem = RouteJudge.sentence(where, errors);
        if (!problem.equals(before)) {
            LOG.warn("{}", problem);
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "route.configure",
                    name,
                    AuditRecord.Outcome.REFUSED,
                    Map.of("why", problem.en())));
        }
        return problem;
    }

    /** @return whether that route is not as its file, or whoever entered it, wants it */
    boolean isRefused(String name) {
        return refusals.containsKey(name) || failures.containsKey(name);
    }

    /** @return the file of that name that was not taken, where there is no route */
    Optional<String> fileThatWaits(String name) {
        if (desired.containsKey(name) || !pending.containsKey(name) && !refusals.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.of(
                pending.containsKey(name) ? pending.get(name).file() : "vn.matluoi.route-%s.cfg".formatted(name));
    }
}
