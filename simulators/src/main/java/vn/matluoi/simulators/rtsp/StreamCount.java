package vn.matluoi.simulators.rtsp;

import java.nio.ByteBuffer;

/**
 * Counts what one viewer receives, by the {@link Mark}s: frames, what is missing between them, the longest gap, the delay.
 * Whoever holds it guards it.
 */
final class StreamCount {

    private final Delays delays;
    private final long openedNanos;
    private long frames;
    private long lost;
    private long lastFrame = -1;
    private long lastNanos;
    private long maxGapNanos;
    private long firstNanos = -1;
    private int lastSequence = -1;
    private long sequenceGaps;
    private long reports;

    /** @param delays where each frame's delay goes; several streams may share it */
    StreamCount(Delays delays, long openedNanos) {
        this.delays = delays;
        this.openedNanos = openedNanos;
        lastNanos = openedNanos;
    }

    /** Counts anew from here; the next frame must still follow the last one. */
    void restart() {
        frames = 0;
        lost = 0;
        maxGapNanos = 0;
        sequenceGaps = 0;
        reports = 0;
    }

    /** @param playing whether the time since the last frame is a gap, too */
    ViewerReport report(boolean playing, String ended) {
        long gap = playing ? Math.max(maxGapNanos, System.nanoTime() - lastNanos) : maxGapNanos;
        long[] sorted = delays.sorted();
        return new ViewerReport(
                frames,
                lost,
                ViewerReport.millis(gap),
                firstNanos < 0 ? -1 : ViewerReport.millis(firstNanos),
                Delays.percentile(sorted, 0.5),
                Delays.percentile(sorted, 0.95),
                sequenceGaps,
                reports,
                ended);
    }

    long frames() {
        return frames;
    }

    long lost() {
        return lost;
    }

    long sequenceGaps() {
        return sequenceGaps;
    }

    long reports() {
        return reports;
    }

    /** One interleaved packet of {@code length} bytes at {@code at}; channel 0 is RTP, 1 RTCP. */
    void packet(int channel, ByteBuffer bytes, int at, int length, long now) {
        if (channel == 1) {
            reports++;
        } else if (channel == 0 && length > 12) {
            rtp(bytes, at, at + length, now);
        }
    }

    private void rtp(ByteBuffer bytes, int start, int end, long now) {
        int number = bytes.getShort(start + 2) & 0xffff;
        if (lastSequence >= 0 && (lastSequence + 1 & 0xffff) != number) {
            sequenceGaps++;
        }
        lastSequence = number;
        int at = start + 12 + 4 * (bytes.get(start) & 15);
        if ((bytes.get(start) & 0x10) != 0 && end >= at + 4) {
            at += 4 + 4 * (bytes.getShort(at + 2) & 0xffff);
        }
        if (at >= end) {
            return;
        }
        if ((bytes.get(at) & 0x1f) != 24) {
            mark(Mark.read(bytes, at, end - at), now);
            return;
        }
        for (int unit = at + 1; unit + 2 < end; ) { // STAP-A: a relay may put NAL units together
            int size = bytes.getShort(unit) & 0xffff;
            if (unit + 2 + size > end) {
                return;
            }
            mark(Mark.read(bytes, unit + 2, size), now);
            unit += 2 + size;
        }
    }

    private void mark(Mark mark, long now) {
        if (mark == null) {
            return;
        }
        frames++;
        if (firstNanos < 0) {
            firstNanos = now - openedNanos;
        } else {
            maxGapNanos = Math.max(maxGapNanos, now - lastNanos);
        }
        if (lastFrame >= 0 && mark.frame() > lastFrame + 1) {
            lost += mark.frame() - lastFrame - 1;
        }
        lastFrame = mark.frame();
        lastNanos = now;
        delays.add(now - mark.sentNanos());
    }
}
