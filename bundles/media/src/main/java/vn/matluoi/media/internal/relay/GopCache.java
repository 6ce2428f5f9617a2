package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The newest group of pictures, from its first parameter set on, as slices of what was read: a new viewer gets it at
 * once and need not wait for the next one. Over its limit, or when all caches together are over theirs, it
 * empties itself and waits for the next group. On the stream's event loop.
 */
final class GopCache {

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ByteBudget budget;
    private final long limit;
    private long held;
    private int markedAt = FrameWalk.NONE;
    private boolean whole;

    private record Piece(ByteBuf bytes, int pinned) {}

    /** @param limit most bytes to pin for this stream */
    GopCache(ByteBudget budget, long limit) {
        this.budget = budget;
        this.limit = limit;
    }

    /** @return whether it begins with a key picture */
    boolean isReady() {
        return whole;
    }

    /** Takes in a batch. */
    void append(ByteBuf in, int from, int to, FrameWalk walk) {
        var start = from;
        if (walk.cut() == FrameWalk.AT_MARK && markedAt != FrameWalk.NONE) {
            dropFirst(markedAt);
            whole = true;
        } else if (walk.cut() >= from) {
            clear();
            start = walk.cut();
            whole = true;
        }
        if (walk.cut() != FrameWalk.NONE || !walk.isMarked()) {
            markedAt = FrameWalk.NONE;
        }
        if (!whole && markedAt == FrameWalk.NONE) {
            clear();
            start = walk.mark() == FrameWalk.NONE ? to : walk.mark();
        }
        if (walk.mark() > start) {
            add(in, start, walk.mark());
        }
        if (walk.mark() != FrameWalk.NONE) {
            start = walk.mark();
            markedAt = pieces.size();
        }
        add(in, start, to);
    }

    private void add(ByteBuf in, int from, int to) {
        if (from >= to) {
            return;
        }
        var pinned = ByteBudget.pinnedBy(in);
        if (held + pinned > limit || !budget.take(pinned)) {
            clear();
            return;
        }
        held += pinned;
        pieces.add(new Piece(in.retainedSlice(from, to - from), pinned));
    }

    private void dropFirst(int count) {
        for (var i = 0; i < count; i++) {
            drop(pieces.remove());
        }
    }

    private void drop(Piece piece) {
        held -= piece.pinned();
        budget.give(piece.pinned());
        piece.bytes().release();
    }

    /** Shows every piece in order; it stays the cache's own. */
    void each(Consumer<ByteBuf> viewer) {
        for (var piece : pieces) {
            viewer.accept(piece.bytes());
        }
    }

    /** Lets go of everything. */
    void clear() {
        dropFirst(pieces.size());
        whole = false;
        markedAt = FrameWalk.NONE;
    }
}
