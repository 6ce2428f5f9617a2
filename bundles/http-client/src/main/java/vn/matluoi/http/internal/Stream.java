package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/**
 * An answer that does not end, handed on piece by piece. It holds a connection and no thread, has no total time-out,
 * and ends after {@link #SILENCE} without a byte, or with more events than one device has cause to tell. Belongs to its connection's event loop.
 */
final class Stream implements Call.Taker, Wire.Exchange, AutoCloseable {

    /** Longest silence; heartbeats come within 30 s on every firmware known. */
    static final Duration SILENCE = Duration.ofSeconds(90);

    /** What a stream of events may bring within {@link #MEASURED}; the largest single event with its picture is 8 MiB. */
    static final long MOST_EVENTS = 10 << 20;

    private static final Duration MEASURED = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final String where;
    private final StreamSink sink;
    private final boolean file;
    private final CompletableFuture<AutoCloseable> opened = new CompletableFuture<>();
    private final Runnable over;
    private Optional<Wire> wire = Optional.empty();
    private Optional<Future<?>> timer = Optional.empty();
    private long last;
    private long measuredFrom;
    private long measured;
    private boolean ended;

    /** @param over called once the stream is done with */
    Stream(EventLoop loop, String where, StreamSink sink, Runnable over) {
        this.loop = loop;
        this.where = where;
        this.sink = sink;
        this.file = sink.isFile();
        this.over = over;
    }

    CompletableFuture<AutoCloseable> opened() {
        return opened;
    }

    @Override
    public boolean wantsPieces(int status) {
        return true;
    }

    @Override
    public void whole(Reply reply) {
        opened.completeExceptionally(new IllegalStateException("a stream is never whole"));
    }

    @Override
    public Wire.Exchange pieces(HttpResponse head, Wire on) {
        wire = Optional.of(on);
        last = System.nanoTime();
        measuredFrom = last;
        sink.begun(head.status().code(), head.headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
        opened.complete(this);
        watch();
        return this;
    }

    @Override
    public void failed(DeviceException why) {
        over.run();
        opened.completeExceptionally(why);
    }

    @Override
    public void head(HttpResponse response) {
        // came before the exchange was handed over
    }

    @Override
    public void piece(ByteBuf content) {
        last = System.nanoTime();
        if (ended) {
            return;
        }
        if (!file && isTooMuch(content.readableBytes())) { // others share its thread
            finish(Optional.of(Failures.tooFast(where)));
            return;
        }
        sink.accept(ByteBufUtil.getBytes(content));
    }

    private boolean isTooMuch(int more) {
        if (last - measuredFrom > MEASURED.toNanos()) {
            measuredFrom = last;
            measured = 0;
        }
        measured += more;
        return measured > MOST_EVENTS;
    }

    @Override
    public void end(boolean reusable) {
        finish(Optional.of(Failures.brokeOff(where, null)));
    }

    @Override
    public void broken(boolean garbled, boolean silent, Optional<Throwable> cause) {
        finish(Optional.of(
                garbled ? Failures.notHttp(where, cause.orElse(null)) : Failures.brokeOff(where, cause.orElse(null))));
    }

    /** Ends it without telling the sink. Safe to repeat, from any thread. */
    @Override
    public void close() {
        loop.execute(() -> finish(Optional.empty()));
    }

    private void watch() {
        if (ended) {
            return;
        }
        long left = SILENCE.toNanos() - (System.nanoTime() - last);
        if (left <= 0) {
            finish(Optional.of(Failures.noAnswer(where, SILENCE)));
        } else {
            timer = Optional.of(loop.schedule(this::watch, left, TimeUnit.NANOSECONDS));
        }
    }

    private void finish(Optional<DeviceException> why) {
        if (ended) {
            return;
        }
        ended = true;
        timer.ifPresent(t -> t.cancel(false));
        wire.ifPresent(Wire::close);
        over.run();
        why.ifPresent(sink::ended);
    }
}
