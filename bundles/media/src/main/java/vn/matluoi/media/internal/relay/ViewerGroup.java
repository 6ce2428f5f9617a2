package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import vn.matluoi.media.internal.rtsp.Interleaved;

/**
 * The viewers of a stream that chose the same channels. If the channels are also the camera's, they all get the very
 * bytes that came in; if not, one copy a batch is patched for all of them. On the stream's event loop.
 */
final class ViewerGroup {

    private final Map<Integer, Interleaved> chosen;
    private final List<Viewer> viewers = new ArrayList<>();
    private final int[] channels = new int[256];
    private boolean unchanged;

    /** @param chosen the channels of each track they set up, by the track's number */
    ViewerGroup(Map<Integer, Interleaved> chosen, int[] incoming) {
        this.chosen = Map.copyOf(chosen);
        translate(incoming);
    }

    boolean isFor(Map<Integer, Interleaved> other) {
        return chosen.equals(other);
    }

    List<Viewer> viewers() {
        return viewers;
    }

    /** Learns the camera's channels, which may be others after it was opened again. */
    void translate(int[] incoming) {
        Arrays.fill(channels, FrameWalk.NONE);
        unchanged = true;
        for (var i = 0; i < incoming.length; i++) {
            if (incoming[i] == FrameWalk.NONE) {
                continue;
            }
            var pair = chosen.get(incoming[i] >> 1);
            if (pair != null) {
                channels[i] = (incoming[i] & 1) == 0 ? pair.rtp() : pair.rtcp();
            }
            unchanged &= channels[i] == i;
        }
    }

    /** Sends a batch of whole frames to everyone who does not wait for a beginning. */
    void send(ByteBuf in, int from, int to) {
        if (unchanged) {
            for (var i = 0; i < viewers.size(); i++) {
                viewers.get(i).send(in, from, to);
            }
            return;
        }
        var copy = patched(in, from, to);
        try {
            for (var i = 0; i < viewers.size(); i++) {
                viewers.get(i).send(copy, copy.readerIndex(), copy.writerIndex());
            }
        } finally {
            copy.release();
        }
    }

    /** Sends to one viewer only. */
    void send(Viewer viewer, ByteBuf in, int from, int to) {
        if (unchanged) {
            viewer.send(in, from, to);
            return;
        }
        var copy = patched(in, from, to);
        try {
            viewer.send(copy, copy.readerIndex(), copy.writerIndex());
        } finally {
            copy.release();
        }
    }

    /** Frames of tracks that were not set up are left out. */
    private ByteBuf patched(ByteBuf in, int from, int to) {
        var out = in.alloc().ioBuffer(to - from);
        for (var at = from; at < to; ) {
            var length = 4 + in.getUnsignedShort(at + 2);
            var channel = channels[in.getUnsignedByte(at + 1)];
            if (channel != FrameWalk.NONE) {
                var start = out.writerIndex();
                out.writeBytes(in, at, length).setByte(start + 1, channel);
            }
            at += length;
        }
        return out;
    }

    void flush() {
        for (var i = 0; i < viewers.size(); i++) {
            viewers.get(i).flush();
        }
    }
}
