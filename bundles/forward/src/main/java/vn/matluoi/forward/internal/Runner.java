package vn.matluoi.forward.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives a sink its turns, one at a time: soon after there is news, when its pause is over, or when a person asks. Any thread. */
final class Runner {

    /** News that come within this go together. */
    static final Duration LINGER = Duration.ofMillis(30);

    private static final Duration CROWDED = Duration.ofMillis(200);

    /** Where it is between its turns. */
    private enum Stage {
        IDLE,
        /** For a turn, after a while. */
        DUE,
        RUNNING,
        CLOSED
    }

    private final SinkLoop loop;
    private final ScheduledExecutorService timer;
    private final Executor workers;
    private Stage stage = Stage.IDLE; // guarded by this, as all below
    private Optional<Future<?>> due = Optional.empty();
    private boolean again;
    private boolean urged;
    private Runnable ended = () -> {};

    Runner(SinkLoop loop, ScheduledExecutorService timer, Executor workers) {
        this.loop = loop;
        this.timer = timer;
        this.workers = workers;
    }

    SinkLoop loop() {
        return loop;
    }

    /** There is something new; what waits after a failure goes on waiting. */
    void news(long newest) {
        loop.standing().news(newest);
        synchronized (this) {
            again = true;
            if (stage == Stage.IDLE) {
                after(linger());
            }
        }
    }

    /** Takes its turn now, whatever it waits for. */
    synchronized void urge() {
        urged = true;
        if (stage == Stage.IDLE || stage == Stage.DUE) {
            due.ifPresent(one -> one.cancel(false));
            begin();
        }
    }

    private Duration linger() {
        var gathered = loop.route().every();
        return gathered.isZero() ? LINGER : gathered;
    }

    private void after(Duration pause) {
        stage = Stage.DUE;
        try {
            due = Optional.of(timer.schedule(this::dueNow, pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) { // the hub ends
            stage = Stage.CLOSED;
        }
    }

    private synchronized void dueNow() {
        if (stage == Stage.DUE) {
            begin();
        }
    }

    private void begin() {
        stage = Stage.RUNNING;
        again = false;
        urged = false;
        try {
            workers.execute(this::run);
        } catch (RejectedExecutionException e) { // as many as there may be are at work
            after(CROWDED);
        }
    }

    private void run() {
        var next = loop.turn();
        synchronized (this) {
            if (stage == Stage.CLOSED) {
                end();
            } else if (urged || next.filter(Duration::isZero).isPresent()) {
                begin();
            } else if (next.isPresent()) {
                after(next.get());
            } else if (again) {
                after(linger());
            } else {
                stage = Stage.IDLE;
            }
        }
    }

    /**
     * No turn is begun any more; one that is under way ends by itself.
     *
     * @param done called once that is over, and what it confirmed is written
     */
    void close(Runnable done) {
        loop.standing().close();
        synchronized (this) {
            due.ifPresent(one -> one.cancel(false));
            var running = stage == Stage.RUNNING;
            stage = Stage.CLOSED;
            ended = done;
            if (!running) {
                end();
            }
        }
    }

    private void end() {
        loop.standing().finish();
        ended.run();
    }
}
