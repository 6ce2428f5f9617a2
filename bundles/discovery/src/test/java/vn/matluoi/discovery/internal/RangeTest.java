package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;

class RangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.0/24,254",
        "10.1.2.77/24,254",
        "10.1.2.3/32,1",
        "10.1.2.3,1",
        "10.1.2.2/31,2",
        "10.1.0.0/20,4094"
    })
    void countsHostsOnly(String range, int hosts) {
        assertThat(Range.addresses(range)).hasSize(hosts);
    }

    @Test
    void beginsAfterTheNetworkAndEndsBeforeItsBroadcast() {
        assertThat(Range.addresses("255.255.255.77/29"))
                .extracting(InetAddress::getHostAddress)
                .startsWith("255.255.255.73")
                .endsWith("255.255.255.78");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.1.2.0/19",
                "10.1.2.0/33",
                "10.1.2",
                "10.1.2.256",
                "10.1.2.0/24/1",
                "camera",
                "fe80::1",
                "10.1.2.0/ 24"
            })
    void saysWhatARangeLooksLike(String range) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Range.addresses(range))
                .satisfies(e -> {
                    assertThat(e.errors().get(0).field()).isEqualTo("range");
                    assertThat(e.text().vi()).contains("10.20.30.0/24");
                });
    }
}
