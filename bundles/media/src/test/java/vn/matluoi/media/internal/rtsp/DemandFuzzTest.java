package vn.matluoi.media.internal.rtsp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever a camera demands for a log-in is answered in one line without the password, or not at all. */
class DemandFuzzTest {

    private static final String SECRET = "mật khẩu của nguồn";
    private static final String URI = "rtsp://192.0.2.1/Streaming/Channels/101";

    @FuzzTest(maxDuration = "1m")
    void isAnsweredInOneLineOrNotAtAll(byte[] headers) {
        var demands = List.of(new String(headers, ISO_8859_1).split("\n", 10));
        Digest.answering(demands, "admin", SECRET, "0011223344556677").ifPresent(digest -> {
            digest.isStale();
            try {
                var line = digest.authorization("DESCRIBE", URI);
                assertThat(line).startsWith("Digest username=\"admin\"").doesNotContain(SECRET);
                var readBack = Digest.answering(List.of(line), "admin", SECRET, "0011223344556677");
                assertThat(readBack.orElseThrow().authorization("DESCRIBE", URI))
                        .isEqualTo(line);
            } catch (IllegalArgumentException e) { // as it says: the demand would break the line
                assertThat(demands.toString()).containsPattern("[\\x00-\\x1f\\x7f]");
            }
        });
    }
}
