package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What every stream works with.
 *
 * @param locator where streams are
 * @param gate lets a password be tried once
 * @param allocator where buffers come from
 * @param cacheBudget the limit for all caches together
 * @param cacheLimit most bytes one cache may pin
 * @param linger how long an upstream stays after its last viewer
 * @param closed hears of streams that have closed
 */
record StreamParts(
        StreamLocator locator,
        LoginGate gate,
        ByteBufAllocator allocator,
        ByteBudget cacheBudget,
        LongSupplier cacheLimit,
        Timing timing,
        Meters meters,
        Supplier<Duration> linger,
        Consumer<LiveStream> closed) {}
