package vn.matluoi.forward.amqp.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.DeliveryMode;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Rejected;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientConnectionSecuritySaslException;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.apache.qpid.protonj2.client.exceptions.ClientResourceRemotelyClosedException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;

/**
 * One node of a broker. A delivery counts when the broker has accepted it. There is no connection, and no thread of one, until something
 * is to be sent, and none after a failure. Sends by one thread at a time; ended by any. Format: CloudEvents 1.0, AMQP protocol
 * binding 1.0.2, structured mode.
 */
public final class Node {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String STRUCTURED = Delivery.STRUCTURED + "; charset=UTF-8";
    private static final int LONGEST_WORDS = 200;

    // AMQP 1.0, part 2, 2.8.15 and 2.8.16, part 5, 5.3.3
    private static final String UNAUTHORIZED = "amqp:unauthorized-access";
    private static final String NOT_FOUND = "amqp:not-found";
    private static final String NOT_ALLOWED = "amqp:not-allowed";
    private static final String NO_ROOM = "amqp:resource-limit-exceeded";
    private static final Set<String> FAULTS = Set.of("amqp:internal-error", "failed"); // Artemis says the latter
    private static final String TOO_LARGE = "amqp:link:message-size-exceeded"; // 2.8.18

    private final NodeSettings settings;
    private final DeviceNetworks networks;
    private final Duration patience;
    private Optional<Link> link = Optional.empty(); // guarded by this
    private volatile PinnedCertificate proof = new PinnedCertificate(""); // of the last connection
    private boolean over;

    private record Link(Client client, Connection connection, Sender sender) {}

    Node(NodeSettings settings, DeviceNetworks networks) {
        this(settings, networks, PATIENCE);
    }

    /** @param patience with each step of the dialogue */
    Node(NodeSettings settings, DeviceNetworks networks, Duration patience) {
        this.settings = settings;
        this.networks = networks;
        this.patience = patience;
    }

    /** Called by the route. */
    public void send(List<Delivery> batch) throws SinkException {
        var sent = new ArrayList<Tracker>(batch.size());
        var confirmed = 0;
        try {
            var sender = sender();
            write(sender, batch, sent);
            for (var one : sent) {
                one.awaitSettlement(patience.toMillis(), TimeUnit.MILLISECONDS);
                judge(one, confirmed);
                confirmed++;
            }
        } catch (DeviceException e) { // asks nobody but the hub's own rules, and they may change
            close();
            throw new SinkException.Away(e.text(), e);
        } catch (ClientException e) {
            close();
            throw failed(e, accepted(sent));
        }
    }

    /**
     * Sends until the broker does not take one. Of a key one is on its way, and the next leaves when it is accepted: a broker may release
     * one and accept the next, which nobody could call back.
     */
    private void write(Sender sender, List<Delivery> batch, List<Tracker> sent) throws ClientException {
        var latest = new HashMap<String, Tracker>();
        for (var one : batch) {
            var before = latest.get(one.key());
            if (before != null && !isAccepted(before.awaitSettlement(patience.toMillis(), TimeUnit.MILLISECONDS))) {
                return;
            }
            var tracker = sender.send(message(one));
            sent.add(tracker);
            latest.put(one.key(), tracker);
        }
    }

    private static boolean isAccepted(Tracker one) {
        return one.remoteState() != null && one.remoteState().isAccepted();
    }

    /** @return how many from the first on the broker has accepted, whatever became of the link since */
    private static int accepted(List<Tracker> sent) {
        var count = 0;
        while (count < sent.size() && isAccepted(sent.get(count))) {
            count++;
        }
        return count;
    }

    private static Message<byte[]> message(Delivery one) throws ClientException {
        return Message.create(one.json())
                .durable(true)
                .messageId(one.id())
                .contentType(STRUCTURED)
                .groupId(one.key()); // brokers keep the order within a group
    }

    private void judge(Tracker one, int index) throws SinkException {
        if (isAccepted(one)) {
            return;
        }
        close(); // what was sent after it is sent again, in order
        var state = one.remoteState();
        if (state instanceof Rejected rejected && !NO_ROOM.equals(rejected.getCondition())) {
            throw rejected(rejected, index);
        }
        var text = new Text(
                "máy chủ AMQP chưa nhận bản tin (%s)".formatted(word(one)),
                "the AMQP broker did not take the message (%s)".formatted(word(one)));
        throw state != null && state.getType() == DeliveryState.Type.MODIFIED // 3.4.5: it tried, and failed
                ? new SinkException.Failing(text, index)
                : new SinkException.Away(text, index, Optional.empty(), null);
    }

    private SinkException rejected(Rejected rejected, int index) {
        var condition = String.valueOf(rejected.getCondition());
        var why = said(condition, rejected.getDescription());
        if (condition.equals(UNAUTHORIZED)) {
            return notLetIn(condition, index, null);
        }
        var text = new Text("máy chủ AMQP từ chối bản tin: " + why, "the AMQP broker rejected the message: " + why);
        return FAULTS.contains(condition)
                ? new SinkException.Failing(text, index)
                : SinkException.Rejected.at(index, text);
    }

    private static String word(Tracker one) {
        var state = one.remoteState();
        if (state == null) {
            return "không trả lời / no answer";
        }
        return state instanceof Rejected rejected
                ? rejected.getCondition()
                : state.getType().name();
    }

    private SinkException failed(ClientException e, int confirmed) {
        var shown = proof.other();
        if (shown.isPresent()) {
            return new SinkException.Refused(
                    new Text(
                            "máy chủ AMQP đưa ra chứng thư %s, khác với khóa certificate trong tệp; hỏi bên quản lý trước khi sửa"
                                    .formatted(shown.get()),
                            "the AMQP broker shows the certificate %s, which is not the one that the key certificate of the file names; ask those who run it before you change it"
                                    .formatted(shown.get())),
                    confirmed,
                    Optional.empty(),
                    e);
        }
        var condition = e instanceof ClientResourceRemotelyClosedException closed && closed.getErrorCondition() != null
                ? closed.getErrorCondition().condition()
                : "";
        if (e instanceof ClientConnectionSecuritySaslException) {
            return new SinkException.Refused(
                    new Text(
                            "máy chủ AMQP không nhận username hoặc mật khẩu%s; sửa rồi hub:sink-resume, tệp đổi thì trạm tự thử lại"
                                    .formatted(inFile(" trong ")),
                            "the AMQP broker does not accept username or the password%s; mend it, then hub:sink-resume; when the file changes the hub tries by itself"
                                    .formatted(inFile(" in "))),
                    confirmed,
                    settings.secret().map(KeyFile::path),
                    e);
        }
        if (List.of(UNAUTHORIZED, NOT_FOUND, NOT_ALLOWED).contains(condition)) {
            return notLetIn(condition, confirmed, e);
        }
        if (condition.equals(TOO_LARGE)) { // the broker ends the link over it, and does not say over which
            return SinkException.Rejected.among(
                    confirmed,
                    new Text(
                            "bản tin lớn hơn mức máy chủ AMQP nhận (max-message-size)",
                            "the message is larger than the AMQP broker takes (max-message-size)"));
        }
        var why = DeviceWords.clean(String.valueOf(e.getMessage()), LONGEST_WORDS);
        return new SinkException.Away(
                new Text(
                        "máy chủ AMQP %s:%d chưa nhận: %s".formatted(settings.host(), settings.port(), why),
                        "the AMQP broker %s:%d did not take it: %s".formatted(settings.host(), settings.port(), why)),
                confirmed,
                Optional.empty(),
                e);
    }

    private SinkException notLetIn(String condition, int confirmed, ClientException e) {
        return new SinkException.Refused(
                new Text(
                        "máy chủ AMQP không cho ghi vào %s (%s); nhờ bên quản lý tạo hoặc cấp quyền, rồi hub:sink-resume"
                                .formatted(settings.address(), condition),
                        "the AMQP broker does not let the hub write to %s (%s); have it made or the right granted, then hub:sink-resume"
                                .formatted(settings.address(), condition)),
                confirmed,
                Optional.empty(),
                e);
    }

    private static String said(String condition, String description) {
        return DeviceWords.clean(description == null ? condition : condition + ", " + description, LONGEST_WORDS);
    }

    private String inFile(String in) {
        return settings.secret().map(file -> in + file).orElse("");
    }

    private synchronized Sender sender() throws SinkException, DeviceException, ClientException {
        if (over) {
            throw new SinkException.Away(new Text("tuyến đã dừng", "the route has stopped"));
        }
        if (link.isEmpty()) {
            var options = options();
            var at = networks.resolve(settings.host(), settings.port());
            var client = Client.create(new ClientOptions().id("mat-luoi"));
            try {
                var connection = client.connect(at.getAddress().getHostAddress(), at.getPort(), options);
                var sender = connection.openSender(
                        settings.address(),
                        new SenderOptions()
                                .deliveryMode(DeliveryMode.AT_LEAST_ONCE)
                                .sendTimeout(patience.toMillis()));
                sender.openFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
                link = Optional.of(new Link(client, connection, sender));
            } catch (ExecutionException e) {
                client.closeAsync();
                throw e.getCause() instanceof ClientException cause
                        ? cause
                        : new ClientException(String.valueOf(e.getCause()), e.getCause());
            } catch (TimeoutException e) {
                client.closeAsync();
                throw new ClientException("no answer within " + patience.toSeconds() + " s", e);
            } catch (InterruptedException e) {
                client.closeAsync();
                Thread.currentThread().interrupt();
                throw new ClientException("interrupted", e);
            } catch (ClientException e) {
                client.closeAsync();
                throw e;
            }
        }
        return link.get().sender();
    }

    private ConnectionOptions options() throws SinkException {
        var millis = patience.toMillis();
        var options = new ConnectionOptions()
                .openTimeout(millis)
                .closeTimeout(millis)
                .sendTimeout(millis)
                .requestTimeout(millis)
                .reconnectEnabled(false)
                .virtualHost(settings.host());
        options.transportOptions().connectTimeout((int) Math.min(millis, 5_000)).allowNativeIO(false);
        if (settings.encrypted()) {
            proof = new PinnedCertificate(settings.certificate().orElseThrow());
            options.sslEnabled(true);
            options.sslOptions()
                    .allowNativeSSL(false)
                    .verifyHost(false) // its certificate is known
                    .sslContextOverride(proof.context());
        }
        if (settings.account().isPresent()) {
            var file = settings.secret().orElseThrow();
            var password = file.read()
                    .orElseThrow(() -> new SinkException.Refused(
                            new Text(
                                    "không đọc được mật khẩu trong %s".formatted(file),
                                    "the password in %s cannot be read".formatted(file)),
                            Optional.of(file.path())));
            options.user(settings.account().get()).password(password);
            options.saslOptions().addAllowedMechanism("SCRAM-SHA-512").addAllowedMechanism("SCRAM-SHA-256");
            if (settings.encrypted()) {
                options.saslOptions().addAllowedMechanism("PLAIN"); // sends the password as it is
            }
        } else {
            options.saslOptions().addAllowedMechanism("ANONYMOUS");
        }
        return options;
    }

    private synchronized void close() {
        link.ifPresent(open -> {
            open.connection().closeAsync();
            open.client().closeAsync();
        });
        link = Optional.empty();
    }

    /** Nothing is sent any more. */
    synchronized void end() {
        over = true;
        close();
    }

    synchronized void begin() {
        over = false;
    }
}
