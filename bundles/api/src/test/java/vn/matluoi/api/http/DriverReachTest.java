package vn.matluoi.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;

class DriverReachTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http | http | 10.1.2.3 | 8099",
                "http:* | http | 192.0.2.1 | 65535",
                "http:80-89 | http | 10.1.2.3 | 89",
                "https, rtsp:554@10.0.0.0/8 | rtsp | 10.255.0.1 | 554",
                "rtsp@devices | rtsp | 203.0.113.7 | 1",
                "rtsp:554@fd00::/8 | rtsp | fdff::1 | 554",
                "http@10.1.2.3 | http | 10.1.2.3 | 80",
                "tcp:554 | rtsp | 10.1.2.3 | 554",
                "http@0.0.0.0/0 | http | 203.0.113.7 | 80"
            })
    void allowsWhatItSays(String header, String scheme, String host, int port) {
        assertThat(DriverReach.parse(header).allows(Set.of(scheme), new InetSocketAddress(host, port)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http:80-89 | http | 10.1.2.3 | 90",
                "http:80-89 | http | 10.1.2.3 | 79",
                "http | rtsp | 10.1.2.3 | 80",
                "udp | rtsp | 10.1.2.3 | 554",
                "rtsp:554@10.0.0.0/8 | rtsp | 11.0.0.1 | 554",
                "rtsp:554@10.0.0.0/8 | rtsp | fd00::1 | 554",
                "rtsp:554@fd00::/8 | rtsp | 10.0.0.1 | 554",
                "http@10.1.2.3 | http | 10.1.2.4 | 80"
            })
    void allowsNothingElse(String header, String scheme, String host, int port) {
        assertThat(DriverReach.parse(header).allows(Set.of(scheme), new InetSocketAddress(host, port)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http,",
                "gopher",
                "http://",
                "HTTP",
                "http:",
                "http:0",
                "http:65536",
                "http:90-80",
                "http:80-",
                "http@",
                "http@anywhere",
                "http@10.0.0.0/33",
                "http@10.0.0.1/8",
                "http@10.0.0.0/",
                "http@10.0.0.0/8/8",
                "http@10.0",
                "http@256.0.0.0/8",
                "http@167772160/8",
                "http@fd00::/129",
                "http@fd00::1/8",
                "http@fd00",
                "http@:::/8",
                "http@camera.example"
            })
    void whatIsMiswrittenIsNamedWithTheHeader(String header) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> DriverReach.parse(header))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.reaches");
                    assertThat(refusal.text().vi()).startsWith("Matluoi-Reaches, “");
                    assertThat(refusal.text().en()).startsWith("Matluoi-Reaches, “");
                });
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> DriverReach.parse("http, " + header));
    }

    @Test
    void oneWithoutEndIsRefusedAndNotQuoted() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> DriverReach.parse("http,".repeat(1000)))
                .satisfies(refusal -> assertThat(refusal.text().en()).hasSizeLessThan(120));
    }

    @Test
    void isWrittenBriefly() {
        assertThat(DriverReach.parse("http:*@devices,https:443,rtsp:554-556@10.0.0.0/8"))
                .hasToString("http, https:443, rtsp:554-556@10.0.0.0/8");
    }
}
