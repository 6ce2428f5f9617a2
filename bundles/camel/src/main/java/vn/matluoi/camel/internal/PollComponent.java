package vn.matluoi.camel.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code poll:NAME}: begins a route that asks an agency's system again and again, at the pace of the {@link vn.matluoi.api.route.Poll}
 * that is bound as {@code poll-NAME}. All such routes share a few threads.
 */
public final class PollComponent extends DefaultComponent {

    static final String NAME = "poll";

    /** A run waits for a slow system; more than so many at a time would cost more memory than time. */
    static final int THREADS = 8;

    private ScheduledExecutorService threads; // guarded by this
    private volatile Optional<PollMemory> memory = Optional.empty();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new PollEndpoint(uri, this, remaining);
    }

    synchronized ScheduledExecutorService threads() {
        if (threads == null) {
            threads = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, NAME, THREADS);
        }
        return threads;
    }

    void remember(PollMemory kept) {
        memory = Optional.of(kept);
    }

    /** @return where it is kept which times of the day are done; empty where no database is */
    Optional<PollMemory> memory() {
        return memory;
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (threads != null) {
            getCamelContext().getExecutorServiceManager().shutdown(threads);
            threads = null;
        }
        super.doStop();
    }

    /** Where one route begins. */
    static final class PollEndpoint extends DefaultEndpoint {

        private final PollComponent component;
        private final String route;

        PollEndpoint(String uri, PollComponent component, String route) {
            super(uri, component);
            this.component = component;
            this.route = route;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            var consumer = new PollConsumer(this, processor, component, route);
            configureConsumer(consumer);
            return consumer;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("poll: only begins a route");
        }
    }
}
