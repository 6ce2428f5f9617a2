package vn.matluoi.camel.internal;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import vn.matluoi.api.route.Poll;

/** Runs one route, waits, runs it again. */
final class PollConsumer extends DefaultConsumer {

    private static final long FIRST_MILLIS = 1000;

    private final PollComponent component;
    private final String route;
    private Poll poll; // both guarded by this
    private Future<?> next;

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
            schedule(poll, FIRST_MILLIS);
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

    private synchronized void schedule(Poll mine, long millis) {
        if (poll != mine) {
            return; // stopped, or started anew, meanwhile
        }
        try {
            next = component.threads().schedule(() -> run(mine), millis, TimeUnit.MILLISECONDS);
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
            schedule(mine, mine.pause().toMillis());
        }
    }
}
