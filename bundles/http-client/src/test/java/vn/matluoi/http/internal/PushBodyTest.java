package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PushBodyTest {

    private static final String MULTIPART = "multipart/form-data; boundary=\"--b\"";

    private static String kept(String type, String body, int piece) {
        var kept = new PushBody(type);
        var bytes = body.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += piece) {
            kept.take(Unpooled.wrappedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
        }
        assertThat(kept.holds()).isLessThanOrEqualTo(PushBody.KEPT);
        return new String(kept.bytes(), ISO_8859_1);
    }

    @Test
    void isTheSameInWhateverPiecesItComes() {
        var random = new Random(1);
        var words = new String[] {
            "--b",
            "--b--",
            "\r\n",
            "\n",
            "Content-Type: image/jpeg",
            "content-type: text/xml",
            "<a>",
            "x",
            "-",
            "\u00ff"
        };
        for (int i = 0; i < 500; i++) {
            var body = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                body.append(words[random.nextInt(words.length)]);
            }
            var whole = kept(MULTIPART, body.toString(), Integer.MAX_VALUE / 2);
            assertThat(kept(MULTIPART, body.toString(), 1 + i % 7)).isEqualTo(whole);
            assertThat(whole.length()).isLessThanOrEqualTo(body.length() + 2 * body.length());
        }
    }

    @Test
    void picturesOfAnyNameAreLeftOut() {
        for (var type :
                new String[] {"image/pjpeg", "IMAGE/JPEG", "video/mp4", "audio/x", "application/octet-stream"}) {
            var body = "--b\r\nContent-Type: " + type + "\r\n\r\nSECRET\r\n--b--\r\n";
            assertThat(kept(MULTIPART, body, 5)).doesNotContain("SECRET").endsWith("\r\n--b--\r\n");
            assertThat(kept(type, "SECRET", 5)).isEmpty();
        }
    }

    @Test
    void aPictureWithoutItsBoundaryTakesNoMemory() {
        var endless = "--b\r\nContent-Type: image/jpeg\r\n\r\n" + "x".repeat(2 << 20);
        assertThat(kept(MULTIPART, endless, 4096)).hasSizeLessThan(100);
    }

    @Test
    void whatNamesNoBoundaryIsKeptAsItIs() {
        assertThat(kept("multipart/mixed", "--boundary\r\n\r\n<a/>", 3)).isEqualTo("--boundary\r\n\r\n<a/>");
        assertThat(kept("", "<a/>", 3)).isEqualTo("<a/>");
        assertThat(kept("text/xml", "x".repeat(PushBody.KEPT + 1), 1000)).hasSize(PushBody.KEPT);
    }
}
