package vn.matluoi.media.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private final ConnectionLimits limits = new ConnectionLimits(3, 2);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    @Test
    void anAddressThatHasAllItMayHaveIsFullForItselfOnly() {
        limits.enter(address(1));
        limits.enter(address(1));

        assertThat(limits.isFullFor(address(1))).isTrue();
        assertThat(limits.isFullFor(address(2))).isFalse();
        limits.leave(address(1));
        assertThat(limits.isFullFor(address(1))).isFalse();
    }

    @Test
    void asManyAsThereMayBeAreFullForAll() {
        limits.enter(address(1));
        limits.enter(address(2));
        limits.enter(address(3));

        assertThat(limits.isFullFor(address(4))).isTrue();
    }
}
