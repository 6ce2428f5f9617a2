package vn.matluoi.http.internal;

import static vn.matluoi.http.internal.HandlerNews.quietly;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
 * connection is a {@link Line}: its jobs run in order, one at a time, and lines take turns. A job that does not come back
 * for {@link #LIMIT} is given up with its line: another thread takes its place, the watch is told, and it is interrupted. One
 * driver holds at most {@link #MOST_OF_ONE} threads, those that were given up among them; one whose threads all hang has ended.
 * So the others have theirs, whatever it does. Any thread.
 */
final class Handlers {

    /** Beginning of the threads' names. */
    static final String THREAD = "device-handler";

    static final int THREADS = 4;

    /** Of them, for the code of one driver. */
    static final int MOST_OF_ONE = THREADS / 2;

    /** How long a job may take; the same as a plug-in's start and stop. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    /** Two looks, a second apart, lie no further apart than this, but where the whole process stood still. */
    private static final long LOOKS_WITHIN = Duration.ofSeconds(2).toNanos();

    private static final Runnable NOTHING = () -> {};
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final String prefix = THREAD + "-" + POOLS.incrementAndGet() + "-";

    private final LongSupplier nanos;
    private final HandlerNews news;
    private final Consumer<Thread> start;
    private final Set<Driver> drivers = new HashSet<>(); // that have not ended; guarded by this, as all below
    private final Deque<Driver> turns = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>(); // those that were not given up
    private int idle;
    private int named;
    private boolean stopped;
    private long looked;

    /**
     * @param nanos a clock that never jumps, in nanoseconds
     * @param watch as it is at the moment; comes and goes with its bundle
     */
    Handlers(LongSupplier nanos, Supplier<Optional<HandlerWatch>> watch) {
        this(nanos, watch, Thread::start);
    }

    /** @param start begins a thread, or fails */
    Handlers(LongSupplier nanos, Supplier<Optional<HandlerWatch>> watch, Consumer<Thread> start) {
        this.nanos = nanos;
        this.news = new HandlerNews(nanos, watch);
        this.start = start;
        this.looked = nanos.getAsLong();
    }

    /** The code of one bundle from its start to its stop; its fields are guarded by the handlers. */
    final class Driver {

        private final Owner owner;
        private final HandlerNews.Seldom stacks = new HandlerNews.Seldom();
        private final AtomicLong lent = new AtomicLong();
        private final Deque<Line> ready = new ArrayDeque<>();
        private final Set<Line> open = new HashSet<>();
        private int running; // threads, those among them that were given up and are not back
        private int hung;
        private boolean inTurns;
        private boolean over;

        private Driver(Owner owner) {
            this.owner = owner;
        }

        private void takesPart() {
            if (!over && !inTurns && running < MOST_OF_ONE && !ready.isEmpty()) {
                inTurns = true;
                turns.add(this);
                if (turns.size() <= idle) {
                    Handlers.this.notify();
                } else {
                    begin();
                }
            }
        }

        /** For good: none of its code is begun any more, what waits is dropped, and its connections are closed. */
        void end() {
            var left = new ArrayList<Job>();
            List<Line> closing;
            synchronized (Handlers.this) {
                over = true;
                inTurns = false;
                turns.remove(this);
                drivers.remove(this);
                ready.forEach(line -> line.drop(left));
                ready.clear();
                workers.stream()
                        .filter(worker -> worker.line != null && worker.line.driver == this)
                        .forEach(worker -> worker.line.drop(left));
                closing = List.copyOf(open);
                open.clear();
            }
            closing.forEach(line -> quietly(line.end));
            left.forEach(job -> quietly(job.after));
        }

        boolean isOver() {
            synchronized (Handlers.this) {
                return over;
            }
        }

        /** @return whether a thread of its own was given up, and is not back */
        boolean hangs() {
            synchronized (Handlers.this) {
                return hung > 0;
            }
        }

        /** Counts memory that what waits for it holds. @return bytes in all */
        long lend(int more) {
            return lent.addAndGet(more);
        }
    }

    /** @param after the hub's own bookkeeping: it is run whether the work was or not, and does not block */
    private record Job(Runnable work, Runnable after) {}

    /** @param left what is not done any more */
    private record Hanging(Worker worker, Line line, List<Job> left) {}

    /** What is to be done for one connection. */
    final class Line {

        private final Driver driver;
        private final SourceId source;
        private final Runnable end;
        private final HandlerNews.Seldom took = new HandlerNews.Seldom();
        private final Deque<Job> jobs = new ArrayDeque<>(2); // guarded by the handlers, as below
        private boolean busy;
        private boolean over;

        private Line(Driver driver, SourceId source, Runnable end) {
            this.driver = driver;
            this.source = source;
            this.end = end;
        }

        Driver driver() {
            return driver;
        }

        /** Its connection is closed. What was handed over is run all the same. */
        void leave() {
            synchronized (Handlers.this) {
                driver.open.remove(this);
            }
        }

        /** Has it run in its turn. Who hands sees to it that not too much waits. */
        void hand(Runnable work) {
            hand(work, NOTHING);
        }

        /** @param after bookkeeping that is run in any case, once, by whichever thread; it must not block */
        void hand(Runnable work, Runnable after) {
            synchronized (Handlers.this) {
                if (!over && !driver.over) {
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

        /** Guarded by the handlers. */
        private void drop(List<Job> left) {
            left.addAll(jobs);
            jobs.clear();
        }

        /** What a device sent by itself was taken as it should be. */
        void took() {
            news.took(driver.owner, source, took);
        }
    }

    synchronized Driver driver(Owner owner) {
        var driver = new Driver(owner);
        driver.over = stopped;
        drivers.add(driver);
        return driver;
    }

    /** @param end closes the connection; run if its code hangs, or its driver ends */
    synchronized Line line(Driver driver, SourceId source, Runnable end) {
        var line = new Line(driver, source, end);
        driver.open.add(line);
        return line;
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
     * Gives up what takes too long. To be called every second, by a thread that nothing else needs: it closes connections, tells and
     * logs. Time in which it was not called counts for nobody, since a machine that was frozen ran no driver either.
     */
    void check() {
        quietly(() -> look().forEach(one -> quietly(() -> end(one))));
    }

    private synchronized List<Hanging> look() {
        var hanging = new ArrayList<Hanging>();
        long now = nanos.getAsLong();
        long frozen = Math.max(0, now - looked - LOOKS_WITHIN);
        looked = now;
        for (var worker : List.copyOf(workers)) {
            worker.since = Math.min(worker.since + frozen, now); // it may have begun after that
            if (worker.job.isPresent() && now - worker.since >= LIMIT.toNanos()) {
                hanging.add(worker.giveUp());
            }
        }
        if (turns.size() > idle) {
            begin(); // there may have been no room for one
        }
        return hanging;
    }

    private void end(Hanging one) {
        var driver = one.line.driver;
        quietly(one.line.end);
        one.left.forEach(job -> quietly(job.after));
        var where = new IllegalStateException("it hangs here");
        where.setStackTrace(one.worker.getStackTrace());
        boolean all;
        synchronized (this) {
            if (one.worker.job.isEmpty()) {
                return; // it was late, no more
            }
            all = driver.hung == MOST_OF_ONE;
        }
        news.hangs(driver.owner, one.line.source);
        interrupt(one.worker);
        if (all) {
            driver.end();
        }
        LOG.error(
                "driver {} {} hangs at what came for source {}: its connection is closed{}",
                driver.owner.bundle(),
                driver.owner.version(),
                one.line.source,
                all ? ", and none of its code is begun any more" : "",
                where);
    }

    /** What a thread is in may be closed by that, which may block whoever interrupts it. */
    private static void interrupt(Worker worker) {
        var thread = new Thread(worker::interrupt, "device-interrupt");
        thread.setDaemon(true);
        quietly(thread::start);
    }

    /** Ends all drivers. */
    void stop() {
        List<Driver> all;
        List<Worker> busy;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(drivers);
            busy = workers.stream().filter(worker -> worker.job.isPresent()).toList();
            notifyAll();
        }
        all.forEach(Driver::end);
        busy.forEach(Handlers::interrupt);
    }

    /** Begins one more thread, if there may be more. Guarded by this. */
    private void begin() {
        if (stopped || workers.size() == THREADS) {
            return;
        }
        var worker = new Worker(prefix + ++named);
        try {
            start.accept(worker);
            workers.add(worker); // which waits for the lock until then
        } catch (Throwable e) { // no memory for it: the next look tries again
            LOG.error("no thread for what devices send: {}", e.getClass().getName());
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
            try {
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = runOne(); // in a frame of its own: one that waits holds on to no driver's class
                }
            } finally {
                synchronized (Handlers.this) {
                    workers.remove(this);
                }
            }
        }

        private boolean runOne() {
            var next = take();
            if (next.isEmpty()) {
                return false;
            }
            boolean back;
            try {
                attempt(next.get(), line);
            } finally {
                back = comesBack();
                if (back) {
                    quietly(next.get().after);
                } else {
                    LOG.warn("driver {} was late, for source {}", line.driver.owner.bundle(), line.source);
                }
                giveBack();
            }
            return back;
        }

        private void attempt(Job job, Line line) {
            try {
                Thread.interrupted(); // whatever the last one left behind
                job.work.run();
            } catch (Throwable e) { // a driver's bug, of whatever kind; to ask it what it is runs its code, too
                news.threw(line.driver.owner, line.source, e, line.driver.stacks);
            }
        }

        /** @return empty if it is to end */
        private Optional<Job> take() {
            synchronized (Handlers.this) {
                while (turns.isEmpty() && !stopped) {
                    idle++;
                    try {
                        Handlers.this.wait();
                    } catch (InterruptedException e) {
                        continue; // meant for what it did before
                    } finally {
                        idle--;
                    }
                }
                if (stopped) {
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
        private boolean comesBack() {
            synchronized (Handlers.this) {
                job = Optional.empty();
                if (dismissed) {
                    line.driver.hung--;
                }
                return !dismissed;
            }
        }

        /** The line goes on, if it is not over. */
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
            dismissed = true;
            workers.remove(this);
            line.over = true;
            line.driver.open.remove(line);
            line.driver.hung++;
            var left = new ArrayList<Job>();
            left.add(job.get());
            line.drop(left);
            begin();
            return new Hanging(this, line, left);
        }
    }
}
