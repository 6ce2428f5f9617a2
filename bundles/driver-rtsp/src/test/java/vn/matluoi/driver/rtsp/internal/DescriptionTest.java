package vn.matluoi.driver.rtsp.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.driver.rtsp.internal.Description.Video;

class DescriptionTest {

    /** Baseline 1280 x 720 at 25 a second, made by hand: level 3.1, no cropping, timing 1/50. */
    private static final String H264_720P = set("01100111" + "01000010" + "11000000" + "00011111" + "1" // ids
            + "1" + "011" // frame number, order of type 2
            + "010" + "0" // one reference frame
            + "0000001010000" + "00000101101" + "1" + "1" + "0" // 80 x 45 macroblocks, frames only, no cropping
            + "1" + "0" + "0" + "0" + "0" + "1" // of the extras only timing
            + "0".repeat(31) + "1" + "0".repeat(26) + "110010" + "1" + "1");

    private static String set(String bits) {
        var padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        var out = new java.io.ByteArrayOutputStream();
        int zeros = 0;
        for (int i = 0; i < padded.length(); i += 8) {
            int b = Integer.parseInt(padded.substring(i, i + 8), 2);
            if (zeros == 2 && b <= 3) {
                out.write(3);
                zeros = 0;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out.write(b);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static Description description(String media) throws Garbled {
        return Description.parse(("v=0\r\ns=-\r\n" + media.replace("|", "\r\n")).getBytes(UTF_8));
    }

    private static Video video(String attributes) throws Garbled {
        return description("m=video 0 RTP/AVP 96|" + attributes).video().orElseThrow();
    }

    @Test
    void sizeAndRateStandInTheParameterSet() throws Garbled {
        assertThat(video("a=rtpmap:96 H264/90000|a=fmtp:96 packetization-mode=1; sprop-parameter-sets=aO48gA==,"
                        + H264_720P + "|b=AS:2048"))
                .isEqualTo(new Video("H264", 1280, 720, 25, 2048));
    }

    @Test
    void aRateThatIsToldComesBeforeTheParameterSets() throws Garbled {
        assertThat(video("a=rtpmap:96 H264/90000|a=framerate:12.5|a=fmtp:96 sprop-parameter-sets=" + H264_720P)
                        .frameRate())
                .isEqualTo(12.5);
    }

    @Test
    void aParameterSetThatIsCutKeepsItsSizeIfThatIsWhole() throws Garbled {
        var cut = Base64.getEncoder()
                .encodeToString(java.util.Arrays.copyOf(Base64.getDecoder().decode(H264_720P), 12));
        assertThat(video("a=rtpmap:96 H264/90000|a=fmtp:96 sprop-parameter-sets=" + cut))
                .isEqualTo(new Video("H264", 1280, 720, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a=x-dimensions:1920,1080; 1920; 1080",
                "a=framesize:96 640-480; 640; 480",
                "a=x-dimensions:many; 0; 0",
                "a=fmtp:96 sprop-parameter-sets=%%%; 0; 0",
                "a=fmtp:96 sprop-parameter-sets=Z00A; 0; 0",
                "a=fmtp:97 sprop-parameter-sets=Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==; 0; 0"
            })
    void withoutOneTheSizeIsAsToldElsewhereOrUnknown(String attribute, int width, int height) throws Garbled {
        assertThat(video("a=rtpmap:96 H264/90000|" + attribute)).isEqualTo(new Video("H264", width, height, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"H265, H265", "hevc, H265", "JPEG, MJPEG", "MP4V-ES, MPEG4", "VP8, VP8", "'', ''"})
    void codecsHaveTheNamesOfTheHub(String said, String codec) throws Garbled {
        assertThat(video("a=rtpmap:96 " + said + "/90000").codec()).isEqualTo(codec);
    }

    @Test
    void aFixedPayloadTypeNeedsNoName() throws Garbled {
        assertThat(description("m=video 0 RTP/AVP 26").video().orElseThrow().codec())
                .isEqualTo("MJPEG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a=framerate:0", "a=framerate:9999", "a=framerate:NaN", "a=framerate:-1", "b=AS:-5", "b=AS:1e9"})
    void aNumberThatIsNoneIsUnknown(String attribute) throws Garbled {
        assertThat(video("a=rtpmap:96 H264/90000|" + attribute)).isEqualTo(new Video("H264", 0, 0, 0, 0));
    }

    @Test
    void soundAndMetadataStandBesideThePicture() throws Garbled {
        var described = description("m=application 0 RTP/AVP 107|m=audio 0 RTP/AVP 8|m=video 0 RTP/AVP 96|b=AS:7");
        assertThat(described.audio()).isTrue();
        assertThat(described.video().orElseThrow().bitrateKbps()).isEqualTo(7);
        assertThat(description("m=video 0 RTP/AVP 96").audio()).isFalse();
    }

    @Test
    void namesAreReadInEitherEncoding() throws Garbled {
        var text = "v=0\ns=Café\na=tool:LIVE555 Streaming Media v2019.12.04\n";
        for (var charset : new java.nio.charset.Charset[] {UTF_8, ISO_8859_1}) {
            var described = Description.parse(text.getBytes(charset));
            assertThat(described.name()).isEqualTo("Café");
            assertThat(described.tool()).isEqualTo("LIVE555 Streaming Media v2019.12.04");
            assertThat(described.video()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<html>", "m=video 0 RTP/AVP 96"})
    void whatIsNoDescriptionIsRefused(String text) {
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> Description.parse(text.getBytes(UTF_8)));
    }

    @Test
    void aDescriptionWithoutEndIsRefused() {
        var text = "v=0\n" + "a=x\n".repeat(2_000);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> Description.parse(text.getBytes(UTF_8)));
    }

    @Test
    void anyParameterSetIsReadOrLeftOut() {
        var random = new Random(265);
        var sets = new String[] {H264_720P, "QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE="};
        for (int round = 0; round < 20_000; round++) {
            var nal = Base64.getDecoder().decode(sets[round % 2]);
            for (int changes = 0; changes <= round % 4; changes++) {
                nal[2 + random.nextInt(nal.length - 2)] = (byte) random.nextInt();
            }
            var text = Base64.getEncoder().encodeToString(nal);
            var picture = round % 2 == 0
                    ? ParameterSets.picture("H264", "sprop-parameter-sets=" + text)
                    : ParameterSets.picture("H265", "sprop-sps=" + text);
            picture.ifPresent(p -> {
                assertThat(p.width()).isBetween(1, 16_384);
                assertThat(p.height()).isBetween(1, 16_384);
                assertThat(p.frameRate()).isBetween(0.0, 240.0);
            });
        }
    }
}
