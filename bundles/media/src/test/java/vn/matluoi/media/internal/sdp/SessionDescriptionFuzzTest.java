package vn.matluoi.media.internal.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.code_intelligence.jazzer.junit.FuzzTest;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;

/** Whatever a camera says it offers, a viewer gets a description that reads the same, with nothing else in it; or it is refused. */
class SessionDescriptionFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void whatAViewerGetsReadsTheSame(byte[] bytes) throws MalformedRtsp {
        SessionDescription description;
        try {
            description = SessionDescription.parse(new String(bytes, UTF_8));
        } catch (MalformedRtsp e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        var text = ViewerDescription.of(description, 1);
        assertThat(text).matches("(?:[\\x20-\\x7e]{2,70000}\r\n){1,1000}");
        var again = SessionDescription.parse(text);
        assertThat(again.continues(description)).isTrue();
        assertThat(again.video()).isEqualTo(description.video());
        for (var i = 0; i < description.tracks().size(); i++) {
            var track = description.tracks().get(i);
            assertThat(again.tracks().get(i).formats()).isEqualTo(track.formats());
            assertThat(again.tracks().get(i).frameRate()).isCloseTo(track.frameRate(), within(0.001));
            size(track);
        }
    }

    private static void size(Track track) {
        try {
            VideoFormat.of(track).ifPresent(format -> {
                assertThat(format.width()).isBetween(1, 16_384);
                assertThat(format.height()).isBetween(1, 16_384);
            });
        } catch (MalformedRtsp e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
