package vn.matluoi.simulators.rtsp;

import java.util.Arrays;

/** The last delays seen, at most a fixed number of them, in nanoseconds. Whoever holds it guards it. */
final class Delays {

    private final long[] ring;
    private long seen;

    Delays(int most) {
        ring = new long[most];
    }

    void add(long nanos) {
        ring[(int) (seen++ % ring.length)] = nanos;
    }

    void clear() {
        seen = 0;
    }

    /** In rising order. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(ring, (int) Math.min(seen, ring.length));
        Arrays.sort(sorted);
        return sorted;
    }

    /** @param share of the delays that are no longer; @return milliseconds; 0 without delays */
    static double percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : ViewerReport.millis(sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]);
    }
}
