package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSettingsTest {

    @ParameterizedTest
    @CsvSource({"' 20 ', 20", "0, 1", "-5, 1", "99999999999, 1000000", "many, 500", "'', 500", "1.5, 500"})
    void takesTheNearestNumberAndTheStandardForAWordThatIsNone(String written, int taken) {
        assertThat(WebSettings.of("1", written, "", "false").rateBurst()).isEqualTo(taken);
    }

    @Test
    void takesWhatIsAnAddressAndLooksNoNameUp() throws UnknownHostException {
        assertThat(WebSettings.of("1", "1", "192.0.2.1, ::1, proxy.example, 1.2.3, 999.0.0.1,", "perhaps"))
                .isEqualTo(new WebSettings(
                        1,
                        1,
                        java.util.Set.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("::1")),
                        false));
    }
}
