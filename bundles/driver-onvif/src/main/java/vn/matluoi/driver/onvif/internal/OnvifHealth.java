package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;

/** Clock, firmware and the time of one small exchange. ONVIF has no word for the health of a disk that devices use. */
final class OnvifHealth implements DeviceFacet.Health {

    private final Onvif onvif;
    private final InstantSource clock;

    OnvifHealth(Onvif onvif, InstantSource clock) {
        this.onvif = onvif;
        this.clock = clock;
    }

    @Override
    public HealthReport health() throws DeviceException {
        var before = clock.instant();
        var told = onvif.measure();
        var took = Duration.between(before, clock.instant());
        var information = onvif.ask(Description.INFORMATION);
        return new HealthReport(
                told.offset(onvif.clockRead()),
                List.of(),
                List.of(),
                Map.of(),
                Optional.of(Description.firmware(information)).filter(f -> !f.isEmpty()),
                took.isNegative() ? Optional.empty() : Optional.of(took));
    }
}
