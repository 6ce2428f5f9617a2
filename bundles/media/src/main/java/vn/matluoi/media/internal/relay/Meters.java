package vn.matluoi.media.internal.relay;

import java.util.concurrent.atomic.LongAdder;

/** What is counted since start. Any thread. */
public final class Meters {

    final LongAdder upstreams = new LongAdder();
    final LongAdder viewers = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder droppedGroups = new LongAdder();

    /** @return streams open to devices now */
    public int upstreams() {
        return upstreams.intValue();
    }

    /** @return connections that watch now */
    public int viewers() {
        return viewers.intValue();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** @return groups of pictures not sent to a viewer that was too slow */
    public long droppedGroups() {
        return droppedGroups.sum();
    }
}
