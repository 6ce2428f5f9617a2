package vn.matluoi.simulators.rtsp;

/**
 * What a viewer saw.
 *
 * @param frames marked frames received
 * @param lost frames missing between the first and the last mark received
 * @param maxGapMillis longest time between two frames that followed each other or, while it plays, since the last one,
 *     since opening if none came
 * @param firstFrameMillis from opening the connection to the first frame; -1 if none came
 * @param p50Millis median of the time from the camera's sending to our receiving; 0 without frames
 * @param p95Millis 95 % of the frames were no later than this
 * @param sequenceGaps places where RTP sequence numbers did not follow each other
 * @param reports RTCP packets received
 * @param ended why the stream ended before it was closed here; empty if it did not
 */
public record ViewerReport(
        long frames,
        long lost,
        double maxGapMillis,
        double firstFrameMillis,
        double p50Millis,
        double p95Millis,
        long sequenceGaps,
        long reports,
        String ended) {

    static double millis(long nanos) {
        return Math.round(nanos / 10_000.0) / 100.0;
    }
}
