package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import vn.matluoi.api.discovery.Found.How;

/** Whatever a datagram holds, what comes of it is the sender's own address and clean words. */
class ProbeMatchesFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void nameTheSenderAndNobodyElse(byte[] datagram) throws UnknownHostException {
        var from = InetAddress.getByAddress(new byte[] {10, 1, 2, 3});
        for (var claim : ProbeMatches.read(datagram, from, Set.of("uuid:1"), How.UNICAST)) {
            assertThat(claim.address().getHost()).isEqualTo("10.1.2.3");
            assertThat(claim.address().getPort()).isBetween(1, 65_535);
            assertThat(claim.name() + claim.hardware())
                    .doesNotContainPattern("\\p{Cc}")
                    .hasSizeLessThanOrEqualTo(400);
            assertThat(claim.mac().orElse("00:00:00:00:00:00")).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}");
        }
    }
}
