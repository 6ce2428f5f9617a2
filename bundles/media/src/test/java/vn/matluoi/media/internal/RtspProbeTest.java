package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.health.HealthCheck.Result;

class RtspProbeTest {

    /** @return what the probe says of a port that closes each connection at once */
    private static Result askOneThatCloses(Predicate<InetAddress> full) throws IOException {
        try (var port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var closing = new Thread(() -> {
                try {
                    port.accept().close();
                } catch (IOException e) {
                    // the test is over
                }
            });
            closing.setDaemon(true);
            closing.start();
            return RtspProbe.ask((InetSocketAddress) port.getLocalSocketAddress(), full);
        }
    }

    @Test
    void aHouseFullForTheProbeItselfIsNoFault() throws IOException {
        assertThat(askOneThatCloses(InetAddress.getLoopbackAddress()::equals).healthy())
                .isTrue();
    }

    @Test
    void anotherAddressThatIsAtItsLimitDoesNotExcuseThePort() throws IOException {
        assertThat(askOneThatCloses(address -> !address.isLoopbackAddress()).healthy())
                .isFalse();
    }
}
