package vn.matluoi.forward.webhook.internal;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** One receiver over HTTP. Sends by one thread at a time; ended by any. */
public final class Webhook {

    private static final Duration TIMEOUT = Duration.ofSeconds(15); // as long as the hub's client waits for anybody
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final SourceId NAME = new SourceId("forward-webhook");

    private final WebhookSettings settings;
    private final DeviceHttp http;
    private final InstantSource clock;
    private Optional<DeviceHttp.Connection> connection = Optional.empty(); // guarded by this
    private boolean over;

    Webhook(WebhookSettings settings, DeviceHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** Called by the route. */
    public void send(List<Delivery> batch) throws SinkException {
        var signature = settings.key()
                .read()
                .flatMap(Signature::with)
                .orElseThrow(() -> new SinkException.Refused(
                        new Text(
                                "%s không chứa khóa ký: một dòng whsec_… hoặc ít nhất %d ký tự"
                                        .formatted(settings.key(), Signature.LEAST_KEY),
                                "%s holds no key to sign with: one line whsec_… or at least %d characters"
                                        .formatted(settings.key(), Signature.LEAST_KEY)),
                        Optional.of(settings.key().path())));
        if (settings.batched()) {
            post(signature, together(batch), Delivery.BATCHED, name(batch), 0, batch.size());
        } else {
            for (var i = 0; i < batch.size(); i++) {
                var one = batch.get(i);
                post(signature, one.json(), Delivery.STRUCTURED, one.id(), i, 1);
            }
        }
    }

    /** The same batch has the same name when it is sent again. */
    private static String name(List<Delivery> batch) {
        var first = batch.get(0).id();
        return batch.size() == 1
                ? first
                : first + ".." + batch.get(batch.size() - 1).id();
    }

    private static byte[] together(List<Delivery> batch) {
        var bytes = new ByteArrayOutputStream();
        bytes.write('[');
        for (var i = 0; i < batch.size(); i++) {
            if (i > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(batch.get(i).json());
        }
        bytes.write(']');
        return bytes.toByteArray();
    }

    /**
     * @param confirmed how many were before
     * @param count how many are in the body
     */
    private void post(Signature signature, byte[] body, String type, String id, int confirmed, int count)
            throws SinkException {
        DeviceReply reply;
        try {
            reply = connection()
                    .call(new DeviceRequest("POST", settings.path(), Optional.of(type), body, LARGEST_ANSWER)
                            .with(signature.headers(id, clock.instant(), body)));
        } catch (DeviceException.Refused e) {
            end(false);
            throw refused(e, confirmed);
        } catch (DeviceException e) {
            end(false); // its name may stand for another machine by now
            throw new SinkException.Away(e.text(), confirmed, Optional.empty(), e);
        }
        judge(reply, confirmed, count);
    }

    private void judge(DeviceReply reply, int confirmed, int count) throws SinkException {
        var status = reply.status();
        if (status / 100 == 2) {
            return;
        }
        var text = new Text(
                "nơi nhận trả lời mã %d".formatted(status), "the receiver answered with status %d".formatted(status));
        if (status == 403 || status == 407) {
            throw new SinkException.Refused(
                    notLetIn(text), confirmed, Optional.of(settings.key().path()), null);
        }
        // 404, 405 and 410 speak of the address, not of what was sent
        var content =
                status / 100 == 4 && !List.of(404, 405, 408, 410, 425, 429).contains(status);
        if (status / 100 == 5
                && !List.of(502, 503, 504).contains(status)
                && reply.header("retry-after").isEmpty()) {
            throw new SinkException.Failing(text, confirmed);
        }
        if (!content) {
            throw new SinkException.Away(text, confirmed, retryAfter(reply), null);
        }
        throw count == 1 ? SinkException.Rejected.at(confirmed, text) : SinkException.Rejected.among(text);
    }

    private static Optional<Duration> retryAfter(DeviceReply reply) {
        return reply.header("retry-after")
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private SinkException refused(DeviceException.Refused refused, int confirmed) {
        if (refused.why() == Why.NETWORK) { // asks nobody but the hub's own rules, and they may change
            return new SinkException.Away(refused.text(), confirmed, Optional.empty(), refused);
        }
        var text = refused.why() == Why.CERTIFICATE
                ? new Text(
                        "nơi nhận đưa ra chứng thư%s khác với khóa certificate trong tệp; hỏi bên nhận trước khi sửa"
                                .formatted(refused.evidence()
                                        .map(" %s,"::formatted)
                                        .orElse("")),
                        "the receiver shows the certificate%s which is not the one that the key certificate of the file names; ask those who run it before you change it"
                                .formatted(refused.evidence()
                                        .map(" %s,"::formatted)
                                        .orElse("")))
                : notLetIn(new Text("nơi nhận trả lời mã 401", "the receiver answered with status 401"));
        return new SinkException.Refused(
                text, confirmed, Optional.of(settings.key().path()), refused);
    }

    private Text notLetIn(Text answer) {
        return new Text(
                "%s: không nhận chữ ký; đổi khóa trong %s rồi trạm thử lại, hoặc hub:sink-resume"
                        .formatted(answer.vi(), settings.key()),
                "%s: it does not accept the signature; change the key in %s, and the hub tries again, or hub:sink-resume"
                        .formatted(answer.en(), settings.key()));
    }

    private synchronized DeviceHttp.Connection connection() throws DeviceException {
        if (over) {
            throw new DeviceException.Unreachable(new Text("tuyến đã dừng", "the route has stopped"));
        }
        if (connection.isEmpty()) {
            connection = Optional.of(http.connect(new Target(
                    NAME, settings.address(), "", "", TIMEOUT, Optional.empty(), settings.certificate(), Map.of())));
        }
        return connection.get();
    }

    /** @param forGood whether nothing is sent any more */
    synchronized void end(boolean forGood) {
        over |= forGood;
        connection.ifPresent(DeviceHttp.Connection::close);
        connection = Optional.empty();
    }

    synchronized void begin() {
        over = false;
    }
}
