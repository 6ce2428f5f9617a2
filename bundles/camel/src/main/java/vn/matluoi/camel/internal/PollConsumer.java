package vn.matluoi.camel.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.route.Poll;

/** Runs one route, waits, runs it again. */
final class PollConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(PollConsumer.class);

    private static final long FIRST_MILLIS = 1000;
    private static final long AGAIN_MILLIS = 30_000;

    private final PollComponent component;
    private final String route;
    private Poll poll; // both guarded by this
    private Future<?> next;
    private volatile Optional<Instant> kept =
            Optional.empty(); // up to when it is known to be done, where that outlasts the hub

    PollConsumer(Endpoint endpoint, Processor processor, PollComponent component, String route) {
        super(endpoint, processor);
        this.component = component;
        this.route = route;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        synchronized (this) {
            // a route that is made anew has another one under the same name
            poll = CamelContextHelper.mandatoryLookup(
                    getEndpoint().getCamelContext(), PollComponent.NAME + "-" + route, Poll.class);
            poll.begin();
            var mine = poll;
            schedule(mine, FIRST_MILLIS, () -> first(mine));
        }
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            if (poll != null) {
                poll.end();
                poll = null;
            }
            if (next != null) {
                next.cancel(false);
                next = null;
            }
        }
        super.doStop();
    }

    /** One that runs at times of the day first hears what it had done before the hub was stopped. */
    private void first(Poll mine) {
        var times = mine.times();
        if (times.isEmpty()) {
            run(mine);
            return;
        }
        try {
            var memory = component.memory();
            var done = memory.isPresent() ? memory.get().done(route) : Optional.<Instant>empty();
            var wait = times.get().first(done).toMillis();
            kept = done;
            keep(times.get());
            schedule(mine, wait, () -> run(mine));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("route {}: when it last ran is not known; it is asked for again: {}", route, e.toString());
            schedule(mine, AGAIN_MILLIS, () -> first(mine));
        }
    }

    private void keep(Poll.Times times) {
        try {
            var done = times.done();
            if (component.memory().isEmpty() || kept.equals(Optional.of(done))) {
                return;
            }
            component.memory().get().keep(route, done);
            kept = Optional.of(done);
        } catch (SQLException | RuntimeException e) { // whatever it is, the route's next run comes
            LOG.warn("route {}: that it ran could not be kept; after a restart it runs again: {}", route, e.toString());
        }
    }

    private synchronized void schedule(Poll mine, long millis, Runnable task) {
        if (poll != mine) {
            return; // stopped, or started anew, meanwhile
        }
        try {
            next = component.threads().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the hub is going down
        }
    }

    private void run(Poll mine) {
        var exchange = createExchange(false);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) { // whatever the route's steps throw; the next run comes in any case
            exchange.setException(e);
        } finally {
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("route " + route + " failed", exchange, exchange.getException());
            }
            releaseExchange(exchange, false);
            mine.times().ifPresent(this::keep);
            schedule(mine, mine.pause().toMillis(), () -> run(mine));
        }
    }
}
