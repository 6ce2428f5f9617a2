package vn.matluoi.media.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.matluoi.media.internal.rtsp.Interleaved;

/** The fields of RFC 3550 §6.4, of reports on packets that are known. */
class RtpTrackTest {

    private static final int SOURCE = 0x1234abcd;
    private static final int PAYLOAD = 100;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RtpTrack track = new RtpTrack(new Interleaved(4, 5), 90_000);

    private void packet(int sequence, int timestamp, long nanos) {
        var in = Unpooled.buffer();
        in.writeByte(0x80)
                .writeByte(96)
                .writeShort(sequence)
                .writeInt(timestamp)
                .writeInt(SOURCE);
        in.writeZero(PAYLOAD);
        track.packet(in, 0, in.readableBytes(), nanos);
    }

    private void packets(int from, int to) {
        for (var sequence = from; sequence < to; sequence++) {
            packet(sequence & 0xffff, 3600 * sequence, SECOND / 25 * sequence);
        }
    }

    private ByteBuf receiverReport(long nanos) {
        return track.receiverReport(UnpooledByteBufAllocator.DEFAULT, nanos);
    }

    private static int fractionLost(ByteBuf report) {
        return report.getUnsignedByte(16);
    }

    private static int lost(ByteBuf report) {
        return report.getMedium(17);
    }

    private static long highest(ByteBuf report) {
        return report.getUnsignedInt(20);
    }

    @Test
    void aReportToTheDeviceIsFramedOnItsReportChannelAndEndsWithANamelessDescription() {
        packets(10, 20);

        var report = receiverReport(SECOND);

        assertThat(report.getByte(0)).isEqualTo((byte) '$');
        assertThat(report.getUnsignedByte(1)).isEqualTo((short) 5);
        assertThat(report.getUnsignedShort(2)).isEqualTo(report.readableBytes() - 4);
        assertThat(report.getUnsignedShort(4)).isEqualTo(0x81c9);
        assertThat(report.getUnsignedShort(6)).isEqualTo(7);
        assertThat(report.getInt(12)).isEqualTo(SOURCE);
        assertThat(report.getUnsignedShort(36)).isEqualTo(0x81ca);
        assertThat(report.getUnsignedShort(38)).isEqualTo(2);
        assertThat(report.getInt(40)).isEqualTo(report.getInt(8));
        assertThat(report.getInt(44)).isEqualTo(0x01000000);
    }

    @Test
    void withoutLossNothingIsReportedLost() {
        packets(10, 20);

        var report = receiverReport(SECOND);

        assertThat(fractionLost(report)).isZero();
        assertThat(lost(report)).isZero();
        assertThat(highest(report)).isEqualTo(19);
        assertThat(report.getInt(24)).as("jitter of packets that come on time").isZero();
    }

    @Test
    void aGapCountsOnceInTheFractionAndStaysInTheSum() {
        packets(0, 8);
        packets(10, 16);

        var first = receiverReport(SECOND);
        packets(16, 24);
        var second = receiverReport(SECOND);

        assertThat(fractionLost(first)).isEqualTo(2 * 256 / 16);
        assertThat(lost(first)).isEqualTo(2);
        assertThat(highest(first)).isEqualTo(15);
        assertThat(fractionLost(second)).isZero();
        assertThat(lost(second)).isEqualTo(2);
        assertThat(highest(second)).isEqualTo(23);
    }

    @Test
    void theHighestNumberGoesOnOverAWrap() {
        packets(65_530, 65_540);

        var report = receiverReport(SECOND);

        assertThat(highest(report)).isEqualTo(0x10003);
        assertThat(lost(report)).isZero();
        assertThat(fractionLost(report)).isZero();
    }

    @Test
    void aPacketThatIsLateFillsItsGap() {
        packets(0, 5);
        packets(6, 8);
        packets(5, 6);

        var report = receiverReport(SECOND);

        assertThat(highest(report)).isEqualTo(7);
        assertThat(lost(report)).isZero();
    }

    @Test
    void jitterIsASixteenthOfTheDelay() {
        packets(0, 2);
        packet(2, 7200, SECOND / 25 * 2 + SECOND / 10);

        assertThat(receiverReport(SECOND).getInt(24)).isEqualTo(9000 / 16);
    }

    @Test
    void theDevicesOwnReportIsQuotedWithTheTimeSince() {
        packets(0, 2);
        assertThat(receiverReport(SECOND).getLong(28))
                .as("nothing to quote yet")
                .isZero();
        var sent = Unpooled.buffer().writeLong(0).writeLong(0x1122334455667788L).writeZero(12);

        track.reported(sent, 0, SECOND);

        var report = receiverReport(SECOND + SECOND / 2);
        assertThat(report.getInt(28)).isEqualTo(0x33445566);
        assertThat(report.getInt(32)).as("in 1/65536 s").isEqualTo(32_768);
    }

    @Test
    void aReportToViewersTiesTheTrackToTheClock() {
        packets(0, 10);

        var report = track.senderReport(
                UnpooledByteBufAllocator.DEFAULT,
                Instant.ofEpochSecond(1_000_000, 250_000_000),
                SECOND / 25 * 9 + SECOND);

        assertThat(report.getByte(0)).isEqualTo((byte) '$');
        assertThat(report.getUnsignedByte(1)).isEqualTo((short) 5);
        assertThat(report.getUnsignedShort(2)).isEqualTo(28);
        assertThat(report.getInt(4)).isEqualTo(0x80c80006);
        assertThat(report.getInt(8)).isEqualTo(SOURCE);
        assertThat(report.getUnsignedInt(12)).isEqualTo(2_208_988_800L + 1_000_000);
        assertThat(report.getUnsignedInt(16)).isEqualTo(1L << 30);
        assertThat(report.getInt(20)).as("a second after the last packet").isEqualTo(3600 * 9 + 90_000);
        assertThat(report.getInt(24)).isEqualTo(10);
        assertThat(report.getInt(28)).isEqualTo(10 * PAYLOAD);
    }

    @Test
    void viewersNeedAReportOnlyWhereTheDeviceSendsNone() {
        assertThat(track.needsSenderReport(SECOND, SECOND)).isFalse();
        packets(0, 1);
        assertThat(track.needsSenderReport(SECOND, SECOND)).isTrue();

        track.reported(Unpooled.buffer().writeZero(28), 0, SECOND);

        assertThat(track.needsSenderReport(2 * SECOND, SECOND)).isFalse();
        assertThat(track.needsSenderReport(2 * SECOND + 1, SECOND)).isTrue();
    }
}
