package vn.matluoi.media.internal.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;

class SessionDescriptionTest {

    private static final String HEAD = "v=0\r\ns=x\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=0\r\n",
                HEAD + "m=video\r\n",
                HEAD + "m=video 0 RTP/AVP\r\n",
                HEAD + "m=video 0 RTP/AVP 128\r\n",
                HEAD + "m=video 0 RTP/AVP -1\r\n",
                HEAD + "m=video 0 udp 96\r\n",
                HEAD + "m=VIDEO\u0007 0 RTP/AVP 96\r\n",
                HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/0\r\n",
                HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/9999999\r\n",
                HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 <script>/90000\r\n"
            })
    void refusesWhatIsNoDescription(String text) {
        assertThatThrownBy(() -> SessionDescription.parse(text)).isInstanceOf(MalformedRtsp.class);
    }

    @Test
    void refusesTooManyMedia() throws MalformedRtsp {
        var media = "m=video 0 RTP/AVP 96\r\n";

        assertThat(SessionDescription.parse(HEAD + media.repeat(16)).tracks()).hasSize(16);
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + media.repeat(10_000)))
                .isInstanceOf(MalformedRtsp.class);
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + media + "a=x\r\n".repeat(10_000)))
                .isInstanceOf(MalformedRtsp.class);
    }

    @Test
    void parametersOfADevicesOwnAreLeftOut() throws MalformedRtsp {
        var description = SessionDescription.parse(HEAD
                + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
                + "a=fmtp:96 packetization-mode=1;serial=DS2CD;config=10.0.0.9;profile-level-id=42\r\n");

        assertThat(description.tracks().get(0).format().parameters())
                .containsOnlyKeys("packetization-mode", "profile-level-id");
    }

    @Test
    void knowsWhetherAPlayerCanGoOn() throws MalformedRtsp {
        var before = SessionDescription.parse(
                HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=42\r\n");

        assertThat(before.continues(SessionDescription.parse(
                        HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=64\r\n")))
                .isTrue();
        assertThat(before.continues(
                        SessionDescription.parse(HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n")))
                .isFalse();
        assertThat(before.continues(SessionDescription.parse(
                        HEAD + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 0 RTP/AVP 8\r\n")))
                .isFalse();
    }

    @Test
    void aPictureTooLargeIsRefusedBeforeAnythingIsMadeForIt() {
        // 0x67 baseline, level 5.1, then ue(0) four times over, then a width of 2^20 macroblocks
        var bits = "01100111" + "01000010" + "00000000" + "00110011" + "1" + "1" + "1" + "1" + "1" + "0"
                + "0".repeat(20) + "1" + "0".repeat(20) + "1" + "1" + "1" + "0" + "0" + "1";
        var padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        var nal = new byte[padded.length() / 8];
        for (var i = 0; i < nal.length; i++) {
            nal[i] = (byte) Integer.parseInt(padded.substring(i * 8, i * 8 + 8), 2);
        }

        assertThatThrownBy(() -> VideoFormat.h264(nal))
                .isInstanceOf(MalformedRtsp.class)
                .hasMessageContaining("16384");
    }

    @Test
    void anyParameterSetIsReadOrRefused() {
        var random = new Random(265);
        var sets = new String[] {
            "Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==", "QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE="
        };
        for (var round = 0; round < 20_000; round++) {
            var nal = Base64.getDecoder().decode(sets[round % 2]);
            for (var changes = 0; changes <= round % 4; changes++) {
                nal[2 + random.nextInt(nal.length - 2)] = (byte) random.nextInt();
            }
            try {
                var format = round % 2 == 0 ? VideoFormat.h264(nal) : VideoFormat.h265(nal);
                assertThat(format.width()).isBetween(1, 16_384);
            } catch (MalformedRtsp e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
