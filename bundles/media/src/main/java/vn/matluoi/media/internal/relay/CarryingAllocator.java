package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Lets a socket be read into one large buffer that all of an event loop share: a picture is one read, however large, and
 * the memory is warm. What was read is then copied once, into a buffer of just its size that begins with what the read
 * before left over: the first bytes of a frame that was not whole. So every read is walked as one piece and goes out as
 * one piece, and who keeps it pins nothing else. One channel's, on its event loop.
 */
final class CarryingAllocator extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int LARGEST = 256 * 1024;
    private static final int READS_AT_ONCE = 4;

    private static final FastThreadLocal<ByteBuf> READ = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            return Unpooled.directBuffer(LARGEST, LARGEST);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
            buffer.release();
        }
    };

    private ByteBuf carried = Unpooled.EMPTY_BUFFER;

    CarryingAllocator() {
        super(READS_AT_ONCE);
    }

    @SuppressWarnings("deprecation") // the only Handle there is for a channel that asks for no more
    @Override
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator buffers) {
                return READ.get().clear().retain();
            }

            @Override
            public int guess() {
                return LARGEST;
            }
        };
    }

    /** @return what was carried, then what was read, which may be released; the caller's own */
    ByteBuf whole(ByteBuf read, ByteBufAllocator buffers) {
        var whole = buffers.ioBuffer(carried.readableBytes() + read.readableBytes());
        return whole.writeBytes(carried, carried.readerIndex(), carried.readableBytes())
                .writeBytes(read);
    }

    /** Takes over what is to stand at the front of the next piece: the rest of this one, from an index on. */
    void carry(ByteBuf from, int index) {
        var left = from.writerIndex() - index;
        drop();
        if (left > 0) {
            carried = from.alloc().heapBuffer(left).writeBytes(from, index, left);
        }
    }

    /** Lets go of what is carried. */
    void drop() {
        carried.release();
        carried = Unpooled.EMPTY_BUFFER;
    }
}
