package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class OwnAddressTest {

    private static OwnAddress written(Map<String, Object> everyFile) {
        var file = fake(Configuration.class, new Hashtable<>(everyFile));
        return new OwnAddress(fake(ConfigurationAdmin.class, new Configuration[] {file}));
    }

    private static <T> T fake(Class<T> type, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answer));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', rtsp://127.0.0.1:8554",
        "'', 0.0.0.0, 9554, rtsp://localhost:9554",
        "'', 192.0.2.1, x, rtsp://192.0.2.1:8554",
        "cam.example.vn, 0.0.0.0, 554, rtsp://cam.example.vn:554"
    })
    void saysWhereTicketsLead(String host, String address, String port, String shown) {
        assertThat(written(Map.of("rtsp.host", host, "rtsp.address", address, "rtsp.port", port))
                        .rtsp())
                .isEqualTo(shown);
    }

    @Test
    void asksTheWebServerItselfWhereItListens() {
        var own = written(Map.of(
                "org.osgi.service.http.port.secure", "9443", "org.ops4j.pax.web.listening.addresses", "192.0.2.1,::1"));
        assertThat(own.host() + ":" + own.httpsPort()).isEqualTo("192.0.2.1:9443");
    }
}
