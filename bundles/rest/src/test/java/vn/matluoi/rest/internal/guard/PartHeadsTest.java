package vn.matluoi.rest.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
                "--xx\r\nA: b\n%s\nbody\n--xx--\n",
                "before\r\n--xx\r\n%s\r\n\r\n--xx--\r\n",
                "before--xx\r\n%s\r\n\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbody\r\n--xx\r\nB: c\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbody--xx\r\nB: c\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbody\r\n---xx\r\nB: c\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\nbo\r\r\n--x\r\n--xx\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n\r\n--xx\r\n%s\r\nbody\r\n--xx--\r\n",
                "--xx\r\nA: b\r\n--xx\r\n%s\r\nbody\r\n--xx--\r\n",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--xx\n\nA: b\r\n\r\nbody\r\n--xx--\r\n",
                "--xx\r\n\r\nbody\r\n--xxA: b\r\n\r\nbody\r\n--xx--\r\n",
                "--xx\r\n\r\nbody\r\n--xx \r\nA: b\r\n\r\nbody\r\n--xx--\r\n",
                "--xx\r\n\r\nbody\r\n--xx--\r\nA: b\r\n",
                "--xx\r\n\r\nbody\r\n--xx--xx\r\n",
            })
    void refusesWhatReadersOfABoundaryUnderstandDifferently(String form) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> read(form))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("form.broken"));
    }

    @Test
    void findsABoundaryThatBeginsInsideWhatLookedLikeOne() throws IOException {
        var lines = "X-More: y\r\n".repeat(1000);
        for (var boundary : List.of("-----7", "-a--a", "aa--aab")) {
            for (var before : List.of("-", "--", "--" + boundary.substring(0, 3), "--" + boundary.substring(0, 4))) {
                var form = "--" + boundary + "\r\n\r\n" + before + "--" + boundary + "\r\n" + lines;
                assertThatExceptionOfType(HubException.class)
                        .as(form.substring(0, 40))
                        .isThrownBy(() -> new PartHeads(bytes(form), boundary).readAllBytes())
                        .satisfies(e -> assertThat(e.rule()).isEqualTo("form.head"));
            }
        }
    }

    @Test
    void endsAtOnePartTooMany() throws IOException {
        var parts = "--xx\r\n\r\n".repeat(PartHeads.PARTS);
        assertThat(read(parts + "--xx--")).isEqualTo(parts + "--xx--");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> read(parts + "--xx\r\n\r\n--xx--"))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("form.parts"));
    }

    @Test
    void takesTheBoundaryThatTheReaderOfTheFormTakes() {
        assertThat(PartHeads.boundary("multipart/form-data; boundary=xx")).isEqualTo("xx");
        assertThat(PartHeads.boundary("multipart/form-data; boundary=\"x:x\"; charset=utf-8"))
                .isEqualTo("x:x");
        assertThat(PartHeads.boundary("multipart/form-data; x=\"boundary=yy\"; boundary=xx"))
                .isEqualTo("yy");
        for (var none : List.of("", "; Boundary=xx", "; boundary=", "; boundary=\"é\"", "; boundary=x x")) {
            assertThatExceptionOfType(HubException.class)
                    .as(none)
                    .isThrownBy(() -> PartHeads.boundary("multipart/form-data" + none))
                    .satisfies(e -> assertThat(e.rule()).isEqualTo("form.boundary"));
        }
    }

    @Test
    void readsOfAnEndlessHeadLittleMoreThanItAllows() {
        var read = new AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                var at = read.getAndIncrement();
                return at < 6 ? "--xx\r\n".charAt((int) at) : "A: b\r\n".charAt((int) (at % 6));
            }
        };
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> new PartHeads(endless, "xx").transferTo(OutputStream.nullOutputStream()))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("form.head"));
        assertThat(read).hasValueLessThan(PartHeads.MOST + 16 * 1024);
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
