package vn.matluoi.media.internal.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final String RFC_7616 = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
            + "algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
            + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    private static final String NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    @Test
    void computesWhatTheStandardComputes() {
        var digest = Digest.answering(List.of(RFC_7616.formatted("MD5")), "Mufasa", "Circle of Life", NONCE)
                .orElseThrow();

        assertThat(digest.authorization("GET", "/dir/index.html"))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "nc=00000001", "qop=auth,");
        assertThat(digest.authorization("GET", "/dir/index.html")).contains("nc=00000002");
    }

    @Test
    void prefersTheStrongerHash() {
        var digest = Digest.answering(
                        List.of("Basic realm=\"x\"", RFC_7616.formatted("MD5"), RFC_7616.formatted("SHA-256")),
                        "Mufasa",
                        "Circle of Life",
                        NONCE)
                .orElseThrow();

        assertThat(digest.authorization("GET", "/dir/index.html"))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(Digest.answering(List.of("Basic realm=\"x\""), "u", "p", "c"))
                .isEmpty();
        assertThat(Digest.answering(List.of("Digest realm=\"x\", nonce=\"1\", algorithm=MD4"), "u", "p", "c"))
                .isEmpty();
        assertThat(Digest.answering(List.of("Digest realm=\"x\", nonce=\"1\", qop=\"auth-int\""), "u", "p", "c"))
                .isEmpty();
        assertThat(Digest.answering(List.of("Digest nonce=\"1\""), "u", "p", "c"))
                .isEmpty();
    }

    @Test
    void readsOddDemands() {
        var digest = Digest.answering(
                        List.of("digest realm=\"a \\\"b\\\", c\",nonce=1,stale=TRUE, nonce=\"2\" ,,"), "u", "p", "c")
                .orElseThrow();

        assertThat(digest.isStale()).isTrue();
        assertThat(digest.authorization("OPTIONS", "*")).contains("realm=\"a \\\"b\\\", c\"", "nonce=\"1\"");
    }

    @Test
    void aDemandCannotInjectALine() {
        var digest = Digest.answering(List.of("Digest realm=\"a\r\nX: y\", nonce=\"1\""), "u", "p", "c")
                .orElseThrow();

        assertThatThrownBy(() -> digest.authorization("OPTIONS", "*")).isInstanceOf(IllegalArgumentException.class);
    }
}
