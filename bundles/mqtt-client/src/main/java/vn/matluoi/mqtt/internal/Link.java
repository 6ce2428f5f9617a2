package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
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
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;

/**
 * One link: connects, subscribes, and begins again when it is lost. The client's own reconnecting is not used: it knows
 * neither the networks that are allowed nor log-ins that were refused.
 */
final class Link implements MqttLink {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int SOCKET_SECONDS = 5;
    private static final int IO_THREADS = 2;

    private final MqttBroker broker;
    private final Optional<Incoming> incoming;
    private final DeviceNetworks networks;
    private final LinkThreads threads;
    private final Pauses pauses;
    private final Consumer<Link> closed;
    private final Causes causes;
    private final Sending sending;

    private volatile Mqtt5AsyncClient client; // of the address that was resolved last; null before
    private volatile boolean ready; // connected, and subscribed if there is a subscription
    private volatile boolean over;
    private volatile Exception gone; // why what was on its way was lost; said before it is no longer ready
    private volatile CompletableFuture<Void> attempt =
            new CompletableFuture<>(); // the connection that is made, or was last
    private volatile Optional<DeviceException> problem = Optional.empty();
    private volatile Optional<DeviceException> less = Optional.empty(); // what a broker that is there does not grant
    private volatile boolean unconfirming; // it takes nothing that it would confirm
    private volatile boolean boundless; // it does not keep to the bound of what may be unconfirmed

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
        this.incoming = subscription.map(wanted -> new Incoming(broker.name(), wanted, this::cut));
        this.networks = networks;
        this.threads = threads;
        this.pauses = pauses;
        this.closed = closed;
        this.causes = new Causes(broker);
        this.sending = new Sending(causes, threads.handlers());
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
            incoming.ifPresent(Incoming::begin);
            client.connect(order())
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                if (failure == null) {
                                    subscribe(answer);
                                } else if (failure
                                        instanceof MqttClientStateException) { // of others its listener is told
                                    lost(causes.noLink(failure));
                                }
                            },
                            threads.handlers());
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
                .applicationScheduler(Schedulers.trampoline()) // what came is to be known of at once
                .applyExecutorConfig()
                .addConnectedListener(this::connected)
                .addDisconnectedListener(this::disconnected);
        incoming.ifPresent(receiver -> builder.advancedConfig()
                .interceptors()
                .incomingQos2Interceptor(receiver.forgets())
                .applyInterceptors()
                .applyAdvancedConfig());
        var transport = builder.transportConfig()
                .serverAddress(named(place))
                .socketConnectTimeout(SOCKET_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(pauses.answer().toMillis(), TimeUnit.MILLISECONDS);
        if (broker.encrypted()) {
            transport.sslConfig(Proof.of(broker));
        }
        var made = transport.applyTransportConfig().buildAsync();
        // before there is a connection, since a session brings messages at once; buffered here, since in the client
        // they could
        // not be let go; and again after a lost session, or the client would confirm unseen what comes by the next
        incoming.ifPresent(receiver -> messages = made.toRx()
                .publishes(MqttGlobalPublishFilter.ALL, true)
                .retry(failure -> failure instanceof MqttSessionExpiredException)
                .map(receiver::came)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .onBackpressureBuffer()
                .observeOn(Schedulers.from(threads.handlers()))
                .subscribe(receiver::received, failure -> LOG.error("route {}", broker.name(), failure)));
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
        incoming.filter(receiver -> !boundless)
                .ifPresent(receiver -> bounded.receiveMaximum(receiver.wanted().unconfirmed()));
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
        if (incoming.isEmpty()) {
            isReady(answer, confirms(answer) ? Optional.empty() : Optional.of(causes.confirmsNothing()));
            return;
        }
        var wanted = incoming.get().wanted();
        var asked = client.subscribe(incoming.get().order());
        // else the client would keep it, and its threads, for a session that nobody goes on with
        CompletableFuture.delayedExecutor(pauses.answer().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> asked.cancel(false));
        asked.whenCompleteAsync(
                (subscribed, failure) -> {
                    if (failure == null) {
                        isReady(
                                answer,
                                causes.grantsLess(
                                        wanted, subscribed.getReasonCodes().get(0)));
                    } else if (!over) {
                        problem(causes.noTopic(wanted.filter(), failure));
                        disconnect();
                    }
                },
                threads.handlers());
    }

    /** Maximum QoS: MQTT 5.0, 3.2.2.3.4. */
    private static boolean confirms(Mqtt5ConnAck answer) {
        return answer.getRestrictions().getMaximumQos() != MqttQos.AT_MOST_ONCE;
    }

    private void isReady(Mqtt5ConnAck answer, Optional<DeviceException> granted) {
        since = System.nanoTime();
        unconfirming = !confirms(answer);
        granted.ifPresent(why -> LOG.warn("route {}: {}", broker.name(), why.text()));
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

    /** The broker sends again what is not confirmed, by the next connection. */
    private void cut(DeviceException why) {
        problem(why);
        disconnect();
    }

    private void disconnect() {
        var now = client;
        if (now != null && now.getState().isConnected()) {
            now.disconnect();
        }
    }

    /** Called by the client before anything comes by a connection. */
    private void connected(MqttClientConnectedContext context) {
        var answer = ((Mqtt5ClientConnectedContext) context).getConnAck();
        incoming.ifPresent(receiver -> receiver.established(answer.isSessionPresent()));
    }

    /** Called by the client for every connection that is lost, and for every one that did not come about. */
    private void disconnected(MqttClientDisconnectedContext context) {
        LOG.debug("route {}: disconnected by {}", broker.name(), context.getSource(), context.getCause());
        boundless |= Causes.sentTooMany(context.getCause());
        incoming.ifPresent(Incoming::lost);
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
        return incoming.map(Incoming::dropped).orElse(0L);
    }

    @Override
    public void close() {
        var stopped = new Unreachable(new Text("tuyến đã dừng", "the route has stopped"));
        over = true;
        incoming.ifPresent(Incoming::end);
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
