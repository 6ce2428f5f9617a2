package vn.matluoi.core.internal.ladder;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketDialTest {

    private static final byte[] RECORD_OF_16_KIB = {0x16, 0x03, 0x03, 0x40, 0x00};
    private static final Duration ALLOWED = Duration.ofMillis(500);

    @Test
    void aPortThatDripsItsAnswerIsGivenUpInTime() throws IOException {
        var device = Executors.newScheduledThreadPool(2);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            device.execute(() -> {
                try {
                    var drip = server.accept().getOutputStream();
                    drip.write(RECORD_OF_16_KIB);
                    device.scheduleAtFixedRate(() -> oneByte(drip), 0, 100, TimeUnit.MILLISECONDS);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new SocketDial().certificate(address, "localhost", ALLOWED));
        } finally {
            device.shutdownNow();
        }
    }

    private static void oneByte(OutputStream drip) {
        try {
            drip.write(2);
        } catch (IOException e) {
            throw new IllegalStateException(e); // hung up: the dripping ends
        }
    }
}
