package vn.matluoi.source.mqtt.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import vn.matluoi.api.mqtt.MqttMessage;

/** The step of a route that takes a message in, and holds no thread until it is kept. */
final class TakerStep extends AsyncProcessorSupport {

    private final Keeping keeping;

    TakerStep(Keeping keeping) {
        this.keeping = keeping;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        var comesAgain = exchange.getProperty(BrokerComponent.COMES_AGAIN, BooleanSupplier.class);
        taken(exchange.getIn().getBody(MqttMessage.class), comesAgain).whenComplete((done, failure) -> {
            if (failure != null) {
                exchange.setException(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            callback.done(false);
        });
        return false;
    }

    private CompletionStage<?> taken(MqttMessage message, BooleanSupplier comesAgain) {
        try {
            return keeping.take(message, comesAgain);
        } catch (RuntimeException | LinkageError e) { // the broker is to send it again
            return CompletableFuture.failedFuture(e);
        }
    }
}
