package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImapBoundTest {

    private static String through(String said) throws IOException {
        try (var in = new ImapBound(new ByteArrayInputStream(said.getBytes(StandardCharsets.US_ASCII)))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void whatAServerSaysComesThroughAsItIs() throws IOException {
        var said = "* 1 FETCH (BODY[] {20}\r\n{99999999999}\r\n12345 UID 7)\r\nA1 OK {not a number} {12\r\n";
        assertThat(through(said)).isEqualTo(said);
    }

    @Test
    void aLiteralThatNoMemoryHoldsEndsIt() {
        assertThatThrownBy(() -> through("* 1 FETCH (BODY[] {2000000000}\r\nx")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> through("* 1 FETCH (BODY[] {3}\r\nabc {99999999999999999999}\r\nx"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aLineWithoutEndEndsIt() {
        assertThatThrownBy(() -> through("*".repeat(ImapBound.LONGEST_LINE + 1)))
                .isInstanceOf(IOException.class);
    }
}
