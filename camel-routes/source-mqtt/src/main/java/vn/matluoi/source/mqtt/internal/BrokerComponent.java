package vn.matluoi.source.mqtt.internal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttReceiver;

/**
 * {@code mqtt-in:NAME}: begins a route with what comes by the link of that name. The link is opened when the route starts, and
 * closed when it stops. A message is the exchange's body, as it came, and in no header; it is confirmed when the route is
 * through with it.
 */
final class BrokerComponent extends DefaultComponent {

    static final String NAME = "mqtt-in";

    /** Property of an exchange: a {@link BooleanSupplier} of whether the broker brings the message again. Not the future itself: Camel waits for one that it shows. */
    static final String COMES_AGAIN = "MatLuoiComesAgain";

    private final Function<String, Function<MqttReceiver, MqttLink>> links;

    /** @param links how the link of a route is opened, by the route's name */
    BrokerComponent(Function<String, Function<MqttReceiver, MqttLink>> links) {
        this.links = links;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new BrokerEndpoint(uri, this, remaining);
    }

    private static final class BrokerEndpoint extends DefaultEndpoint {

        private final BrokerComponent component;
        private final String route;

        BrokerEndpoint(String uri, BrokerComponent component, String route) {
            super(uri, component);
            this.component = component;
            this.route = route;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            var consumer = new BrokerConsumer(this, processor, component, route);
            configureConsumer(consumer);
            return consumer;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("mqtt-in: only begins a route");
        }
    }

    private static final class BrokerConsumer extends DefaultConsumer {

        private final BrokerComponent component;
        private final String route;
        private MqttLink link; // of the thread that starts and stops

        BrokerConsumer(Endpoint endpoint, Processor processor, BrokerComponent component, String route) {
            super(endpoint, processor);
            this.component = component;
            this.route = route;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            link = component.links.apply(route).apply(this::take);
        }

        @Override
        protected void doStop() throws Exception {
            if (link != null) {
                link.close();
                link = null;
            }
            super.doStop();
        }

        private CompletionStage<?> take(MqttMessage message) {
            var taken = new CompletableFuture<Void>();
            var exchange = createExchange(false);
            exchange.getIn().setBody(message);
            exchange.setProperty(COMES_AGAIN, (BooleanSupplier) taken::isCancelled);
            getAsyncProcessor().process(exchange, doneSync -> {
                var failure = exchange.getException();
                releaseExchange(exchange, false);
                if (failure == null) {
                    taken.complete(null);
                } else {
                    taken.completeExceptionally(failure);
                }
            });
            return taken;
        }
    }
}
