package vn.matluoi.media.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicReference;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.MessageReader;
import vn.matluoi.media.internal.rtsp.RtspResponse;

/** Whatever somebody without a ticket sends gets answers that tell nothing, opens no stream, and leaves nothing behind. */
class StrangersFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void getAnswersThatTellNothing(byte[] bytes) throws MalformedRtsp {
        var channel = new Strangers.Connection();
        var parts = Strangers.parts(channel);
        var connection = new ViewerConnection(channel, parts);
        var bug = new AtomicReference<Throwable>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                try {
                    connection.channelRead(ctx, message);
                } catch (RuntimeException | Error e) {
                    bug.set(e);
                }
            }
        });
        connection.channelActive(channel.pipeline().lastContext());
        var half = bytes.length / 2;
        var first = Unpooled.buffer().writeBytes(bytes, 0, half);
        var second = Unpooled.buffer().writeBytes(bytes, half, bytes.length - half);
        for (var piece : new ByteBuf[] {first, second}) {
            if (channel.isOpen()) {
                channel.writeInbound(piece);
            } else {
                piece.release();
            }
        }
        channel.close();
        connection.channelInactive(channel.pipeline().lastContext());
        assertThat(bug.get()).isNull();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out.isReadable()) {
                var answer = (RtspResponse) MessageReader.read(out).orElseThrow();
                assertThat(answer.status()).isIn(200, 400, 404, 405, 454, 501, 551);
                assertThat(answer.body()).isEmpty();
                assertThat(out.isReadable()).isFalse();
            }
            out.release();
        }
        channel.finishAndReleaseAll();
        assertThat(first.refCnt() + second.refCnt()).isZero();
        assertThat(parts.meters().upstreams()).isZero();
        assertThat(parts.limits().isFullFor(Strangers.FROM.getAddress())).isFalse();
    }
}
