package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import vn.matluoi.media.internal.rtsp.Interleaved;

/**
 * The packets of one track as they come in (RFC 3550 §6.4, appendix A): counted in place, never copied. On the
 * upstream's event loop.
 */
final class RtpTrack {

    private static final long NTP_EPOCH_OFFSET = 2_208_988_800L;
    private static final int SENDER_REPORT = 28;

    private final Interleaved channels;
    private final int clockRate;
    private final int own = ThreadLocalRandom.current().nextInt();

    private boolean started;
    private int source;
    private int timestamp;
    private long seenAt;
    private long baseSequence;
    private long highest;
    private long received;
    private long octets;
    private long expectedBefore;
    private long receivedBefore;
    private long transit;
    private double jitter;
    private int lastReport;
    private long lastReportAt;
    private boolean reported;

    RtpTrack(Interleaved channels, int clockRate) {
        this.channels = channels;
        this.clockRate = clockRate;
    }

    Interleaved channels() {
        return channels;
    }

    int source() {
        return source;
    }

    /**
     * Counts a packet.
     *
     * @param at where its RTP header begins
     * @param nanos when it was read
     */
    void packet(ByteBuf in, int at, int length, long nanos) {
        if (length < 12 || (in.getByte(at) & 0xc0) != 0x80) {
            return;
        }
        var sequence = in.getUnsignedShort(at + 2);
        var stamp = in.getInt(at + 4);
        var from = in.getInt(at + 8);
        if (!started || from != source) {
            begin(from, sequence);
        } else {
            var ahead = sequence - highest & 0xffff;
            highest += ahead < 0x8000 ? ahead : 0;
        }
        var arrival = nanos / 1000 * clockRate / 1_000_000;
        var now = arrival - (stamp & 0xffffffffL);
        if (received > 0 && stamp != timestamp) {
            jitter += (Math.min(Math.abs(now - transit), clockRate) - jitter) / 16;
        }
        transit = now;
        timestamp = stamp;
        seenAt = nanos;
        received++;
        octets += length - 12;
    }

    private void begin(int from, int sequence) {
        started = true;
        source = from;
        baseSequence = sequence;
        highest = sequence;
        received = 0;
        octets = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter = 0;
        reported = false;
    }

    /** Notes the device's own sender report. */
    void reported(ByteBuf in, int at, long nanos) {
        lastReport = (int) (in.getLong(at + 8) >>> 16);
        lastReportAt = nanos;
        reported = true;
    }

    /** @return whether viewers need a sender report of ours, since the device has sent none for so long */
    boolean needsSenderReport(long nanos, long patience) {
        return started && (!reported || nanos - lastReportAt > patience);
    }

    /** @return a sender report, framed for the channel of this track's reports; to be released by the caller */
    ByteBuf senderReport(ByteBufAllocator buffers, Instant now, long nanos) {
        var out = frame(buffers, SENDER_REPORT);
        var elapsed = (nanos - seenAt) / 1000 * clockRate / 1_000_000;
        return out.writeByte(0x80)
                .writeByte(Rtcp.SENDER_REPORT)
                .writeShort(SENDER_REPORT / 4 - 1)
                .writeInt(source)
                .writeInt((int) (now.getEpochSecond() + NTP_EPOCH_OFFSET))
                .writeInt((int) (((long) now.getNano() << 32) / 1_000_000_000L))
                .writeInt((int) (timestamp + elapsed))
                .writeInt((int) received)
                .writeInt((int) octets);
    }

    /** @return whether there is something to report to the device */
    boolean hasStarted() {
        return started;
    }

    /** @return a receiver report for the device, framed; to be released by the caller */
    ByteBuf receiverReport(ByteBufAllocator buffers, long nanos) {
        var expected = highest - baseSequence + 1;
        var lost = Math.max(-0x800000, Math.min(0x7fffff, expected - received));
        var expectedNow = expected - expectedBefore;
        var lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        var fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : lostNow * 256 / expectedNow;
        var out = frame(buffers, 32 + 12);
        out.writeByte(0x81)
                .writeByte(Rtcp.RECEIVER_REPORT)
                .writeShort(7)
                .writeInt(own)
                .writeInt(source)
                .writeByte((int) Math.min(255, fraction))
                .writeMedium((int) lost)
                .writeInt((int) highest)
                .writeInt((int) jitter)
                .writeInt(reported ? lastReport : 0)
                .writeInt(reported ? (int) ((nanos - lastReportAt) / 1000 * 65_536 / 1_000_000) : 0);
        // a description with an empty canonical name ends the compound (RFC 3550 §6.1)
        return out.writeByte(0x81)
                .writeByte(Rtcp.DESCRIPTION)
                .writeShort(2)
                .writeInt(own)
                .writeByte(1)
                .writeByte(0)
                .writeShort(0);
    }

    private ByteBuf frame(ByteBufAllocator buffers, int length) {
        return buffers.ioBuffer(4 + length)
                .writeByte('$')
                .writeByte(channels.rtcp())
                .writeShort(length);
    }
}
