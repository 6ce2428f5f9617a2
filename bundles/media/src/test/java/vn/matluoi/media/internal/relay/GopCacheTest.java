package vn.matluoi.media.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.media.internal.rtsp.Interleaved;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.sdp.SessionDescription;

class GopCacheTest {

    private static final String DELIMITER = "09f0";
    private static final String SPS = "6742001e";
    private static final String PPS = "68ce3c80";
    private static final String IDR = "6588";
    private static final String IDR_FIRST = "7c85aa";
    private static final String IDR_NEXT = "7c05aa";
    private static final String PICTURE = "419a";

    private final ByteBudget budget = new ByteBudget(1 << 20);
    private final GopCache cache = new GopCache(budget, 1 << 18);
    private FrameWalk walk = walk("H264");
    private int sequence;

    @AfterEach
    void letGo() {
        cache.clear();
        assertThat(budget.used()).isZero();
    }

    private static FrameWalk walk(String codec) {
        try {
            var walk = new FrameWalk(
                    SessionDescription.parse("v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 " + codec + "/90000\n"));
            assertThat(walk.hear(0, new RtpTrack(new Interleaved(0, 1), 90_000)))
                    .isTrue();
            return walk;
        } catch (MalformedRtsp e) {
            throw new AssertionError(e);
        }
    }

    /** One batch: each unit in a packet of its own, written {@code time:hex}. */
    private void batch(String... units) {
        var in = Unpooled.buffer();
        for (var unit : units) {
            var payload = ByteBufUtil.decodeHexDump(unit.substring(unit.indexOf(':') + 1));
            in.writeByte('$').writeByte(0).writeShort(12 + payload.length);
            in.writeByte(0x80).writeByte(96).writeShort(sequence++);
            in.writeInt(Integer.parseInt(unit.substring(0, unit.indexOf(':')))).writeInt(7);
            in.writeBytes(payload);
        }
        assertThat(walk.walk(in, 0, in.writerIndex(), 0)).isEqualTo(in.writerIndex());
        cache.append(in, 0, in.writerIndex(), walk);
        walk.next();
        in.release();
    }

    private List<String> kept() {
        var found = new ArrayList<String>();
        cache.each(piece -> read(piece, found));
        return found;
    }

    private static void read(ByteBuf piece, List<String> into) {
        for (var at = piece.readerIndex(); at < piece.writerIndex(); ) {
            var length = piece.getUnsignedShort(at + 2);
            into.add(piece.getInt(at + 8) + ":" + ByteBufUtil.hexDump(piece, at + 16, length - 12));
            at += 4 + length;
        }
    }

    @Test
    void beginsWithWhatStandsBeforeTheKeyPicture() {
        batch("1:" + PICTURE, "2:" + DELIMITER, "2:" + SPS, "2:" + PPS, "2:" + IDR, "3:" + PICTURE);

        assertThat(cache.isReady()).isTrue();
        assertThat(kept()).containsExactly("2:" + DELIMITER, "2:" + SPS, "2:" + PPS, "2:" + IDR, "3:" + PICTURE);
    }

    @Test
    void doesSoWhenEveryPacketIsReadByItself() {
        for (var unit : List.of("1:" + PICTURE, "2:" + SPS, "2:" + PPS, "2:" + IDR_FIRST, "2:" + IDR_NEXT)) {
            batch(unit);
        }
        batch("3:" + DELIMITER);
        batch("3:" + PICTURE);

        assertThat(kept())
                .containsExactly(
                        "2:" + SPS, "2:" + PPS, "2:" + IDR_FIRST, "2:" + IDR_NEXT, "3:" + DELIMITER, "3:" + PICTURE);
    }

    @Test
    void aNewGroupReplacesTheOldOne() {
        batch("1:" + IDR, "2:" + PICTURE);
        batch("3:" + DELIMITER);
        batch("3:" + IDR, "3:" + IDR, "4:" + PICTURE);

        assertThat(kept()).containsExactly("3:" + DELIMITER, "3:" + IDR, "3:" + IDR, "4:" + PICTURE);
    }

    @Test
    void keepsNothingBeforeTheFirstKeyPicture() {
        batch("1:" + PICTURE, "2:" + PICTURE);
        batch("3:" + DELIMITER, "3:" + PICTURE);

        assertThat(cache.isReady()).isFalse();
        assertThat(kept()).isEmpty();
    }

    @Test
    void givesUpAGroupThatIsTooLongAndTakesTheNext() {
        batch("1:" + IDR);
        for (var i = 2; cache.isReady(); i++) {
            assertThat(i).isLessThan(5000);
            batch(i + ":" + PICTURE);
        }
        assertThat(kept()).isEmpty();

        batch("9000:" + SPS, "9000:" + IDR);
        assertThat(kept()).containsExactly("9000:" + SPS, "9000:" + IDR);
    }

    @Test
    void keepsNothingWhenAllCachesTogetherAreFull() {
        budget.force(1 << 20);
        batch("1:" + IDR);

        assertThat(cache.isReady()).isFalse();
        budget.give(1 << 20);
    }

    @ParameterizedTest
    @CsvSource({"2601aa", "2801aa", "2a01aa", "620193aa", "62019399", "60010005400102030400042601aabb"})
    void knowsTheKeyPicturesOfH265(String unit) {
        walk = walk("H265");
        batch("1:0201aa", "2:4001aa", "2:4201aa", "2:4401aa");
        batch("2:" + unit, "3:0201aa");

        assertThat(cache.isReady()).isTrue();
        assertThat(kept()).startsWith("2:4001aa").endsWith("3:0201aa").hasSize(5);
    }

    @Test
    void knowsAggregatesOfH264() {
        batch("1:" + PICTURE, "2:18" + "0004" + SPS + "0002" + IDR, "3:" + PICTURE);

        assertThat(kept()).hasSize(2);
    }
}
