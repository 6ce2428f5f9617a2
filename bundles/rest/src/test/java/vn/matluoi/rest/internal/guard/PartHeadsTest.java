package vn.matluoi.rest.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;

class PartHeadsTest {

    private static final String LINES = "X-More: y\r\n".repeat(1000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--xx\r\nA: b\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\nA: b\n%s\nbody\n--xx--\n",
                "before\r\n--xx\r\n%s\r\n\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbody\r\n--xx\r\nB: c\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbo\r\r\n--x\r\n--xx\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\n--xx\r\n%s\r\nbody\r\n--xx--\r\n",
            })
    void endsWhereTheHeadOfAPartIsTooLong(String form) throws IOException {
        assertThat(read(form.formatted("X-More: y\r\n"))).isEqualTo(form.formatted("X-More: y\r\n"));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> read(form.formatted(LINES)))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("form.head"));
    }

    @Test
    void doesNotMindHowLongAPartIs() throws IOException {
        var form = "--xx\r\nA: b\r\n\r\n" + LINES + "--x\r\n" + LINES + "\r\n--xx--\r\n";
        assertThat(read(form)).isEqualTo(form);
    }

    @Test
    void looksAtWhatIsSkippedToo() {
        var heads = new PartHeads(bytes("--xx\r\n" + LINES), "xx");
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> heads.skip(LINES.length()));
    }

    private static String read(String form) throws IOException {
        return new String(new PartHeads(bytes(form), "xx").readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
