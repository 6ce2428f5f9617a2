package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriverConfigurationTest {

    private final FakeConfigurations kept = new FakeConfigurations();
    private final DriverConfiguration configuration = new DriverConfiguration(kept.admin());

    @Test
    void isWrittenOnceHoweverOftenTheSameIsSaid() {
        for (var time = 0; time < 3; time++) {
            configuration.want(Map.of("onvif", Optional.of("0.2.0")));
        }
        assertThat(kept.updates()).isEqualTo(1);
        for (var time = 0; time < 3; time++) {
            configuration.quarantine("acme", Optional.of("0.1.0 | hangs"));
        }
        assertThat(kept.updates()).isEqualTo(2);
        assertThat(kept.now())
                .containsEntry(DriverConfiguration.INSTALL, "onvif:0.2.0")
                .containsEntry(DriverConfiguration.QUARANTINE + "acme", "0.1.0 | hangs");

        configuration.quarantine("acme", Optional.empty());
        configuration.quarantine("acme", Optional.empty());
        assertThat(kept.updates()).isEqualTo(3);
        assertThat(kept.now()).doesNotContainKey(DriverConfiguration.QUARANTINE + "acme");
    }
}
