package vn.matluoi.media.internal.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.MessageReader;
import vn.matluoi.media.internal.rtsp.RtspMessage;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.rtsp.RtspResponse;
import vn.matluoi.media.internal.sdp.SessionDescription;

/** Whatever a viewer with a ticket asks is answered, or ends its connection. {@code SESSION} stands for its session. */
class ViewerRequestsFuzzTest {

    private static final String TICKET = "rtsp://hub/live/ticket/";
    private static final String OFFER = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            + "m=audio 0 RTP/AVP 0\r\nm=application 0 RTP/AVP 107\r\n";

    @FuzzTest(maxDuration = "1m")
    void areAnsweredOrEndTheConnection(byte[] bytes) throws MalformedRtsp {
        var channel = new EmbeddedChannel();
        var parts = Strangers.parts(channel);
        var stream = parts.streams().of(Strangers.STREAM);
        var path = LivePath.of(TICKET).orElseThrow();
        var session = new ViewerSession(path, stream, SessionDescription.parse(OFFER), channel, parts);
        try {
            answers(bytes, session);
        } catch (MalformedRtsp e) {
            assertThat(e.getMessage()).isNotBlank();
        } finally {
            session.end();
            channel.finishAndReleaseAll();
        }
        assertThat(parts.budget().used()).isZero();
    }

    private static void answers(byte[] bytes, ViewerSession session) throws MalformedRtsp {
        var id = "";
        for (var piece : new String(bytes, ISO_8859_1).split("(?<=\n\r?\n)")) {
            var in = Unpooled.copiedBuffer(piece.replace("SESSION", id), RtspMessage.WIRE);
            if (MessageReader.read(in).orElse(null) instanceof RtspRequest request) {
                var response = session.answer(request);
                check(request, response);
                if ("PLAY".equals(request.method()) && response.isSuccess()) {
                    session.start();
                    assertThat(session.isPlaying()).isTrue();
                }
                id = named(response).orElse(id);
            }
        }
    }

    private static Optional<String> named(RtspResponse response) {
        return response.headers().first("Session").map(text -> text.split(";")[0]);
    }

    private static void check(RtspRequest request, RtspResponse response) throws MalformedRtsp {
        assertThat(response.status()).isIn(200, 404, 454, 455, 459, 461);
        var sent = MessageReader.read(Unpooled.wrappedBuffer(response.encode())).orElseThrow();
        assertThat(sent.body()).isEqualTo(response.body());
        if (response.isSuccess() && "SETUP".equals(request.method())) {
            assertThat(response.headers().first("Transport").orElseThrow())
                    .matches("RTP/AVP/TCP;unicast;interleaved=\\d{1,3}-\\d{1,3}");
        }
    }
}
