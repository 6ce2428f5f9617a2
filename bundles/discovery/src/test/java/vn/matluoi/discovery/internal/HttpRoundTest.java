package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.http.DeviceHttp;

/** Addresses that are asked by HTTP. */
@Timeout(60)
class HttpRoundTest {

    private static final DeviceHttp.Connection SILENT = (DeviceHttp.Connection) Proxy.newProxyInstance(
            DeviceHttp.class.getClassLoader(),
            new Class<?>[] {DeviceHttp.Connection.class},
            (self, method, arguments) -> new CompletableFuture<>());

    @Test
    void doesNotWaitForEverForAClientThatTellsOfNoAnswer() {
        var round = new HttpRound(
                target -> SILENT, List.of(80), () -> false, claim -> {}, asked -> {}, Duration.ofMillis(1));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> round.ask(List.of(InetAddress.getLoopbackAddress())))
                .matches(e -> e.reason() == Reason.UNAVAILABLE && e.rule().equals("discovery.no-answers"));
    }
}
