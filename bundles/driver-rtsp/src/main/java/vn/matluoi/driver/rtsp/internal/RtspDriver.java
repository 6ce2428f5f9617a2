package vn.matluoi.driver.rtsp.internal;

import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceNetworks;

/** Talks to devices that speak nothing but RTSP. Remembers only which passwords were rejected just now. */
@Component(
        service = DeviceDriver.class,
        property = {DeviceDriver.FAMILY + "=rtsp", "matluoi.options=" + Place.PATH, "matluoi.options=" + Place.PATH_SUB
        })
public final class RtspDriver implements DeviceDriver {

    private final Wire.Dial dial;
    private final LongSupplier nanos;
    private final Logins logins;

    @Activate
    public RtspDriver(@Reference DeviceNetworks networks) {
        this(
                (place, deadline) -> SocketWire.connect(networks.resolve(place.host(), place.port()), deadline),
                System::nanoTime);
    }

    /** @param nanos a clock that never jumps, in nanoseconds */
    RtspDriver(Wire.Dial dial, LongSupplier nanos) {
        this.dial = dial;
        this.nanos = nanos;
        this.logins = new Logins(nanos);
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        var place = Place.of(target);
        if (target.pinnedIdentity().isPresent()) {
            throw Words.noSerial(target.pinnedIdentity().get());
        }
        var session = new RtspSession(target, place, logins.of(target, place), dial, nanos);
        session.info();
        return session;
    }
}
