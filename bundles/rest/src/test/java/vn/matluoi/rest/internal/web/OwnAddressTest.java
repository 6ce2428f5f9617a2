package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    @Test
    void asksTheWebServerItselfWhereItListens() {
        var own = written(Map.of(
                "org.osgi.service.http.port.secure", "9443", "org.ops4j.pax.web.listening.addresses", "192.0.2.1,::1"));
        assertThat(own.host() + ":" + own.httpsPort()).isEqualTo("192.0.2.1:9443");
    }
}
