package vn.matluoi.forward.internal;

import java.time.InstantSource;
import javax.sql.DataSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;

/** The hub around a journal that is drained. */
public final class DrainedHub implements AutoCloseable {

    public static final SourceId SOURCE = World.NVR;

    private final World world = new World();
    private final DataSource database;
    private EventLog journal;
    private ForwardService service;

    /** @param database with the tables of sinks */
    public DrainedHub(DataSource database) {
        this.database = database;
    }

    public Cameras cameras() {
        return world.catalog;
    }

    public SourceStore sources() {
        return world.catalog;
    }

    public Changes changes() {
        return world.changes;
    }

    public Areas areas() {
        return world.catalog;
    }

    public ForwardService serve(EventLog journal) {
        this.journal = journal;
        service = new ForwardService(
                database,
                journal,
                world.changes,
                world.catalog,
                world.catalog,
                world.catalog,
                world.catalog,
                world.audit,
                InstantSource.system(),
                System::nanoTime);
        return service;
    }

    public void resume(String sink) {
        new SinkDesk(service, journal, world.changes, world.audit).resume(Caller.system(), sink);
    }

    @Override
    public void close() throws Exception {
        service.close();
    }
}
