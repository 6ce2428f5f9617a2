package vn.matluoi.driver.dahua.internal;

import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/** Talks CGI to Dahua recorders and cameras, and to what their maker builds for other brands. */
@Component(
        service = DeviceDriver.class,
        property = {DeviceDriver.FAMILY + "=dahua", "matluoi.options=" + DahuaEvents.OPTION})
public final class DahuaDriver implements DeviceDriver {

    private final DeviceHttp http;
    private final InstantSource clock;

    @Activate
    public DahuaDriver(@Reference DeviceHttp http) {
        this(http, InstantSource.system());
    }

    /** @param clock the hub's, that devices' clocks are compared with */
    DahuaDriver(DeviceHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        var cgi = new Cgi(http.connect(target), clock);
        boolean opened = false;
        try {
            Description.check(cgi, target);
            opened = true;
            return new DahuaSession(http, cgi, target, clock);
        } finally {
            if (!opened) {
                cgi.close();
            }
        }
    }
}
