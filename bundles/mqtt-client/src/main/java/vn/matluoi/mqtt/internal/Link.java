package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.reactivex.disposables.Disposable;
import io.reactivex.schedulers.Schedulers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;

/**
 * One link: connects, subscribes, hands on, and begins again when it is lost. The client's own reconnecting is not used: it knows
 * neither the networks that are allowed nor log-ins that were refused.
 */
final class Link implements MqttLink {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int SOCKET_SECONDS = 5;
    private static final int IO_THREADS = 2;

    private final MqttBroker broker;
    private final Optional<MqttSubscription> subscription;
    private final DeviceNetworks networks;
    private final LinkThreads threads;
    private final Pauses pauses;
    private final Consumer<Link> closed;
    private final Causes causes;
    private final Unconfirmed unconfirmed;
    private final Sending sending;

    private volatile Mqtt5AsyncClient client; // of the address that was resolved last; null before
    private volatile boolean ready; // connected, and subscribed if there is a subscription
    private volatile boolean
            cut; // something could not be taken: what still comes by this connection waits for the next
    private volatile boolean over;
    private volatile Exception gone; // why what was on its way was lost; said before it is no longer ready
    private volatile CompletableFuture<Void> attempt =
            new CompletableFuture<>(); // the connection that is made, or was last
    private volatile Optional<DeviceException> problem = Optional.empty();
    private volatile Optional<DeviceException> less = Optional.empty(); // what a broker that is there does not grant
    private volatile boolean unconfirming; // it takes nothing that it would confirm

    // of the thread that connects, of which there is one at a time, or of the client's that tells that it is lost
    private volatile InetSocketAddress address;
    private volatile Disposable messages;
    private volatile byte[] secret = {};
    private volatile int failures;
    private volatile long since; // System.nanoTime() when it became ready
    private volatile long refusedAt;

    Link(
            MqttBroker broker,
            Optional<MqttSubscription> subscription,
            DeviceNetworks networks,
            LinkThreads threads,
            Pauses pauses,
            Consumer<Link> closed) {
        this.broker = broker;
        this.subscription = subscription;
        this.networks = networks;
        this.threads = threads;
        this.pauses = pauses;
        this.closed = closed;
        this.causes = new Causes(broker);
        this.unconfirmed =
                new Unconfirmed(subscription.map(MqttSubscription::unconfirmed).orElse(0));
        this.sending = new Sending(causes);
    }

    void begin() {
        threads.later(Duration.ZERO, this::connect);
    }

    private void connect() {
        if (over) {
            return;
        }
        if (attempt.isDone()) {
            attempt = new CompletableFuture<>();
        }
        try {
            secret = new byte[0]; // of one that cannot be read nobody knows whether it was refused
            secret = secret();
            var place = networks.resolve(broker.address().getHost(), broker.port());
            if (client == null || !place.equals(address)) {
                forget();
                address = place;
                client = client(place);
            }
            unconfirmed.letGo();
            cut = false;
            client.connect(order()).whenComplete((answer, failure) -> {
                if (failure == null) {
                    subscribe(answer);
                } else if (failure instanceof MqttClientStateException) { // of other failures its listener is told
                    lost(causes.noLink(failure));
                }
            });
        } catch (DeviceException e) {
            lost(e);
        } catch (RuntimeException | LinkageError e) { // of the library: the link must not end by it
            LOG.error("route {}: no link to the broker", broker.name(), e);
            lost(causes.noLink(e));
        }
        if (over) {
            disconnect();
        }
    }

    private Mqtt5AsyncClient client(InetSocketAddress place) throws Refused {
        var builder = Mqtt5Client.builder()
                .identifier(broker.clientId())
                .executorConfig()
                .nettyThreads(IO_THREADS)
                .applicationScheduler(Schedulers.from(threads.handlers()))
                .applyExecutorConfig()
                .addDisconnectedListener(this::disconnected);
        var transport = builder.transportConfig()
                .serverAddress(named(place))
                .socketConnectTimeout(SOCKET_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(pauses.answer().toMillis(), TimeUnit.MILLISECONDS);
        if (broker.encrypted()) {
            transport.sslConfig(Proof.of(broker));
        }
        var made = transport.applyTransportConfig().buildAsync();
        if (subscription.isPresent()) {
            // handed on before there is a connection: a session brings messages at once
            messages = made.toRx()
                    .publishes(MqttGlobalPublishFilter.ALL, true)
                    .observeOn(Schedulers.from(threads.handlers()))
                    .subscribe(this::received, failure -> LOG.error("route {}", broker.name(), failure));
        }
        return made;
    }

    /** @return the address that was allowed, with the name by which the certificate is judged: it is not looked up again */
    private InetSocketAddress named(InetSocketAddress place) {
        try {
            var host = broker.address().getHost().replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(
                    InetAddress.getByAddress(host, place.getAddress().getAddress()), place.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // of four or sixteen bytes
        }
    }

    private Mqtt5Connect order() {
        var order = Mqtt5Connect.builder()
                .cleanStart(broker.session().isZero())
                .sessionExpiryInterval(broker.session().toSeconds())
                .keepAlive(KEEP_ALIVE_SECONDS);
        var bounded = order.restrictions().maximumPacketSize(MqttMessage.MOST_BYTES);
        subscription.ifPresent(one -> bounded.receiveMaximum(one.unconfirmed()));
        bounded.applyRestrictions();
        return broker.username().isEmpty()
                ? order.build()
                : order.simpleAuth()
                        .username(broker.username())
                        .password(secret)
                        .applySimpleAuth()
                        .build();
    }

    private byte[] secret() throws Refused {
        if (broker.secret().isEmpty()) {
            return new byte[0];
        }
        var file = broker.secret().get();
        var text = file.read()
                .orElseThrow(() -> new Refused(
                        Why.CREDENTIALS,
                        new Text(
                                "không đọc được tệp mật khẩu %s, hoặc tệp trống".formatted(file),
                                "the file with the password, %s, cannot be read, or is empty".formatted(file))));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void subscribe(Mqtt5ConnAck answer) {
        if (over) {
            disconnect();
            return;
        }
        if (subscription.isEmpty()) {
            isReady(answer, confirms(answer) ? Optional.empty() : Optional.of(causes.confirmsNothing()));
            return;
        }
        var wanted = subscription.get();
        var asked = client.subscribe(Mqtt5Subscribe.builder()
                .addSubscription(Mqtt5Subscription.builder()
                        .topicFilter(wanted.filter())
                        .qos(MqttQos.fromCode(wanted.qos()))
                        .retainHandling(handling(wanted.retained()))
                        .build())
                .build());
        // else the client would keep it, and its threads, for a session that nobody goes on with
        CompletableFuture.delayedExecutor(pauses.answer().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> asked.cancel(false));
        asked.whenComplete((subscribed, failure) -> {
            if (failure == null) {
                isReady(
                        answer,
                        causes.grantsLess(wanted, subscribed.getReasonCodes().get(0)));
            } else if (!over) {
                problem(causes.noTopic(wanted.filter(), failure));
                disconnect();
            }
        });
    }

    private static Mqtt5RetainHandling handling(MqttSubscription.Retained retained) {
        return switch (retained) {
            case NEVER -> Mqtt5RetainHandling.DO_NOT_SEND;
            case ONCE -> Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST;
            case ALWAYS -> Mqtt5RetainHandling.SEND;
        };
    }

    /** Maximum QoS: MQTT 5.0, 3.2.2.3.4. */
    private static boolean confirms(Mqtt5ConnAck answer) {
        return answer.getRestrictions().getMaximumQos() != MqttQos.AT_MOST_ONCE;
    }

    private void isReady(Mqtt5ConnAck answer, Optional<DeviceException> granted) {
        since = System.nanoTime();
        unconfirming = !confirms(answer);
        if (granted.isPresent()) {
            problem(granted.get());
        }
        less = granted;
        ready = true;
        problem = Optional.empty();
        attempt.complete(null);
        LOG.info(
                "route {}: connected to {}, {} session",
                broker.name(),
                broker.address().getHost(),
                answer.isSessionPresent() ? "its former" : "a new");
    }

    private void received(Mqtt5Publish message) {
        var came = unconfirmed.came(message);
        if (came.isEmpty() || over || cut) {
            return;
        }
        var one = came.get();
        var wanted = subscription.orElseThrow();
        if (!MqttTopicFilter.of(wanted.filter()).matches(message.getTopic())) {
            one.confirm(); // of a topic that the route named before
            return;
        }
        try {
            wanted.receiver().take(told(message)).whenComplete((taken, failure) -> {
                if (failure == null) {
                    one.confirm();
                } else {
                    notTaken(failure);
                }
            });
        } catch (RuntimeException | LinkageError e) { // a receiver's code
            notTaken(e);
        }
    }

    private static MqttMessage told(Mqtt5Publish message) {
        return new MqttMessage(
                message.getTopic().toString(),
                message.getPayloadAsBytes(),
                message.getContentType().map(Object::toString),
                message.isRetain());
    }

    private void notTaken(Throwable failure) {
        if (!cut) {
            cut = true;
            LOG.warn(
                    "route {}: a message is not taken, the broker sends it again: {}",
                    broker.name(),
                    failure.toString());
            problem(new Busy(new Text(
                    "trạm chưa ghi được thông điệp; máy chủ MQTT sẽ gửi lại",
                    "the hub could not keep a message; the broker sends it again")));
            disconnect();
        }
    }

    private void disconnect() {
        var now = client;
        if (now != null && now.getState().isConnected()) {
            now.disconnect();
        }
    }

    /** Called by the client for every connection that is lost, and for every one that did not come about. */
    private void disconnected(MqttClientDisconnectedContext context) {
        LOG.debug("route {}: disconnected by {}", broker.name(), context.getSource(), context.getCause());
        var own = problem.filter(known -> context.getSource() == MqttDisconnectSource.USER); // then the hub knows why
        if (own.isPresent()) {
            lost(own.get());
        } else {
            lost(causes.noLink(context.getCause()), causes.underWay(context.getCause()));
        }
    }

    private void lost(DeviceException why) {
        lost(why, why);
    }

    /** @param underWay why what was on its way is not confirmed */
    private void lost(DeviceException why, Exception underWay) {
        if (ready && System.nanoTime() - since > pauses.steady().toNanos()) {
            failures = 0;
        }
        gone = underWay;
        ready = false;
        failures++;
        sending.fail(underWay);
        if (over) {
            return;
        }
        problem(why);
        attempt.completeExceptionally(why);
        if (why instanceof Refused refused && refused.why() == Why.CREDENTIALS) {
            refusedAt = System.nanoTime();
            threads.later(pauses.look(), this::lookAtSecret);
        } else {
            threads.later(pauses.after(failures), this::connect);
        }
    }

    private void lookAtSecret() {
        if (over) {
            return;
        }
        try {
            if (isUninvited() || !Arrays.equals(secret, secret())) {
                connect();
                return;
            }
        } catch (Refused e) {
            problem(e); // it cannot be read now
        }
        threads.later(pauses.look(), this::lookAtSecret);
    }

    /** No secret was shown that could be refused again. */
    private boolean isUninvited() {
        return broker.username().isEmpty()
                && System.nanoTime() - refusedAt > pauses.uninvited().toNanos();
    }

    private void problem(DeviceException why) {
        var before = problem.map(DeviceException::text);
        problem = Optional.of(why);
        if (!before.equals(Optional.of(why.text()))) {
            LOG.warn("route {}: {}", broker.name(), why.text());
        }
    }

    @Override
    public Optional<Text> problem() {
        return problem.or(() -> less).map(DeviceException::text);
    }

    @Override
    public CompletionStage<Void> connected() {
        if (ready) {
            return CompletableFuture.completedFuture(null);
        }
        var tried = attempt;
        return tried.isDone() ? CompletableFuture.failedFuture(whyNot()) : tried.copy();
    }

    private DeviceException whyNot() {
        return problem.orElseGet(() -> new Unreachable(
                new Text("chưa có kết nối tới máy chủ MQTT", "there is no connection to the broker yet")));
    }

    @Override
    public CompletionStage<Void> publish(MqttMessage message) {
        if (!ready) {
            return CompletableFuture.failedFuture(whyNot());
        }
        if (unconfirming) {
            return CompletableFuture.failedFuture(causes.confirmsNothing());
        }
        var sent = sending.send(client, message);
        if (!ready) { // lost meanwhile
            sending.fail(gone);
        }
        return sent;
    }

    @Override
    public long dropped() {
        return unconfirmed.dropped();
    }

    @Override
    public void close() {
        var stopped = new Unreachable(new Text("tuyến đã dừng", "the route has stopped"));
        over = true;
        gone = stopped;
        ready = false;
        disconnect();
        forget();
        sending.fail(stopped);
        attempt.completeExceptionally(stopped);
        closed.accept(this);
    }

    private void forget() {
        var flow = messages;
        if (flow != null) {
            flow.dispose();
        }
    }
}
