package vn.matluoi.benchmarks.drivers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * The hub's HTTP client, but that it keeps what a device told on its event stream, or in the largest answer to a pull; and once it was
 * given a source of such tellings, a driver that subscribes hears that instead.
 */
final class Tap implements DeviceHttp {

    private static final byte[] PULL = ":PullMessages".getBytes(StandardCharsets.US_ASCII);

    /** A pull that came too soon is put off for at most this; played, it is not. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final DeviceHttp real;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(); // guarded by itself
    private volatile byte[] pulled = new byte[0];
    private volatile String contentType = "";
    private volatile Optional<Source> source = Optional.empty();
    final AtomicLong pulls = new AtomicLong();

    /** Where a subscriber's bytes come from. */
    interface Source {

        /** Begins to give the sink what it is to hear, on a thread of its own. */
        AutoCloseable stream(StreamSink sink);

        CompletionStage<DeviceReply> pull();
    }

    Tap(DeviceHttp real) {
        this.real = real;
    }

    byte[] heard() {
        synchronized (heard) {
            return heard.toByteArray();
        }
    }

    byte[] pulled() {
        return pulled;
    }

    void play(Source played) {
        source = Optional.of(played);
    }

    @Override
    public Connection connect(Target target) throws DeviceException {
        return new Tapped(real.connect(target));
    }

    private record Kept(ByteArrayOutputStream heard, StreamSink sink, Tap tap) implements StreamSink {

        @Override
        public void begun(int status, String type) {
            tap.contentType = type;
            sink.begun(status, type);
        }

        @Override
        public void accept(byte[] piece) {
            synchronized (heard) {
                heard.writeBytes(piece);
            }
            sink.accept(piece);
        }

        @Override
        public void ended(DeviceException why) {
            sink.ended(why);
        }
    }

    private final class Tapped implements Connection {

        private final Connection wire;

        Tapped(Connection wire) {
            this.wire = wire;
        }

        @Override
        public DeviceReply call(DeviceRequest request) throws DeviceException {
            return wire.call(request);
        }

        @Override
        public CompletionStage<DeviceReply> send(DeviceRequest request) {
            if (!holds(request.body(), PULL)) {
                return wire.send(request);
            }
            pulls.incrementAndGet();
            return source.map(Source::pull).orElseGet(() -> wire.send(request).thenApply(reply -> {
                pulled = reply.bytes().length > pulled.length ? reply.bytes() : pulled;
                return reply;
            }));
        }

        @Override
        public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
            if (source.isEmpty()) {
                return wire.stream(request, new Kept(heard, sink, Tap.this));
            }
            sink.begun(200, contentType);
            return CompletableFuture.completedFuture(source.get().stream(sink));
        }

        @Override
        public AutoCloseable later(Duration delay, Runnable work) {
            boolean rest = source.isPresent() && pulls.get() > 0 && delay.compareTo(REST) < 0;
            return wire.later(rest ? Duration.ZERO : delay, work);
        }

        @Override
        public String certificate() {
            return wire.certificate();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private static boolean holds(byte[] body, byte[] word) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(new String(word, StandardCharsets.ISO_8859_1));
    }
}
