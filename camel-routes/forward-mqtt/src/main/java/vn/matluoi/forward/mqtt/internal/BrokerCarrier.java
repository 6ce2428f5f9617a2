package vn.matluoi.forward.mqtt.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttBrokers;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttNotTaken;
import vn.matluoi.api.route.KeyFile;

/**
 * Brings deliveries to one broker, in order for each key ({@link Turns}), and waits until each is confirmed. The link stands from the
 * route's start to its stop; one by which a confirmation does not come is made anew, as MQTT 5 lets nobody send again by the same, and
 * so is one that the broker ends over a message.
 */
public final class BrokerCarrier {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final MqttBroker broker;
    private final TopicPattern topic;
    private final MqttBrokers brokers;
    private final Duration longest;
    private MqttLink link; // guarded by this, as the next; null while the route does not run
    private Refused told; // the refused log-in that who forwards knows of

    BrokerCarrier(MqttBroker broker, TopicPattern topic, MqttBrokers brokers) {
        this(broker, topic, brokers, LONGEST);
    }

    /** @param longest how long no confirmation may come */
    BrokerCarrier(MqttBroker broker, TopicPattern topic, MqttBrokers brokers, Duration longest) {
        this.broker = broker;
        this.topic = topic;
        this.brokers = brokers;
        this.longest = longest;
    }

    synchronized void begin() {
        if (link == null) {
            told = null;
            link = brokers.open(broker, Optional.empty());
        }
    }

    synchronized void end() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private synchronized MqttLink link() throws SinkException {
        if (link == null) {
            throw new SinkException.Away(new Text("tuyến đã dừng", "the route has stopped"));
        }
        return link;
    }

    /** Called by the route. */
    public void send(List<Delivery> batch) throws SinkException {
        var standing = link();
        confirm(List.of(standing.connected().toCompletableFuture()), standing);
        var turns = new Turns(delivery -> standing.publish(message(delivery)));
        try {
            confirm(turns.begin(batch), standing);
        } finally {
            turns.end();
        }
    }

    private void confirm(List<CompletableFuture<Void>> sent, MqttLink by) throws SinkException {
        for (var n = 0; n < sent.size(); n++) {
            try {
                sent.get(n).get(longest.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw failed(e.getCause(), n, by);
            } catch (TimeoutException e) {
                renew(by);
                throw new SinkException.Away(
                        new Text(
                                "máy chủ MQTT không xác nhận trong %d giây".formatted(longest.toSeconds()),
                                "the broker did not confirm within %d s".formatted(longest.toSeconds())),
                        n,
                        Optional.empty(),
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SinkException.Away(
                        new Text("bị ngắt khi đang gửi", "interrupted while sending"), n, Optional.empty(), e);
            }
        }
    }

    private synchronized void renew(MqttLink silent) {
        if (link == silent) {
            end();
            begin();
        }
    }

    private MqttMessage message(Delivery delivery) {
        return new MqttMessage(topic.of(delivery), delivery.json(), Optional.of(Delivery.STRUCTURED), false);
    }

    private SinkException failed(Throwable cause, int confirmed, MqttLink by) {
        if (cause instanceof MqttNotTaken refusal) {
            return notTaken(refusal, confirmed, by);
        }
        return cause instanceof DeviceException why
                ? noLink(why, confirmed)
                : new SinkException.Away(Text.same(String.valueOf(cause)), confirmed, Optional.empty(), cause);
    }

    private SinkException notTaken(MqttNotTaken refusal, int confirmed, MqttLink by) {
        if (refusal.why() == MqttNotTaken.Why.MESSAGE) {
            return SinkException.Rejected.at(confirmed, refusal.text());
        }
        if (refusal.why() == MqttNotTaken.Why.ENDED) {
            renew(by); // at once: over which message, is found by sending fewer
        }
        return new SinkException.Failing(refusal.text(), confirmed);
    }

    private SinkException noLink(DeviceException why, int confirmed) {
        if (why instanceof Refused refused) {
            if (refused.why() == Why.CREDENTIALS && isToldAgain(refused)) {
                return new SinkException.Away(
                        new Text(
                                "đang đăng nhập lại máy chủ MQTT theo yêu cầu của người quản trị",
                                "a person had it resumed: the hub logs in to the broker again"),
                        confirmed,
                        Optional.empty(),
                        why);
            }
            return new SinkException.Refused(
                    words(refused), confirmed, mend(refused).map(KeyFile::path), why);
        }
        return new SinkException.Away(why.text(), confirmed, Optional.empty(), why);
    }

    /**
     * Who forwards comes back after a refusal only if a person says so, or the file changed. Where the link has not tried since, it is
     * made anew.
     */
    private synchronized boolean isToldAgain(Refused refused) {
        if (link == null || refused != told) {
            told = refused;
            return false;
        }
        end();
        begin();
        return true;
    }

    /** Of a sink a person may have the log-in tried again in one more way than of other routes. */
    private static Text words(Refused refused) {
        return refused.why() == Why.CREDENTIALS
                ? new Text(
                        "%s; hoặc cho đích chạy tiếp (hub:sink-resume)"
                                .formatted(refused.text().vi()),
                        "%s; or resumes the sink (hub:sink-resume)"
                                .formatted(refused.text().en()))
                : refused.text();
    }

    /** The file that is at fault, if one is. */
    private Optional<KeyFile> mend(Refused refused) {
        return switch (refused.why()) {
            case CREDENTIALS -> broker.secret();
            case CERTIFICATE -> broker.authority();
            default -> Optional.empty();
        };
    }
}
