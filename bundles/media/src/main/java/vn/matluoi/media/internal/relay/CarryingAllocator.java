package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Gives read buffers that begin with what the read before left over: the first bytes of a frame that was not whole.
 * So every read is walked as one piece and goes out as one piece, and only the left-over is ever copied. One
 * channel's, on its event loop.
 */
final class CarryingAllocator implements RecvByteBufAllocator {

    private static final int SMALLEST = 2 * 1024;
    private static final int FIRST = 16 * 1024;
    private static final int LARGEST = 128 * 1024;
    private static final int READS_AT_ONCE = 4;

    private final RecvByteBufAllocator sizes =
            new AdaptiveRecvByteBufAllocator(SMALLEST, FIRST, LARGEST).maxMessagesPerRead(READS_AT_ONCE);
    private ByteBuf carried = Unpooled.EMPTY_BUFFER;

    @SuppressWarnings("deprecation") // the only Handle there is for a channel that asks for no more
    @Override
    public Handle newHandle() {
        return new DelegatingHandle(sizes.newHandle()) {
            @Override
            public ByteBuf allocate(ByteBufAllocator buffers) {
                var left = carried.readableBytes();
                var buffer = buffers.ioBuffer(left + guess());
                return buffer.writeBytes(carried, carried.readerIndex(), left);
            }
        };
    }

    /** Takes over what is to stand at the front of the next buffer: the rest of this one, from an index on. */
    void carry(ByteBuf from, int index) {
        var left = from.writerIndex() - index;
        drop();
        if (left > 0) {
            carried = from.alloc().heapBuffer(left).writeBytes(from, index, left);
        }
    }

    /** @return bytes at the front of the buffer just read that were there before */
    int carriedBytes() {
        return carried.readableBytes();
    }

    /** Lets go of what is carried. */
    void drop() {
        carried.release();
        carried = Unpooled.EMPTY_BUFFER;
    }
}
