package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * A connection whose stream a test plays piece by piece, and whose timers run when the test says that time passes: no net,
 * no threads.
 */
final class PlayedStream implements DeviceHttp.Connection {

    private final List<Timer> timers = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Function<String, Opening> openings;
    private DeviceHttp.StreamSink sink;
    private long now;
    private int closed;

    private record Timer(long due, Runnable work) {}

    /** What comes with the head of an answer. */
    record Opening(int status, String body, boolean over) {}

    /** @param openings by path */
    PlayedStream(Function<String, Opening> openings) {
        this.openings = openings;
    }

    static PlayedStream of(int status, String body) {
        return new PlayedStream(path -> new Opening(status, body, false));
    }

    @Override
    public CompletionStage<AutoCloseable> stream(DeviceRequest request, DeviceHttp.StreamSink to) {
        sink = to;
        asked.add(request.path());
        var opening = openings.apply(request.path());
        to.begun(opening.status, "");
        var opened = CompletableFuture.<AutoCloseable>completedFuture(() -> closed++);
        if (!opening.body.isEmpty()) {
            send(opening.body);
        }
        if (opening.over) {
            breakOff();
        }
        return opened;
    }

    List<String> asked() {
        return asked;
    }

    /** @return how often a stream was hung up */
    int closed() {
        return closed;
    }

    void send(String piece) {
        sink.accept(piece.getBytes(UTF_8));
    }

    void breakOff() {
        sink.ended(new Unreachable(Text.same("broke off")));
    }

    /** Time passes, and what is due is done. */
    void pass(Duration time) {
        long until = now + time.toNanos();
        while (true) {
            var next = timers.stream().filter(t -> t.due <= until).min((a, b) -> Long.compare(a.due, b.due));
            if (next.isEmpty()) {
                now = until;
                return;
            }
            timers.remove(next.get());
            now = Math.max(now, next.get().due);
            next.get().work.run();
        }
    }

    long nanos() {
        return now;
    }

    @Override
    public AutoCloseable later(Duration delay, Runnable work) {
        var timer = new Timer(now + delay.toNanos(), work);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public DeviceReply call(DeviceRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<DeviceReply> send(DeviceRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String certificate() {
        return "";
    }

    @Override
    public void close() {
        timers.clear();
    }
}
