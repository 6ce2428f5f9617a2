package vn.matluoi.forward.registry.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.registry.Checksum;

/** The other registry, over HTTP: asks it, and tells it. What it answers is bounded and believed in nothing but what differs. Any thread. */
final class Peer {

    /** The other registry expects something else to come next. */
    static final class OutOfStep extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /**
     * What it knows of an area.
     *
     * @param next camera to ask for more after
     */
    record Sums(Checksum whole, Map<AreaCode, Checksum> areas, Map<String, Checksum> cameras, Optional<String> next) {}

    /** @param waiting how many withdrawn cameras wait for a person over there, if it says so */
    record Standing(String stream, long sequence, long waiting) {}

    private static final Duration TIMEOUT = Duration.ofSeconds(15); // as long as the hub's client waits for anybody
    /** Longer than its own: taking in a batch may wait for others there. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LARGEST_ANSWER = 4 << 20;
    private static final SourceId NAME = new SourceId("forward-registry");
    private static final int LONGEST_WHY = 500;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .build();

    private final RegistrySettings settings;
    private final DeviceHttp http;
    private final Duration timeout;
    private final Duration patience;
    private Optional<DeviceHttp.Connection> connection = Optional.empty(); // guarded by this, as below
    private String shown = "";
    private boolean over;

    Peer(RegistrySettings settings, DeviceHttp http) {
        this(settings, http, TIMEOUT, PATIENCE);
    }

    /**
     * @param timeout longest one exchange may take
     * @param patience so much longer where it takes something in, up to two minutes
     */
    Peer(RegistrySettings settings, DeviceHttp http, Duration timeout, Duration patience) {
        this.settings = settings;
        this.http = http;
        this.timeout = timeout;
        this.patience = patience;
    }

    Standing standing() throws SinkException {
        var answer = get("");
        return new Standing(
                answer.path("stream").asText(""),
                answer.path("sequence").asLong(-1),
                answer.path("waiting").asLong(0));
    }

    /** @param area empty for all it knows */
    Sums sums(Optional<AreaCode> area, Optional<String> after) throws SinkException {
        var answer = get("/checksums?limit=5000"
                + area.map(code -> "&area=" + code.value()).orElse("")
                + after.map(id -> "&after=" + id).orElse(""));
        try {
            var areas = new HashMap<AreaCode, Checksum>();
            for (var one : answer.path("areas")) {
                areas.put(new AreaCode(one.path("area").asText()), checksum(one));
            }
            var cameras = new HashMap<String, Checksum>();
            for (var one : answer.path("cameras")) {
                cameras.put(
                        one.path("id").asText(),
                        new Checksum(1, one.path("digest").asText()));
            }
            var next = Optional.of(answer.path("next").asText("")).filter(id -> id.matches("[A-Za-z0-9-]{1,40}"));
            return new Sums(checksum(answer), areas, cameras, next);
        } catch (IllegalArgumentException e) {
            throw garbled(e);
        }
    }

    private static Checksum checksum(JsonNode node) {
        return new Checksum(node.path("count").asLong(-1), node.path("digest").asText());
    }

    /**
     * Tells of cameras as they are now.
     *
     * @param cameras by id; empty for one that is told of no more
     * @return why it refuses some, by id
     */
    Map<String, Text> tell(
            String stream,
            OptionalLong after,
            OptionalLong sequence,
            Map<String, Optional<Map<String, String>>> cameras)
            throws SinkException, OutOfStep {
        var body = JSON.createObjectNode().put("stream", stream);
        after.ifPresent(number -> body.put("after", number));
        sequence.ifPresent(number -> body.put("sequence", number));
        var list = body.putArray("cameras");
        cameras.forEach((id, values) -> {
            var camera = list.addObject().put("id", id);
            if (values.isPresent()) {
                var object = camera.putObject("values");
                values.get().forEach(object::put);
            }
        });
        DeviceReply reply;
        try {
            reply = call(new DeviceRequest(
                            "POST",
                            path("/changes"),
                            Optional.of("application/json"),
                            JSON.writeValueAsBytes(body),
                            LARGEST_ANSWER)
                    .waiting(patience));
        } catch (IOException e) {
            throw new UncheckedIOException("a tree is written to memory", e);
        }
        if (reply.status() == 409) {
            throw new OutOfStep();
        }
        judge(reply);
        var refused = new HashMap<String, Text>();
        for (var camera : read(reply).path("cameras")) {
            if (camera.path("outcome").asText().equals("rejected")) {
                var why = camera.path("why").asText("–");
                var words = why.substring(0, Math.min(why.length(), LONGEST_WHY));
                refused.put(
                        camera.path("id").asText(),
                        new Text("nơi nhận không nhận: " + words, "the receiver does not take it: " + words));
            }
        }
        return refused;
    }

    private JsonNode get(String path) throws SinkException {
        var reply = call(new DeviceRequest("GET", path(path), Optional.empty(), new byte[0], LARGEST_ANSWER));
        judge(reply);
        return read(reply);
    }

    private String path(String path) {
        return "/api/v1/upstream/" + settings.sender() + path;
    }

    private static JsonNode read(DeviceReply reply) throws SinkException {
        try {
            var node = JSON.readTree(reply.bytes());
            if (node == null || !node.isObject()) {
                throw new IOException("no object");
            }
            return node;
        } catch (IOException e) {
            throw garbled(e);
        }
    }

    private static SinkException garbled(Exception e) {
        return new SinkException.Away(
                new Text(
                        "nơi nhận trả lời không đúng dạng của một sổ đăng ký; kiểm tra url",
                        "the receiver does not answer as a registry does; check url"),
                e);
    }

    private DeviceReply call(DeviceRequest request) throws SinkException {
        try {
            return connection().call(request);
        } catch (DeviceException.Refused e) {
            end(false);
            if (e.why() == Why.NETWORK) { // asks nobody but the hub's own rules, and they may change
                throw new SinkException.Away(e.text(), e);
            }
            throw refused(
                    e.why() == Why.CERTIFICATE
                            ? new Text(
                                    "nơi nhận đưa ra chứng thư khác với khóa certificate trong tệp; hỏi bên nhận trước khi sửa",
                                    "the receiver shows a certificate that is not the one that the key certificate of the file names; ask those who run it before you change it")
                            : new Text("nơi nhận trả lời mã 401", "the receiver answered with status 401"));
        } catch (DeviceException e) {
            end(false); // its name may stand for another machine by now
            throw new SinkException.Away(e.text(), e);
        }
    }

    private void judge(DeviceReply reply) throws SinkException {
        var status = reply.status();
        if (status / 100 == 2) {
            return;
        }
        var text = new Text(
                "nơi nhận trả lời mã %d".formatted(status), "the receiver answered with status %d".formatted(status));
        if (status == 403 || status == 407) {
            throw refused(text);
        }
        if (List.of(400, 413, 422).contains(status)) {
            throw SinkException.Rejected.among(text);
        }
        if (status / 100 == 5
                && !List.of(502, 503, 504).contains(status)
                && reply.header("retry-after").isEmpty()) {
            throw new SinkException.Failing(text, 0);
        }
        throw new SinkException.Away(
                text,
                0,
                reply.header("retry-after")
                        .map(String::strip)
                        .filter(seconds -> seconds.matches("\\d{1,6}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                null);
    }

    private SinkException refused(Text answer) {
        return new SinkException.Refused(
                new Text(
                        "%s: khóa không dùng được cho upper-%s; lấy khóa mới bằng hub:key-add ở nơi nhận, ghi vào %s"
                                .formatted(answer.vi(), settings.sender(), settings.key()),
                        "%s: the key is not good for upper-%s; make one with hub:key-add over there and put it into %s"
                                .formatted(answer.en(), settings.sender(), settings.key())),
                Optional.of(settings.key().path()));
    }

    private synchronized DeviceHttp.Connection connection() throws DeviceException, SinkException {
        if (over) {
            throw new DeviceException.Unreachable(new Text("tuyến đã dừng", "the route has stopped"));
        }
        var key = settings.key()
                .read()
                .orElseThrow(() -> new SinkException.Refused(
                        new Text(
                                "không đọc được %s, hoặc tệp trống".formatted(settings.key()),
                                "%s cannot be read, or is empty".formatted(settings.key())),
                        Optional.of(settings.key().path())));
        if (connection.isPresent() && !key.equals(shown)) {
            end(false);
        }
        if (connection.isEmpty()) {
            var options = new HashMap<>(Map.of(DeviceHttp.LOGIN, DeviceHttp.KEY));
            if (settings.certificate().isEmpty()) {
                options.put("basic.allowed", "true"); // the settings say that the line is protected
            }
            connection = Optional.of(http.connect(new Target(
                    NAME, settings.address(), "", key, timeout, Optional.empty(), settings.certificate(), options)));
            shown = key;
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
