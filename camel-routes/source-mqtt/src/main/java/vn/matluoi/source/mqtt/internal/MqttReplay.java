package vn.matluoi.source.mqtt.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Unusable;

/** Hands messages that could not be taken in again. */
@Component(property = RouteCheck.TEMPLATE + "=" + MqttSource.NAME)
public final class MqttReplay implements DeadLetterReplay {

    private static final long LONGEST_SECONDS = 60;

    private final MqttSource source;

    @Activate
    public MqttReplay(@Reference MqttSource source) {
        this.source = source;
    }

    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        var message = new MqttMessage(letter.name(), raw, Optional.of(letter.mediaType()), false);
        try {
            return source.again(routeName, message, letter.lastAt())
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (Unusable e) {
            throw invalid(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unusable why) {
                throw invalid(why);
            }
            throw e.getCause() instanceof HubException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw later();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw later();
        }
    }

    private static HubException invalid(Unusable why) {
        return new HubException(Reason.INVALID, why.rule(), why.text(), List.of());
    }

    private static HubException later() {
        return new HubException(
                Reason.BUSY,
                "mqtt.busy",
                new Text("tuyến đang bận, hãy thử lại sau", "the route is busy, try again later"));
    }
}
