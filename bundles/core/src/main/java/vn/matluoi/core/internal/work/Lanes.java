package vn.matluoi.core.internal.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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
 * <p>Jobs run on the executor's threads, at most {@code width} at once. May be called from any thread.
 */
public final class Lanes {

    private final Executor pool;
    private final int width;
    private final int depth;

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
        this.pool = pool;
        this.width = width;
        this.depth = depth;
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
        var outcome = jobOf(lane).run();
        done(lane);
        outcome.run();
        dispatch();
    }

    private synchronized Job<?> jobOf(Lane lane) {
        return lane.waiting.remove();
    }

    private synchronized void done(Lane lane) {
        running--;
        runningSuspects -= lane.runsAsSuspect ? 1 : 0;
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

        private Lane(String name) {
            this.name = name;
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
