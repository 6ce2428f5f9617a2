package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** A connection whose streams and timers a test turns by hand, and a sink that keeps what it is told. */
final class FakeStream implements DeviceHttp.Connection, Sink {

    final List<CameraEvent> events = new ArrayList<>();
    final List<Optional<Duration>> lapses = new ArrayList<>();
    final List<DeviceException> ends = new ArrayList<>();
    final List<Runnable> timers = new ArrayList<>();
    long nanos;
    int closed;

    static FakeStream silent() {
        return new FakeStream();
    }

    @Override
    public void event(CameraEvent event, Optional<Duration> lapse) {
        events.add(event);
        lapses.add(lapse);
    }

    @Override
    public void ended(DeviceException why) {
        ends.add(why);
    }

    /** Lets time pass and runs what was to run. */
    void after(Duration time) {
        nanos += time.toNanos();
        var due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    List<String> told() {
        return events.stream()
                .map(e -> e.topic() + " " + e.type() + " " + e.phase() + " "
                        + e.channel().map(ChannelId::value).orElse("-"))
                .toList();
    }

    static byte[] part(String xml) {
        return ("--boundary\r\nContent-Type: application/xml\r\nContent-Length: 1\r\n\r\n" + xml + "\r\n")
                .getBytes(UTF_8);
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
    public CompletionStage<AutoCloseable> stream(DeviceRequest request, DeviceHttp.StreamSink sink) {
        return CompletableFuture.completedFuture(() -> closed++);
    }

    @Override
    public AutoCloseable later(Duration delay, Runnable work) {
        timers.add(work);
        return () -> timers.remove(work);
    }

    @Override
    public String certificate() {
        return "";
    }

    @Override
    public void close() {
        // nothing is open
    }
}
