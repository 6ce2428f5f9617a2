package vn.matluoi.core.internal.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * Device work on a bounded pool, fair between sources: each source is a lane that runs one job at a time, lanes take
 * turns, and a lane has a bounded queue. Lanes whose device was silent last time are <em>suspect</em>: together they
 * hold at most half of the workers, so that a province whose network is cut does not stop the others.
 *
 * <p>A job that asks a device ({@link #goesOn}) and does not get on for the limit is <em>stuck</em>: whoever waits in its lane is told, its thread is
 * interrupted, and another takes its place. Its lane takes nothing until that thread comes back.
 *
 * <p>Jobs run on the executor's threads, at most {@code width} at once beside those that are stuck. May be called from
 * any thread.
 */
public final class Lanes {

    private static final ThreadLocal<Running> CURRENT = new ThreadLocal<>();

    private final Executor pool;
    private final int width;
    private final int depth;
    private final Optional<Limit> limit;

    private final Map<String, Lane> lanes = new HashMap<>(); // guarded by this, as all below
    private final Deque<Lane> prompt = new ArrayDeque<>();
    private final Deque<Lane> suspect = new ArrayDeque<>();
    private int running;
    private int runningSuspects;

    /**
     * @param width how many jobs run at once
     * @param depth how many jobs may wait in one lane
     */
    public Lanes(Executor pool, int width, int depth) {
        this(pool, width, depth, Optional.empty());
    }

    /**
     * @param pool must have a thread for each job that is stuck, too
     * @param longest for how long a job may do nothing that is known of: see {@link #goesOn}
     */
    public Lanes(Executor pool, int width, int depth, Timer timer, Duration longest) {
        this(pool, width, depth, Optional.of(new Limit(timer, longest)));
    }

    private Lanes(Executor pool, int width, int depth, Optional<Limit> limit) {
        this.pool = pool;
        this.width = width;
        this.depth = depth;
        this.limit = limit;
    }

    /** What waits for a job that does not come back fails with this. */
    public static final class Stuck extends HubException {

        private static final long serialVersionUID = 1L;

        private Stuck(Duration longest, Thread thread) {
            super(
                    Reason.UNAVAILABLE,
                    "driver.stuck",
                    new Text(
                            "lời gọi tới trình điều khiển không trở lại sau %d giây".formatted(longest.toSeconds()),
                            "a call to the driver did not come back within %d s".formatted(longest.toSeconds())));
            setStackTrace(thread.getStackTrace()); // where it hangs
        }
    }

    /** The job that calls this, if one does, takes a step with its device: its limit begins anew. */
    public static void goesOn() {
        var running = CURRENT.get();
        if (running != null) {
            running.goesOn();
        }
    }

    /** The job that calls this, if one does, is done with its device for now: what the hub itself waits for has no limit. */
    public static void rests() {
        var running = CURRENT.get();
        if (running != null) {
            running.rests();
        }
    }

    /**
     * Queues a job.
     *
     * @return completes with the job's answer or whatever it threw, on the pool; fails at once with
     *     {@link Reason#BUSY} if too many already wait in that lane
     */
    public <T> CompletableFuture<T> run(String name, boolean isSuspect, Callable<T> job) {
        var answer = new CompletableFuture<T>();
        synchronized (this) {
            var lane = lanes.computeIfAbsent(name, key -> new Lane(key));
            if (lane.stuck.isPresent()) {
                answer.completeExceptionally(lane.stuck.get());
                return answer;
            }
            if (lane.waiting.size() >= depth) {
                answer.completeExceptionally(full(name));
                return answer;
            }
            lane.suspect = isSuspect;
            lane.waiting.add(new Job<>(job, answer));
            if (!lane.busy && lane.waiting.size() == 1) {
                queueOf(lane).add(lane);
            }
        }
        dispatch();
        return answer;
    }

    private void dispatch() {
        for (var lane = take(); lane != null; lane = take()) {
            var taken = lane;
            try {
                pool.execute(() -> work(taken));
            } catch (RejectedExecutionException e) {
                var job = jobOf(taken);
                done(taken);
                job.answer.completeExceptionally(closing());
            }
        }
    }

    private synchronized Lane take() {
        if (running >= width) {
            return null;
        }
        var mayTakeSuspect = !suspect.isEmpty() && runningSuspects < Math.max(1, width / 2);
        var lane = mayTakeSuspect && (prompt.isEmpty() || runningSuspects == 0) ? suspect.poll() : prompt.poll();
        if (lane == null) {
            return null;
        }
        lane.busy = true;
        lane.runsAsSuspect = lane.suspect;
        running++;
        runningSuspects += lane.runsAsSuspect ? 1 : 0;
        return lane;
    }

    private void work(Lane lane) {
        var running = new Running(lane, jobOf(lane), Thread.currentThread());
        CURRENT.set(running);
        var outcome = running.job.run();
        CURRENT.remove();
        running.over();
        if (late(lane)) {
            Thread.interrupted(); // it was meant for the job
        } else {
            done(lane);
        }
        outcome.run(); // does nothing if they were told already
        dispatch();
    }

    /** @return whether the job was given up meanwhile: its lane is free again, its place was taken long ago */
    private synchronized boolean late(Lane lane) {
        if (lane.stuck.isEmpty()) {
            return false;
        }
        lane.stuck = Optional.empty();
        lane.busy = false;
        lanes.remove(lane.name);
        return true;
    }

    private void giveUp(Running running, int step) {
        var told = new ArrayDeque<Job<?>>();
        Stuck stuck;
        synchronized (this) {
            if (!running.hangsIn(step)) {
                return;
            }
            stuck = new Stuck(limit.orElseThrow().longest(), running.thread);
            var lane = running.lane;
            lane.stuck = Optional.of(stuck);
            count(lane);
            told.add(running.job);
            told.addAll(lane.waiting);
            lane.waiting.clear();
            running.thread.interrupt();
        }
        told.forEach(job -> job.answer.completeExceptionally(stuck));
        dispatch();
    }

    private void count(Lane lane) {
        running--;
        runningSuspects -= lane.runsAsSuspect ? 1 : 0;
    }

    private synchronized Job<?> jobOf(Lane lane) {
        return lane.waiting.remove();
    }

    private synchronized void done(Lane lane) {
        count(lane);
        lane.busy = false;
        if (lane.waiting.isEmpty()) {
            lanes.remove(lane.name);
        } else {
            queueOf(lane).add(lane);
        }
    }

    private Deque<Lane> queueOf(Lane lane) {
        return lane.suspect ? suspect : prompt;
    }

    private static HubException full(String name) {
        return new HubException(
                Reason.BUSY,
                "source.busy",
                new Text(
                        "quá nhiều yêu cầu đang chờ thiết bị %s; hãy thử lại sau".formatted(name),
                        "too many requests already wait for %s; try again later".formatted(name)));
    }

    private static HubException closing() {
        return new HubException(
                Reason.UNAVAILABLE,
                "hub.stopping",
                new Text("hệ thống đang dừng; hãy thử lại sau", "the hub is stopping; try again later"));
    }

    private static final class Lane {
        private final String name;
        private final Deque<Job<?>> waiting = new ArrayDeque<>();
        private boolean busy;
        private boolean suspect;
        private boolean runsAsSuspect;
        private Optional<Stuck> stuck = Optional.empty();

        private Lane(String name) {
            this.name = name;
        }
    }

    private record Limit(Timer timer, Duration longest) {}

    /** A job on its thread. */
    private final class Running {
        private final Lane lane;
        private final Job<?> job;
        private final Thread thread;
        private Optional<Timer.Pending> alarm = Optional.empty(); // guarded by this, as below
        private int step;
        private boolean over; // or given up

        private Running(Lane lane, Job<?> job, Thread thread) {
            this.lane = lane;
            this.job = job;
            this.thread = thread;
        }

        private synchronized void goesOn() {
            rests();
            if (!over) {
                var begun = step;
                alarm = limit.map(known -> known.timer().after(known.longest(), () -> giveUp(this, begun)));
            }
        }

        private synchronized void rests() {
            step++;
            alarm.ifPresent(Timer.Pending::cancel);
            alarm = Optional.empty();
        }

        private synchronized void over() {
            over = true;
            rests();
        }

        /** @return whether it is to be given up: once, and not if it has gone on since that alarm was set */
        private synchronized boolean hangsIn(int begun) {
            if (over || step != begun) {
                return false;
            }
            over = true;
            return true;
        }
    }

    private record Job<T>(Callable<T> work, CompletableFuture<T> answer) {

        /** @return tells the one who waits; to be called when the lane is free again */
        private Runnable run() {
            try {
                var value = work.call();
                return () -> answer.complete(value);
            } catch (Throwable e) { // goes to the caller, whatever it is
                return () -> answer.completeExceptionally(e);
            }
        }
    }
}
