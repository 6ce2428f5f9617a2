package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/**
 * An answer that does not end, handed on piece by piece. It holds a connection and no thread, has no total time-out,
 * and ends after {@link #SILENCE} without a byte, or with more events than one device has cause to tell. While something of it
 * waits for its sink, or the sink is not ready for more, nothing more is read. Belongs to its connection's event loop; its sink is called in its connection's line.
 */
final class Stream implements Call.Taker, Wire.Exchange, AutoCloseable {

    /** Longest silence; heartbeats come within 30 s on every firmware known. */
    static final Duration SILENCE = Duration.ofSeconds(90);

    /** What a stream of events may bring within {@link #MEASURED}; the largest single event with its picture is 8 MiB. */
    static final long MOST_EVENTS = 10 << 20;

    private static final Duration MEASURED = Duration.ofSeconds(10);

    private static final byte[] NOTHING = {};

    private final EventLoop loop;
    private final Handlers.Line line;
    private final String where;
    private final StreamSink sink;
    private final boolean file;
    private final AtomicInteger handed = new AtomicInteger(); // and not taken yet
    private byte[] pieces = NOTHING; // guarded by this, as length: what came since the last was handed over
    private int length;
    private volatile boolean closed;
    private final CompletableFuture<AutoCloseable> opened = new CompletableFuture<>();
    private final Runnable over;
    private volatile CompletionStage<?> ready = CompletableFuture.completedFuture(true); // for the next piece
    private Optional<Wire> wire = Optional.empty();
    private Optional<Future<?>> timer = Optional.empty();
    private long last;
    private long measuredFrom;
    private long measured;
    private boolean ended;

    /**
     * @param file whether it may come as fast as the line carries it
     * @param over called once the stream is done with
     */
    Stream(EventLoop loop, Handlers.Line line, String where, StreamSink sink, boolean file, Runnable over) {
        this.loop = loop;
        this.line = line;
        this.where = where;
        this.sink = sink;
        this.file = file;
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
        int status = head.status().code();
        var type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        line.hand(() -> begun(status, type));
        watch();
        return this;
    }

    @Override
    public void failed(DeviceException why) {
        over.run();
        line.hand(() -> opened.completeExceptionally(why));
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
        if (keep(content)) {
            handed.incrementAndGet();
            wire.ifPresent(Wire::pause);
            line.hand(this::take, this::taken);
        }
    }

    /** One read may bring many pieces before the pause shows. @return whether it is the first that waits */
    private synchronized boolean keep(ByteBuf content) {
        int more = content.readableBytes();
        boolean first = length == 0;
        if (length + more > pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(length + more, 2 * pieces.length));
        }
        content.getBytes(content.readerIndex(), pieces, length, more);
        length += more;
        return first;
    }

    private synchronized byte[] kept() {
        var whole = length == pieces.length ? pieces : Arrays.copyOf(pieces, length);
        pieces = NOTHING;
        length = 0;
        return whole;
    }

    // ---- in the line

    private void begun(int status, String type) {
        if (closed) {
            opened.completeExceptionally(Failures.closed(where));
            return;
        }
        boolean fine = false;
        try {
            sink.begun(status, type);
            fine = true;
        } finally {
            if (!fine) {
                notTaken();
                opened.completeExceptionally(Failures.notTaken(where));
            }
        }
        opened.complete(this);
    }

    private void take() {
        var piece = kept();
        if (closed) {
            return;
        }
        boolean fine = false;
        try {
            sink.accept(piece);
            ready = Objects.requireNonNull(sink.ready(), "ready");
            fine = true;
        } finally {
            if (!fine) {
                notTaken();
            }
        }
        line.took();
    }

    /** What is left of it is nothing to a sink that failed. */
    private void notTaken() {
        closed = true;
        loop.execute(() -> finish(Optional.of(Failures.notTaken(where))));
    }

    private void taken() {
        ready.whenComplete((now, failure) -> {
            if (handed.decrementAndGet() == 0) {
                loop.execute(this::goOn);
            }
        });
    }

    // ---- in the event loop

    private void goOn() {
        if (!ended && handed.get() == 0) {
            last = System.nanoTime(); // it was us who did not read
            wire.ifPresent(Wire::goOn);
        }
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
        closed = true;
        loop.execute(() -> finish(Optional.empty()));
    }

    private void watch() {
        if (ended) {
            return;
        }
        long left = SILENCE.toNanos() - (handed.get() > 0 ? 0 : System.nanoTime() - last);
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
        why.ifPresent(w -> line.hand(() -> sink.ended(w)));
    }
}
