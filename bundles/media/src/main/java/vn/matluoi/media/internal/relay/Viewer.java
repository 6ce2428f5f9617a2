package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.ArrayDeque;

/**
 * The sending side of one viewer. Never blocks and never lets others wait: while its socket takes everything it is
 * written to directly; once the socket is full, batches queue up; over its own limit or the common budget the queue is
 * thrown away and it waits for the next group of pictures. On the stream's event loop, unless said otherwise.
 */
public final class Viewer implements ByteBudget.Backlog {

    /** Bytes handed to the socket's own queue at once, and so out of reach for dropping. */
    private static final int HAND_OVER = 64 * 1024;

    private final Channel channel;
    private final ByteBudget budget;
    private final Meters meters;
    private final long limit;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

    private volatile long queued;
    private long inFlight;
    private long unflushed;
    private int unflushedBytes;
    private boolean backlogged;
    private boolean waiting = true;
    private boolean dropping;
    private boolean closed;
    private long progressAt;
    private long leftBefore;
    private long bytesOut;
    private volatile long held;

    private record Waiting(ByteBuf bytes, int pinned) {}

    /** @param limit most bytes to queue for this viewer */
    public Viewer(Channel channel, ByteBudget budget, Meters meters, long limit) {
        this.channel = channel;
        this.budget = budget;
        this.meters = meters;
        this.limit = limit;
        budget.enter(this);
        meters.viewers.increment();
    }

    @Override
    public long held() {
        return held;
    }

    /** @return bytes of pictures and sound sent */
    public long bytesOut() {
        return bytesOut;
    }

    /** Any thread. */
    @Override
    public void shed() {
        if (queued > 0) {
            channel.eventLoop().execute(() -> {
                if (queued > 0) {
                    drop();
                }
            });
        }
    }

    /** @return whether it waits for a place to begin at */
    boolean isWaiting() {
        return waiting;
    }

    /** Makes it wait for a place to begin at, after a pause or a break in the stream. */
    void await() {
        waiting = true;
    }

    /**
     * Lets it begin here, unless it still has to take what is on its way.
     *
     * @return whether it begins
     */
    boolean begin() {
        if (backlogged) {
            if (dropping) {
                meters.droppedGroups.increment();
            }
            return false;
        }
        waiting = false;
        dropping = false;
        return true;
    }

    /** Sends whole frames, or queues them, or leaves them out. The buffer stays the caller's. */
    void send(ByteBuf bytes, int from, int to) {
        if (waiting || closed || from >= to) {
            return;
        }
        if (backlogged) {
            queue(bytes, from, to);
            return;
        }
        unflushed += ByteBudget.pinnedBy(bytes);
        unflushedBytes += to - from;
        write(bytes.retainedSlice(from, to - from));
        if (unflushedBytes >= HAND_OVER) {
            flush();
        }
    }

    private void write(ByteBuf bytes) {
        bytesOut += bytes.readableBytes();
        meters.bytesOut.add(bytes.readableBytes());
        channel.unsafe().write(bytes, channel.voidPromise()); // nothing of its pipeline is on the way out
    }

    private void queue(ByteBuf bytes, int from, int to) {
        var pinned = ByteBudget.pinnedBy(bytes);
        if (queued + pinned > limit || !budget.take(pinned)) {
            drop();
            return;
        }
        queued += pinned;
        queue.add(new Waiting(bytes.retainedSlice(from, to - from), pinned));
        held = queued + inFlight;
    }

    private void drop() {
        release();
        waiting = true;
        dropping = true;
        meters.droppedGroups.increment();
    }

    private void release() {
        for (var next : queue) {
            next.bytes().release();
        }
        queue.clear();
        budget.give(queued);
        queued = 0;
        held = inFlight;
    }

    /** Sends what was written since the last flush; what the socket does not take counts from here on. */
    void flush() {
        if (unflushed == 0 || closed) {
            return;
        }
        channel.unsafe().flush();
        var pinned = unflushed;
        unflushed = 0;
        unflushedBytes = 0;
        if (isThrough()) {
            return;
        }
        backlogged = true;
        inFlight = pinned;
        held = queued + inFlight;
        progressAt = System.nanoTime();
        budget.force(pinned);
        whenThrough();
    }

    private boolean isThrough() {
        var out = channel.unsafe().outboundBuffer();
        return out == null || out.isEmpty();
    }

    /** An empty message behind the full ones: when it is through, they are. */
    private void whenThrough() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> through());
    }

    private void through() {
        budget.give(inFlight);
        inFlight = 0;
        held = queued;
        if (closed) {
            return;
        }
        progressAt = System.nanoTime();
        while (!queue.isEmpty()) {
            var bytes = 0;
            var pinned = 0L;
            while (!queue.isEmpty() && bytes < HAND_OVER) {
                var next = queue.remove();
                bytes += next.bytes().readableBytes();
                pinned += next.pinned();
                write(next.bytes());
            }
            queued -= pinned;
            channel.unsafe().flush();
            if (!isThrough()) {
                inFlight = pinned;
                held = queued + inFlight;
                whenThrough();
                return;
            }
            budget.give(pinned);
            held = queued;
        }
        backlogged = false;
    }

    /** @return whether it has taken nothing for so long, though something waits for it */
    boolean isStalled(long nanos, long patience) {
        if (!backlogged) {
            return false;
        }
        var out = channel.unsafe().outboundBuffer();
        var left = out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
        if (left < leftBefore) {
            progressAt = nanos;
        }
        leftBefore = left;
        return nanos - progressAt > patience;
    }

    @Override
    public void close() {
        channel.close();
    }

    /** Lets go of everything it holds; the connection is closed or about to be. */
    public void end() {
        if (closed) {
            return;
        }
        closed = true;
        waiting = true;
        release();
        budget.leave(this);
        meters.viewers.decrement();
    }
}
