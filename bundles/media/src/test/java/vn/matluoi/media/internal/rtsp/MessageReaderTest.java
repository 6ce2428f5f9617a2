package vn.matluoi.media.internal.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static final String REQUEST =
            "SETUP rtsp://h/live/x/trackID=0 RTSP/1.0\r\nCSeq: 3\r\nTransport: RTP/AVP/TCP;unicast\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    void readsARequest() throws MalformedRtsp {
        var in = bytes(REQUEST + "rest");

        var request = (RtspRequest) MessageReader.read(in).orElseThrow();

        assertThat(request.method()).isEqualTo("SETUP");
        assertThat(request.uri()).isEqualTo("rtsp://h/live/x/trackID=0");
        assertThat(request.headers().first("transport")).contains("RTP/AVP/TCP;unicast");
        assertThat(in.toString(StandardCharsets.UTF_8)).isEqualTo("rest");
    }

    @Test
    void leavesTheBufferAsItWasUntilTheMessageIsWhole() throws MalformedRtsp {
        var whole = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 4\r\n\r\nv=0\n";
        for (var length = 0; length < whole.length(); length++) {
            var in = bytes(whole.substring(0, length));
            assertThat(MessageReader.read(in)).isEmpty();
            assertThat(in.readerIndex()).isZero();
        }
        assertThat(MessageReader.read(bytes(whole)).orElseThrow().body()).isEqualTo("v=0\n");
    }

    @Test
    void readsContinuedHeadersAndBareLineEnds() throws MalformedRtsp {
        var answer = MessageReader.read(bytes("\r\nRTSP/1.0 200\nCSeq: 1\nPublic: OPTIONS,\n DESCRIBE\n\n"))
                .orElseThrow();

        assertThat(answer.headers().first("Public")).contains("OPTIONS, DESCRIBE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "OPTIONS * RTSP/2.0\r\n\r\n",
                "OPTIONS *\r\n\r\n",
                "options * RTSP/1.0\r\n\r\n",
                "OPTIONS  * RTSP/1.0\r\n\r\n",
                "RTSP/1.0 999 No\r\n\r\n",
                "RTSP/1.0 OK\r\n\r\n",
                "RTSP/1.0 200 OK\r\n: no name\r\n\r\n",
                "RTSP/1.0 200 OK\r\n continued\r\n\r\n",
                "RTSP/1.0 200 OK\r\nno colon\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 0x10\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 65537\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nv=0\r\n",
                "RTSP/1.0 200 OK\r\nX: a\u0000b\r\n\r\n",
                "RTSP/1.0 200 OK\r\nX: a\rb\r\n\r\n",
                "OPTIONS rtsp://h/\u001b[2J RTSP/1.0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\n\n"
            })
    void refusesWhatIsNoMessage(String text) {
        assertThatThrownBy(() -> MessageReader.read(bytes(text))).isInstanceOf(MalformedRtsp.class);
    }

    @Test
    void refusesALineThatDoesNotEnd() {
        assertThatThrownBy(() -> MessageReader.read(bytes("OPTIONS " + "x".repeat(5000))))
                .isInstanceOf(MalformedRtsp.class)
                .hasMessageContaining("4096");
    }

    @Test
    void refusesHeadersWithoutEnd() {
        assertThatThrownBy(() -> MessageReader.read(bytes("RTSP/1.0 200 OK\r\n" + "a: b\r\n".repeat(100))))
                .isInstanceOf(MalformedRtsp.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> MessageReader.read(
                        bytes("RTSP/1.0 200 OK\r\n" + ("a: " + "b".repeat(4000) + "\r\n").repeat(20))))
                .isInstanceOf(MalformedRtsp.class);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        var random = new Random(2026);
        for (var round = 0; round < 20_000; round++) {
            var in = bytes(round % 2 == 0 ? REQUEST : "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\nabc");
            for (var changes = 0; changes <= round % 5; changes++) {
                in.setByte(random.nextInt(in.readableBytes()), random.nextInt(256));
            }
            try {
                MessageReader.read(in);
            } catch (MalformedRtsp e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void nothingIsInjectedIntoARequest() {
        assertThatThrownBy(() -> new RtspRequest("DESCRIBE", "rtsp://h/a\r\nX: y", RtspHeaders.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RtspRequest("DESCRIBE", "rtsp://h/a b", RtspHeaders.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RtspHeaders.none().with("Session", "1\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
