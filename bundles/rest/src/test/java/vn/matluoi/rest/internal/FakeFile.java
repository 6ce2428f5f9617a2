package vn.matluoi.rest.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import vn.matluoi.api.HubException;
import vn.matluoi.api.source.FootageFile;

/** A file of so many pieces of 64 KiB, that goes on, ends or breaks off as a test likes. */
final class FakeFile implements FootageFile {

    static final int PIECE = 64 << 10;

    final AtomicInteger closed = new AtomicInteger();
    final AtomicLong left;
    /** After its last piece: whole, or waiting for whoever ends it. */
    private final boolean whole;

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private FakeFile(long pieces, boolean whole) {
        this.left = new AtomicLong(pieces);
        this.whole = whole;
    }

    static FakeFile of(long pieces) {
        return new FakeFile(pieces, true);
    }

    static FakeFile thatGoesOnAfter(long pieces) {
        return new FakeFile(pieces, false);
    }

    void isWhole() {
        over.complete(null);
    }

    void breaksOff(Throwable why) {
        over.completeExceptionally(why);
    }

    @Override
    public Instant from() {
        return FakeHub.NOON;
    }

    @Override
    public Instant to() {
        return FakeHub.NOON.plusSeconds(300);
    }

    @Override
    public Form form() {
        return Form.MPEG_PS;
    }

    @Override
    public CompletionStage<Optional<byte[]>> next() {
        if (over.isDone()) {
            return over.thenApply(none -> Optional.empty());
        }
        var at = left.getAndDecrement();
        if (at > 0) {
            var piece = new byte[PIECE];
            Arrays.fill(piece, (byte) at);
            return CompletableFuture.completedFuture(Optional.of(piece));
        }
        if (whole) {
            over.complete(null);
        }
        return over.thenApply(none -> Optional.empty());
    }

    @Override
    public CompletionStage<Void> over() {
        return over;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
        over.completeExceptionally(FakeHub.refusal(HubException.Reason.UNAVAILABLE, "download.ended"));
    }
}
