package vn.matluoi.media.internal.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whatever either side sends is the same messages however the net cuts it, within the limits, or is refused. */
class MessageReaderFuzzTest {

    /** What was read before the end, and why no more. */
    private record Read(List<RtspMessage> messages, boolean refused) {}

    @FuzzTest(maxDuration = "1m")
    void readsTheSameMessagesHoweverTheyAreCut(byte[] bytes) {
        var whole = read(bytes, Math.max(1, bytes.length));
        assertThat(read(bytes, bytes.length / 16 + 1)).isEqualTo(whole);
        for (var message : whole.messages()) {
            assertThat(message.headers().lines()).hasSizeLessThanOrEqualTo(MessageReader.MAX_HEADERS);
            for (var line : message.headers().lines()) {
                assertThat(line.name() + line.value()).doesNotContainPattern("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
            }
            assertThat(message.body().length()).isLessThanOrEqualTo(MessageReader.MAX_BODY);
            if (message instanceof RtspRequest request) {
                assertThat(new String(request.encode(), RtspMessage.WIRE))
                        .startsWith(request.method() + " " + request.uri() + " RTSP/1.0\r\n");
            }
        }
    }

    private static Read read(byte[] bytes, int piece) {
        var messages = new ArrayList<RtspMessage>();
        var in = Unpooled.buffer(bytes.length);
        try {
            for (var at = 0; at < bytes.length; at += piece) {
                in.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
                for (var next = next(in); next.isPresent(); next = next(in)) {
                    messages.add(next.get());
                }
            }
            return new Read(messages, false);
        } catch (MalformedRtsp e) {
            assertThat(e.getMessage()).isNotBlank();
            return new Read(messages, true);
        }
    }

    private static Optional<RtspMessage> next(ByteBuf in) throws MalformedRtsp {
        var before = in.readerIndex();
        var message = MessageReader.read(in);
        assertThat(message.isEmpty() || in.readerIndex() > before).isTrue();
        return message;
    }
}
