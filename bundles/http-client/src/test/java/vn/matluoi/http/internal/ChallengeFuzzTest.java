package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import vn.matluoi.api.login.Challenge;
import vn.matluoi.api.login.Digest;

/** Whatever a device demands for a log-in is answered with a header that can be sent and read back, or not at all. */
class ChallengeFuzzTest {

    private static final String SECRET = "mật khẩu của nguồn";

    @FuzzTest(maxDuration = "1m")
    void isAnsweredWithOneHeaderThatReadsBackOrNotAtAll(byte[] headers) {
        var challenges = Challenge.parse(List.of(new String(headers, ISO_8859_1).split("\n", 10)));
        var digest = Digest.strongest(challenges, "0011223344556677");
        for (var challenge : challenges) {
            assertThat(challenge.scheme()).isNotEmpty();
            challenge.stale();
            challenge.isBasic();
        }
        if (digest.isPresent()) {
            var first = digest.get().sign("GET", "/ISAPI/System/deviceInfo", "admin", SECRET);
            var second = digest.get().sign("GET", "/ISAPI/System/deviceInfo", "admin", SECRET);
            assertThat(second).doesNotContain(SECRET).hasSameSizeAs(first);
            var sent = new DefaultHttpHeaders().set(HttpHeaderNames.AUTHORIZATION, second);
            var read = Challenge.parse(List.of(sent.get(HttpHeaderNames.AUTHORIZATION)));
            if (second.length() < 4096) { // what the reader looks at
                assertThat(read).hasSize(1);
                assertThat(read.get(0).parameters()).containsEntry("username", "admin");
                assertThat(challenges.stream().map(challenge -> challenge.get("nonce")))
                        .contains(read.get(0).get("nonce"));
            }
        }
    }
}
