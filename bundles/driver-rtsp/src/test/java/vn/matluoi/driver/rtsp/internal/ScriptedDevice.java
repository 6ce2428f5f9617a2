package vn.matluoi.driver.rtsp.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.Targets;

/** A device in memory, with a clock of its own: what it is sent it answers by a script, byte by byte if it is slow. */
final class ScriptedDevice implements Wire.Dial {

    static final String DESCRIBED =
            """
            RTSP/1.0 200 OK
            Content-Type: application/sdp
            Content-Length: 58

            v=0
            s=Cổng chợ
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/1
            """;

    private final Script script;
    private final List<String> requests = new ArrayList<>();
    private final RtspDriver driver = new RtspDriver(this, this::nanos);
    private Duration aByte = Duration.ZERO;
    private long nanos;
    private int connections;

    /** @see #answer */
    @FunctionalInterface
    interface Script {

        /** @return the answer, its lines ended by a line feed; empty to close without one */
        String answer(String request);
    }

    ScriptedDevice(Script script) {
        this.script = script;
    }

    /** A device that says the same to everything but OPTIONS. */
    static ScriptedDevice saying(String answer) {
        return new ScriptedDevice(request -> request.startsWith("OPTIONS") ? "RTSP/1.0 200 OK\n\n" : answer);
    }

    /** Each byte of its answers takes that long. */
    ScriptedDevice slow(Duration aByte) {
        this.aByte = aByte;
        return this;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    private long nanos() {
        return nanos;
    }

    /** @return what it was sent, in order */
    List<String> requests() {
        return requests;
    }

    List<String> signed() {
        return requests.stream().filter(r -> r.contains("\r\nAuthorization: ")).toList();
    }

    int connections() {
        return connections;
    }

    /** @return a source at it, with a password nobody knows */
    static Target target() {
        return Targets.at(
                java.net.URI.create("http://192.0.2.1:554"),
                "hub",
                UUID.randomUUID().toString());
    }

    static Target target(Map<String, String> options) {
        var target = target();
        for (var option : options.entrySet()) {
            target = Targets.with(target, option.getKey(), option.getValue());
        }
        return target;
    }

    DeviceSession open() throws DeviceException {
        return open(target());
    }

    DeviceSession open(Target target) throws DeviceException {
        return driver.open(target);
    }

    @Override
    public Wire connect(Place place, Deadline deadline) {
        connections++;
        var coming = new ArrayDeque<Byte>();
        return new Wire() {
            private boolean closed;

            @Override
            public void write(byte[] bytes) {
                var request = new String(bytes, UTF_8);
                requests.add(request);
                var answer = script.answer(request);
                closed = answer.isEmpty();
                for (var b : answer.getBytes(UTF_8)) {
                    coming.add(b);
                }
            }

            @Override
            public int read(byte[] into) throws IOException {
                deadline.millisLeft();
                if (coming.isEmpty()) {
                    if (closed) {
                        return -1;
                    }
                    throw new SocketTimeoutException("silent");
                }
                pass(aByte);
                into[0] = coming.remove();
                return 1;
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    /** @return an answer with that description */
    static String described(String sdp) {
        return "RTSP/1.0 200 OK\nContent-Length: %d\n\n%s".formatted(sdp.getBytes(UTF_8).length, sdp);
    }
}
