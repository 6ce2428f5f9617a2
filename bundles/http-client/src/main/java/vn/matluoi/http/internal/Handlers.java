package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.api.http.HandlerWatch.Owner;

/**
 * The few threads on which drivers' code takes what comes from devices, so that none of it runs where bytes are read. Each
 * connection is a {@link Line}: its jobs run in order, one at a time, and lines take turns. One driver holds at most half of
 * the threads, so that one that hangs leaves the other half to the others until that is noticed. A job that does not come back
 * for {@link #LIMIT} is given up with its line: its thread is interrupted, another takes its place, and the watch is told.
 * Any thread.
 */
final class Handlers {

    /** Beginning of the threads' names. */
    static final String THREAD = "device-handler";

    static final int THREADS = 4;

    /** Of them, for the code of one driver. */
    static final int MOST_OF_ONE = THREADS / 2;

    /** Threads that are replaced while they take no notice of being interrupted; those beyond are not. */
    static final int MOST_REPLACED = 8;

    /** How long a job may take; the same as a plug-in's start and stop. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    /** Two looks lie no further apart, but where the whole process stood still. */
    private static final long LOOKS_WITHIN = Duration.ofSeconds(5).toNanos();

    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private static final Runnable NOTHING = () -> {};
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final String prefix = THREAD + "-" + POOLS.incrementAndGet() + "-";

    private final LongSupplier nanos;
    private final Supplier<Optional<HandlerWatch>> watch;
    private final Deque<Driver> turns = new ArrayDeque<>(); // guarded by this, as all below
    private final Set<Worker> workers = new HashSet<>(); // those that were not given up
    private int idle;
    private int givenUp; // that still run
    private int named;
    private boolean stopped;
    private long looked;

    /**
     * @param nanos a clock that never jumps, in nanoseconds
     * @param watch as it is at the moment; comes and goes with its bundle
     */
    Handlers(LongSupplier nanos, Supplier<Optional<HandlerWatch>> watch) {
        this.nanos = nanos;
        this.watch = watch;
        this.looked = nanos.getAsLong();
    }

    /** The code of one bundle; its fields are guarded by the handlers. */
    final class Driver {

        private final Owner owner;
        private final Deque<Line> ready = new ArrayDeque<>();
        private int running;
        private boolean inTurns;
        private long stackLogged;
        private boolean failed;

        private Driver(Owner owner) {
            this.owner = owner;
        }

        private void takesPart() {
            if (!inTurns && running < MOST_OF_ONE && !ready.isEmpty()) {
                inTurns = true;
                turns.add(this);
                if (turns.size() <= idle) {
                    Handlers.this.notify();
                } else {
                    begin();
                }
            }
        }
    }

    /** @param after the hub's own bookkeeping: it is run whether the work was or not, and does not block */
    private record Job(Runnable work, Runnable after) {}

    /** @param left what is not done any more */
    private record Hanging(Line line, List<Job> left, Throwable where, boolean replaced) {}

    /** What is to be done for one connection. */
    final class Line {

        private final Driver driver;
        private final SourceId source;
        private final Runnable end;
        private final Deque<Job> jobs = new ArrayDeque<>(2); // guarded by the handlers, as below
        private boolean busy;
        private boolean over;
        private boolean saidTook;
        private long tookSaid;

        private Line(Driver driver, SourceId source, Runnable end) {
            this.driver = driver;
            this.source = source;
            this.end = end;
        }

        /** Has it run in its turn. Who hands sees to it that not too much waits. */
        void hand(Runnable work) {
            hand(work, NOTHING);
        }

        /** @param after bookkeeping that is run in any case, once, by whichever thread; it must not block */
        void hand(Runnable work, Runnable after) {
            synchronized (Handlers.this) {
                if (!over && !stopped) {
                    jobs.add(new Job(work, after));
                    if (!busy) {
                        busy = true;
                        driver.ready.add(this);
                        driver.takesPart();
                    }
                    return;
                }
            }
            after.run();
        }

        /** What a device sent was taken as it should be. */
        void took() {
            long now = nanos.getAsLong();
            synchronized (Handlers.this) {
                if (saidTook && now - tookSaid < SAID_AGAIN) {
                    return;
                }
                saidTook = true;
                tookSaid = now;
            }
            tell(w -> w.took(driver.owner, source));
        }
    }

    Driver driver(Owner owner) {
        return new Driver(owner);
    }

    /** @param end closes the connection; run if its code hangs */
    Line line(Driver driver, SourceId source, Runnable end) {
        return new Line(driver, source, end);
    }

    /** @return whether the caller is code that was handed over: it must not wait for more of it */
    static boolean runsThis() {
        return Thread.currentThread() instanceof Worker;
    }

    /** @return beginning of the names of these threads */
    String prefix() {
        return prefix;
    }

    /**
     * Gives up what takes too long. To be called every second or so: time in which it was not called counts for nobody, since a
     * machine that was frozen ran no driver either.
     */
    void check() {
        var hanging = new ArrayList<Hanging>();
        long now = nanos.getAsLong();
        synchronized (this) {
            long frozen = Math.max(0, now - looked - LOOKS_WITHIN);
            looked = now;
            for (var worker : List.copyOf(workers)) {
                worker.since += frozen;
                if (worker.job.isPresent() && now - worker.since >= LIMIT.toNanos()) {
                    hanging.add(worker.giveUp());
                }
            }
        }
        hanging.forEach(this::end);
    }

    private void end(Hanging one) {
        var owner = one.line.driver.owner;
        LOG.error(
                "driver {} {} hangs at what came for source {}: its connection is closed{}",
                owner.bundle(),
                owner.version(),
                one.line.source,
                one.replaced ? "" : ", and no thread takes the place of its own",
                one.where);
        quietly(one.line.end);
        one.left.forEach(job -> quietly(job.after));
        tell(w -> w.hangs(owner, one.line.source, LIMIT));
    }

    /** What waits is not done any more. */
    void stop() {
        synchronized (this) {
            stopped = true;
            workers.forEach(Thread::interrupt);
            notifyAll();
        }
    }

    /** Begins one more thread. Guarded by this. @return false if there may not be more */
    private boolean begin() {
        if (workers.size() == THREADS || workers.size() + givenUp == THREADS + MOST_REPLACED) {
            return false;
        }
        var worker = new Worker(prefix + ++named);
        workers.add(worker);
        worker.start();
        return true;
    }

    private void tell(Consumer<HandlerWatch> what) {
        quietly(() -> watch.get().ifPresent(what));
    }

    private static void quietly(Runnable bookkeeping) {
        try {
            bookkeeping.run();
        } catch (RuntimeException | LinkageError e) { // the hub stops, or the watch went
            LOG.debug("not noted", e);
        }
    }

    private final class Worker extends Thread {

        // guarded by the handlers
        private Optional<Job> job = Optional.empty();
        private Line line;
        private long since;
        private boolean dismissed;

        Worker(String name) {
            super(null, null, name, 0, false); // nothing of the thread that happened to begin it
            setDaemon(true);
            setContextClassLoader(Handlers.class.getClassLoader());
        }

        @Override
        public void run() {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = runOne(); // in a frame of its own: one that waits holds on to no driver's class
            }
        }

        private boolean runOne() {
            var next = take();
            if (next.isEmpty()) {
                return false;
            }
            var ran = line;
            var fault = Optional.<Throwable>empty();
            try {
                Thread.interrupted(); // whatever the last one left behind
                next.get().work.run();
            } catch (Throwable e) { // a driver's bug, of whatever kind
                fault = Optional.of(e);
            }
            if (!isBack()) {
                LOG.warn("driver {} came back after all, for source {}", ran.driver.owner.bundle(), ran.source);
                return false;
            }
            quietly(next.get().after);
            fault.ifPresent(e -> threw(ran, e));
            giveBack();
            return true;
        }

        /** @return empty if it is to end */
        private Optional<Job> take() {
            synchronized (Handlers.this) {
                while (turns.isEmpty() && !stopped) {
                    idle++;
                    try {
                        Handlers.this.wait();
                    } catch (InterruptedException e) {
                        continue; // the hub stops
                    } finally {
                        idle--;
                    }
                }
                if (stopped) {
                    workers.remove(this);
                    return Optional.empty();
                }
                var driver = turns.poll();
                driver.inTurns = false;
                driver.running++;
                line = driver.ready.poll();
                driver.takesPart();
                job = Optional.of(line.jobs.poll());
                since = nanos.getAsLong();
                return job;
            }
        }

        /** @return false if it was given up meanwhile */
        private boolean isBack() {
            synchronized (Handlers.this) {
                job = Optional.empty();
                if (dismissed) {
                    givenUp--;
                    begin(); // there may have been too many
                }
                return !dismissed;
            }
        }

        /** The line goes on. */
        private void giveBack() {
            synchronized (Handlers.this) {
                var driver = line.driver;
                driver.running--;
                line.busy = !line.jobs.isEmpty();
                if (line.busy) {
                    driver.ready.add(line);
                }
                line = null;
                driver.takesPart();
            }
        }

        /** Guarded by the handlers. */
        private Hanging giveUp() {
            var where = new IllegalStateException("it hangs here");
            where.setStackTrace(getStackTrace());
            dismissed = true;
            givenUp++;
            workers.remove(this);
            line.over = true;
            var left = new ArrayList<Job>();
            left.add(job.get());
            left.addAll(line.jobs);
            line.jobs.clear();
            line.driver.running--;
            interrupt();
            boolean replaced = begin();
            line.driver.takesPart();
            return new Hanging(line, left, where, replaced);
        }
    }

    private void threw(Line line, Throwable fault) {
        var driver = line.driver;
        boolean withStack;
        synchronized (this) {
            long now = nanos.getAsLong();
            withStack = !driver.failed || now - driver.stackLogged >= SAID_AGAIN;
            driver.failed = true;
            driver.stackLogged = withStack ? now : driver.stackLogged;
        }
        if (withStack) {
            LOG.warn("driver {} failed at what came for source {}", driver.owner.bundle(), line.source, fault);
        } else {
            LOG.debug("driver {} failed at what came for source {}: {}", driver.owner.bundle(), line.source, fault);
        }
        tell(w -> w.threw(driver.owner, line.source, fault));
    }
}
