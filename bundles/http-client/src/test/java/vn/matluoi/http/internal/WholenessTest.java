package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholenessTest {

    private static boolean whole(String body) {
        var bytes = body.getBytes(ISO_8859_1);
        return Wholeness.whole(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\"?>\r\n<a b='c'><d/></a>\r\n",
                "<a></a>",
                "\u00ef\u00bb\u00bf<a></a>",
                "{\"a\":1}",
                "[1]\n",
                "table.General.MachineName=NVR\r\n",
                "\u00ff\u00d8\u00ff\u00e0...\u00ff\u00d9"
            })
    void knowsAWholeBody(String body) {
        assertThat(whole(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<?xml version=\"1.0\"?>",
                "<a><b></b>",
                "<a><b></a",
                "{\"a\":",
                "table.General.Mach",
                "\u00ff\u00d8\u00ff\u00e0...",
                "\u0000\u0001\n"
            })
    void knowsACutOne(String body) {
        assertThat(whole(body)).isFalse();
    }
}
