package vn.matluoi.api.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are those of RFC 7616 section 3.9.1; the forms it does not show were computed apart from this code. */
class DigestTest {

    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String HEADER = "Digest realm=\"http-auth@example.org\", %s nonce=\"" + NONCE + "\",";

    private static Digest digest(String... headers) {
        return Digest.strongest(Challenge.parse(List.of(headers)), CNONCE).orElseThrow();
    }

    private static String sign(Digest digest) {
        return digest.sign("GET", "/dir/index.html", "Mufasa", "Circle of Life");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "algorithm=MD5, qop=\"auth, auth-int\",   | 8ca523f5e9506fed4657c9700eebdbec",
                "qop=auth,                                | 8ca523f5e9506fed4657c9700eebdbec",
                "algorithm=SHA-256, qop=\"auth\",         | 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
                "algorithm=\"MD5-sess\", qop=auth,        | e783283f46242139c486a698fec7211d",
                "algorithm=SHA-256-sess, qop=auth,        | 2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
                "algorithm=SHA, qop=auth,                 | e99f244f9069203415f7e8b7bd25b4b2ad3e2a7f",
                "algorithm=MD5,                           | 7b2cc3b30e75b4777ea31027084363fd",
                "algorithm=MD5, qop=\"\",                 | 7b2cc3b30e75b4777ea31027084363fd"
            })
    void signsEachForm(String parameters, String response) {
        assertThat(sign(digest(HEADER.formatted(parameters))))
                .startsWith("Digest username=\"Mufasa\"")
                .contains("uri=\"/dir/index.html\"")
                .contains("response=\"" + response + "\"");
    }

    @Test
    void raisesTheCountWithEachRequest() {
        var digest = digest(HEADER.formatted("qop=auth,"));
        assertThat(sign(digest)).contains("nc=00000001");
        assertThat(sign(digest)).contains("nc=00000002");
    }

    @Test
    void leavesOutWhatTheDeviceDidNotAskFor() {
        assertThat(sign(digest(HEADER.formatted(""))))
                .doesNotContain("qop")
                .doesNotContain("nc=")
                .doesNotContain("algorithm");
    }

    @Test
    void prefersTheStrongerOfTwoHeaders() {
        assertThat(sign(digest(
                        HEADER.formatted("algorithm=MD5, qop=auth,"),
                        HEADER.formatted("algorithm=SHA-256, qop=auth,"))))
                .contains("algorithm=SHA-256");
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        var headers = List.of(
                HEADER.formatted("algorithm=FOO, qop=auth,"),
                HEADER.formatted("qop=auth-int,"),
                "Negotiate",
                "Basic realm=\"x\"");
        assertThat(Digest.strongest(Challenge.parse(headers), CNONCE)).isEmpty();
    }

    @Test
    void readsChallengesAsDevicesWriteThem() {
        var all = Challenge.parse(List.of(
                "Digest qop=\"auth\", realm=\"IP Camera(83813)\", nonce=\"4d57:1700000000\", stale=\"FALSE\", domain=\"::\", , Basic realm=\"a, \\\"b\\\"\"",
                "digest nonce=abc,stale=TRUE",
                "",
                ",,="));
        assertThat(all).extracting(Challenge::scheme).containsExactly("digest", "basic", "digest");
        assertThat(all.get(0).get("realm")).contains("IP Camera(83813)");
        assertThat(all.get(0).get("nonce")).contains("4d57:1700000000");
        assertThat(all.get(0).stale()).isFalse();
        assertThat(all.get(1).get("realm")).contains("a, \"b\"");
        assertThat(all.get(2).stale()).isTrue();
    }
}
