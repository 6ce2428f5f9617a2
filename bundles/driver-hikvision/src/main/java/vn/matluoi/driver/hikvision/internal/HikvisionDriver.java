package vn.matluoi.driver.hikvision.internal;

import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/** Talks ISAPI to Hikvision recorders and cameras. */
@Component(service = DeviceDriver.class, property = DeviceDriver.FAMILY + "=hikvision")
public final class HikvisionDriver implements DeviceDriver {

    private final DeviceHttp http;
    private final InstantSource clock;

    @Activate
    public HikvisionDriver(@Reference DeviceHttp http) {
        this(http, InstantSource.system());
    }

    /** @param clock the hub's, that devices' clocks are compared with */
    HikvisionDriver(DeviceHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        var isapi = new Isapi(http.connect(target));
        boolean opened = false;
        try {
            var info = Description.read(isapi, target);
            opened = true;
            return new HikvisionSession(isapi, http, info, target, clock);
        } finally {
            if (!opened) {
                isapi.close();
            }
        }
    }
}
