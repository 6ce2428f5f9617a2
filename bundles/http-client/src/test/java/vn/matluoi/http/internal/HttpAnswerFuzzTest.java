package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException.Garbled;

/** Whatever a device sends back is one answer within the limits, or a connection that broke; never both, never neither. */
class HttpAnswerFuzzTest {

    private static final int LIMIT = 256 * 1024;
    private static final Endpoint DEVICE =
            new Endpoint(false, "192.0.2.1", 80, InetSocketAddress.createUnresolved("192.0.2.1", 80));

    @FuzzTest(maxDuration = "1m")
    void isOneAnswerOrABrokenConnection(byte[] bytes) throws Throwable {
        for (var cut : new int[] {bytes.length, bytes.length / 2}) {
            var heard = new Heard();
            var channel = new EmbeddedChannel();
            var wire = new Wire(channel, DEVICE);
            channel.pipeline().addLast(Dialer.codec(), wire);
            wire.start(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"), heard);
            for (var piece : new byte[][] {Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)}) {
                if (channel.isOpen()) {
                    channel.writeInbound(Unpooled.wrappedBuffer(piece));
                }
            }
            channel.finishAndReleaseAll();
            heard.check();
        }
    }

    /** Hears an answer as a call does. */
    private static final class Heard implements Wire.Exchange {

        private Optional<Arriving> arriving = Optional.empty();
        private Optional<Throwable> bug = Optional.empty();
        private boolean tooLarge;
        private int outcomes;

        @Override
        public void head(HttpResponse response) {
            try {
                arriving = Optional.of(new Arriving(response, LIMIT, DEVICE.where(), 0));
            } catch (Garbled e) {
                tooLarge = true;
            } catch (RuntimeException | Error e) {
                bug = Optional.of(e);
            }
        }

        @Override
        public void piece(ByteBuf content) {
            try {
                if (!tooLarge) {
                    arriving.orElseThrow().add(content, 1);
                }
            } catch (Garbled e) {
                tooLarge = true;
            } catch (RuntimeException | Error e) {
                bug = Optional.of(e);
            }
        }

        @Override
        public void end(boolean reusable) {
            outcomes++;
        }

        @Override
        public void broken(boolean garbled, boolean silent, Optional<Throwable> cause) {
            outcomes++;
            bug = bug.or(
                    () -> cause.filter(e -> !garbled && !(e instanceof CodecException) && !(e instanceof IOException)));
        }

        void check() throws Throwable {
            if (bug.isPresent()) {
                throw bug.get();
            }
            assertThat(outcomes).isEqualTo(1);
            if (arriving.isEmpty() || tooLarge) {
                return;
            }
            arriving.get().whole();
            try {
                var reply = arriving.get().reply();
                assertThat(reply.bytes().length).isLessThanOrEqualTo(LIMIT);
                assertThat(reply.text()).isNotNull();
                UserCheck.locked(reply)
                        .ifPresent(lock -> assertThat(lock).isBetween(Duration.ZERO, Duration.ofDays(1)));
                assertThat(reply.xml().name()).isNotEmpty();
            } catch (Garbled e) {
                assertThat(e.text().vi()).isNotBlank();
            }
        }
    }
}
