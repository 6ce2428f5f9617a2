package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The streams that are open or being opened: one a camera and kind. Any thread. */
public final class LiveStreams implements AutoCloseable {

    /** Most bytes of one stream to keep for new viewers, and no more than may wait for one of them. */
    private static final long CACHE_LIMIT = 4L * 1024 * 1024;

    private final ConcurrentMap<StreamKey, LiveStream> streams = new ConcurrentHashMap<>();
    private final EventLoopGroup loops;
    private final StreamParts parts;

    /**
     * @param loops a stream lives on one of them
     * @param cacheBudget the limit for the groups of pictures kept for new viewers
     * @param viewerLimit most bytes to queue for one viewer
     * @param linger how long an upstream stays after its last viewer
     */
    public LiveStreams(
            EventLoopGroup loops,
            ByteBufAllocator allocator,
            StreamLocator locator,
            LoginGate gate,
            ByteBudget cacheBudget,
            Timing timing,
            Meters meters,
            LongSupplier viewerLimit,
            Supplier<Duration> linger) {
        this.loops = loops;
        this.parts = new StreamParts(
                locator,
                gate,
                allocator,
                cacheBudget,
                () -> Math.min(CACHE_LIMIT, viewerLimit.getAsLong()),
                timing,
                meters,
                linger,
                this::closed);
    }

    private void closed(LiveStream stream) {
        streams.remove(stream.key(), stream);
    }

    /** @return the stream, to be joined on its own loop; it opens with the first who joins */
    public LiveStream of(StreamKey key) {
        return streams.computeIfAbsent(key, wanted -> new LiveStream(wanted, loops.next(), parts));
    }

    /** Closes every stream; returns at once. */
    @Override
    public void close() {
        streams.values().forEach(stream -> stream.loop().execute(stream::close));
    }
}
