package vn.matluoi.core.internal.supervise;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.osgi.framework.Version;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.events.EventDesk;
import vn.matluoi.core.internal.events.EventTally;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.ManualTimer;
import vn.matluoi.core.internal.testing.MemoryCatalogue;
import vn.matluoi.core.internal.testing.MemoryJournal;
import vn.matluoi.core.internal.testing.MemoryStore;
import vn.matluoi.core.internal.testing.Province;
import vn.matluoi.core.internal.work.Backoff;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Turns;

/** A supervision with a fake device, time that stands still, and work done in the calling thread. */
public final class Hub {

    public final ManualTimer timer = new ManualTimer();
    public final MemoryStore store = new MemoryStore();
    public final MemoryCatalogue catalogue = new MemoryCatalogue();
    public final DriverShelf shelf = new DriverShelf();
    public final MemoryJournal journal = new MemoryJournal();
    public final EventTally tally = new EventTally();
    public final FakeDevice device = new FakeDevice();
    public final Vault vault;
    public Supervision supervision;

    public Hub(Vault vault) {
        this.vault = vault;
        shelf.add(new DriverShelf.Serving("fake", new Version("1.0.0"), device, java.util.List.of()));
        supervision = start();
    }

    private Supervision start() {
        return start(Runnable::run, 4);
    }

    public Supervision start(Executor pool, int workers) {
        return start(new Lanes(pool, workers, 64));
    }

    Supervision start(Lanes lanes) {
        return start(lanes, () -> Long.MAX_VALUE); // draws 0.5
    }

    Supervision start(Lanes lanes, RandomGenerator random) {
        var ledger = new SourceLedger(store);
        return new Supervision(new Site(
                timer,
                lanes,
                new Backoff(random),
                ledger,
                vault,
                shelf,
                catalogue,
                catalogue,
                new EventDesk(timer, () -> Optional.of(journal), tally),
                new Secrets(ledger, vault),
                new Turns(timer, Alarm.SOUGHT_APART),
                new Twins(ledger)));
    }

    /** The hub ends and starts again: only the database remains. */
    public void restart() throws Exception {
        supervision.stop();
        supervision = start();
        timer.advance(Supervision.START_WITHIN);
    }

    /** The same, with work done by that pool. */
    public void restartOn(Executor pool) throws Exception {
        supervision.stop();
        supervision = start(new Lanes(pool, 4, 64, timer, Duration.ofSeconds(90)));
    }

    /** The same settings, so suspended or not. */
    public static SourceSettings suspended(SourceSettings settings, boolean suspended) {
        return new SourceSettings(
                settings.id(),
                settings.name(),
                settings.driver(),
                settings.address(),
                settings.username(),
                settings.area(),
                settings.unit(),
                settings.sector(),
                settings.options(),
                suspended);
    }

    public static SourceSettings settings(String id, Map<String, String> options) {
        return settings("fake", id, options);
    }

    public static SourceSettings settings(String driver, String id, Map<String, String> options) {
        return new SourceSettings(
                new SourceId(id),
                "Đầu ghi " + id,
                Optional.of(driver),
                Optional.of(URI.create("http://192.0.2.1")),
                Optional.of("admin"),
                Province.LONG_AN,
                Optional.of("ubnd-long-an"),
                Optional.of("traffic"),
                options,
                false);
    }

    /** Enters a source and lets it be looked at. */
    public void add(String id, String password, Map<String, String> options) {
        enter(id, password, options);
        timer.settle();
    }

    public void add(String id, String password) {
        add(id, password, Map.of());
    }

    public void enter(String id, String password, Map<String, String> options) {
        enter("fake", id, password, options);
    }

    public void enter(String driver, String id, String password, Map<String, String> options) {
        store.put(
                new StoredSource(
                        settings(driver, id, options),
                        Optional.of(vault.seal("source/" + id, password.toCharArray())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "test");
        supervision.changed(new SourceId(id));
    }

    public Supervisor supervisor(String id) {
        return supervision.find(new SourceId(id)).orElseThrow();
    }

    public State state(String id) {
        return supervisor(id).state();
    }

    public StoredSource stored(String id) {
        return store.find(new SourceId(id)).orElseThrow();
    }
}
