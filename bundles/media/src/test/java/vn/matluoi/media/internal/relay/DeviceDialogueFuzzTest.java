package vn.matluoi.media.internal.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.MessageReader;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.sdp.SessionDescription;

/**
 * Whatever a camera answers, from OPTIONS to frames, the hub asks that camera only, never shows the password, and the
 * connection goes on or ends once with a reason that is not a bug. A blank line in the input ends what is sent at once.
 */
class DeviceDialogueFuzzTest {

    private static final String SECRET = "mật khẩu của nguồn";
    private static final String ORIGIN = "rtsp://192.0.2.1:554";
    private static final StreamAddress CAMERA =
            new StreamAddress(new SourceId("nvr-1"), URI.create(ORIGIN + "/Streaming/Channels/101"), "admin", SECRET);

    @FuzzTest(maxDuration = "1m")
    void goesOnOrEndsOnceWithAReason(byte[] answers) throws MalformedRtsp {
        var heard = new Heard();
        var memory = new UnpooledByteBufAllocator(true, true);
        var upstream = new Upstream(new Located(CAMERA, new InetSocketAddress(0)), parts(memory), heard);
        var channel = new EmbeddedChannel(upstream);
        channel.config().setAllocator(memory);
        var held = new ArrayList<Integer>();
        for (var piece : new String(answers, ISO_8859_1).split("(?<=\n\r?\n)")) {
            var handle = upstream.buffers().newHandle();
            handle.reset(channel.config());
            var in = handle.allocate(memory).writeBytes(piece.getBytes(ISO_8859_1));
            if (!channel.isOpen()) {
                in.release();
                break;
            }
            channel.writeInbound(in);
            held.add(in.refCnt()); // by the loop whose buffer it is, and nobody else
        }
        channel.close();
        channel.runPendingTasks();
        checkAsked(channel);
        channel.finishAndReleaseAll();
        assertThat(heard.wrong).isEmpty();
        assertThat(heard.lost).isPresent();
        assertThat(held).containsOnly(1);
        assertThat(memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory())
                .isZero();
    }

    private static void checkAsked(EmbeddedChannel channel) throws MalformedRtsp {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out.isReadable() && out.getByte(out.readerIndex()) != '$') {
                assertThat(out.toString(ISO_8859_1)).doesNotContain(SECRET);
                var message = MessageReader.read(out).orElseThrow();
                assertThat(out.isReadable()).isFalse();
                if (message instanceof RtspRequest request) {
                    assertThat(request.uri()).startsWith(ORIGIN + "/");
                }
            }
            out.release();
        }
    }

    private static StreamParts parts(UnpooledByteBufAllocator memory) {
        Executor here = Runnable::run;
        return new StreamParts(
                new StreamLocator(new NoDevices(), (host, port) -> new InetSocketAddress(0), here),
                new LoginGate(System::nanoTime, source -> {}),
                memory,
                new ByteBudget(1 << 20),
                () -> 1 << 20,
                Timing.standard(),
                new Meters(),
                () -> Duration.ofSeconds(1),
                stream -> {});
    }

    /** Hears of the camera as a stream does. What should not be is kept: what is thrown here Netty would swallow. */
    private static final class Heard implements UpstreamListener {

        private final List<String> wrong = new ArrayList<>();
        private Optional<DeviceException> lost = Optional.empty();

        private void mustBe(boolean so, String what) {
            if (!so) {
                wrong.add(what);
            }
        }

        @Override
        public void described(SessionDescription description) {
            mustBe(lost.isEmpty(), "described after the end");
        }

        @Override
        public void playing(FrameWalk walk) {
            mustBe(lost.isEmpty(), "playing after the end");
            mustBe(!walk.heard().isEmpty(), "playing without a track");
        }

        @Override
        public void frames(ByteBuf in, int from, int to) {
            mustBe(lost.isEmpty(), "frames after the end");
            mustBe(from >= 0 && from < to && to <= in.writerIndex(), "frames from %d to %d".formatted(from, to));
        }

        @Override
        public void readThrough() {
            mustBe(lost.isEmpty(), "read through after the end");
        }

        @Override
        public void lost(DeviceException why) {
            mustBe(lost.isEmpty(), "lost twice");
            mustBe(!why.text().vi().isBlank(), "lost without words");
            mustBe(why.getCause() == null, "lost by a bug: " + why.getCause());
            lost = Optional.of(why);
        }
    }
}
