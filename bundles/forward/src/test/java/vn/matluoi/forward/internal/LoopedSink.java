package vn.matluoi.forward.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.Sinks.Quarantined;
import vn.matluoi.registry.internal.support.Engine;

/** A sink of events that takes its turns when the test says so. */
final class LoopedSink {

    static final String NAME = "so-khcn";
    static final Optional<Duration> IDLE = Optional.empty();

    final World world = new World();
    final Receiver receiver = new Receiver();
    long nanos;
    private SinkTable table;
    private SinkLoop loop;

    /** It is told from the first event on, ten at once. */
    void open(Engine engine) {
        table = new SinkTable(engine.migrated("db/forward.sql"));
        begin(Begin.FIRST, 10);
    }

    /** As after a restart: what is known of it is what the database knows. */
    void begin(Begin begin, int batch) {
        begin("Quyết định 1", begin, batch);
    }

    void begin(String basis, Begin begin, int batch) {
        begin(basis, begin, batch, Duration.ZERO);
    }

    void gather(int batch, Duration every) {
        begin("Quyết định 1", Begin.FIRST, batch, every);
    }

    private void begin(String basis, Begin begin, int batch, Duration every) {
        var route = SinkRoute.of(Map.of(
                "routeName",
                NAME,
                "content",
                "events",
                "legal.basis",
                basis,
                "begin",
                begin.name(),
                "batch",
                String.valueOf(batch),
                SinkRoute.EVERY.name(),
                String.valueOf(every.toSeconds()))::get);
        var catalogue = new Catalogue(world.catalog, world.catalog, world.changes);
        loop = new SinkLoop(
                route,
                receiver,
                () -> new EventTelling(route, world.events, catalogue, world.catalog, table.hub()),
                table,
                world.audit,
                () -> World.NOON,
                () -> nanos,
                () -> 0.5);
    }

    SinkLoop loop() {
        return loop;
    }

    Standing standing() {
        return loop.standing();
    }

    /** Until it has everything, or waits. @return for how long it waits; empty if it has everything, or a person must act */
    Optional<Duration> run() {
        for (var turns = 0; turns < 1_000; turns++) {
            var next = loop.turn();
            if (next.filter(Duration::isZero).isEmpty()) {
                return next;
            }
        }
        throw new AssertionError("it spins");
    }

    /** Until it has everything, whatever it waits for in between. @return how often it waited */
    int outlast() {
        for (var waits = 0; waits < 100; waits++) {
            if (run().equals(IDLE)) {
                return waits;
            }
        }
        throw new AssertionError("it never comes through");
    }

    List<Kept> all() {
        return table.all();
    }

    Kept kept() {
        return table.all().get(0);
    }

    List<Quarantined> aside() {
        return table.quarantine(NAME, 0, 1_000);
    }
}
