package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
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
@Component(
        service = DeviceDriver.class,
        property = {DeviceDriver.FAMILY + "=hikvision", "matluoi.options=" + HikvisionEvents.OPTION})
public final class HikvisionDriver implements DeviceDriver {

    private final DeviceHttp http;
    private final InstantSource clock;
    private final Duration look;
    private final GoodByes goodByes = new GoodByes();

    @Activate
    public HikvisionDriver(@Reference DeviceHttp http) {
        this(http, InstantSource.system());
    }

    /** @param clock the hub's, that devices' clocks are compared with */
    HikvisionDriver(DeviceHttp http, InstantSource clock) {
        this(http, clock, PushedAlarms.LOOK);
    }

    /** @param look time between two looks whether a device still sends its alarms here */
    HikvisionDriver(DeviceHttp http, InstantSource clock, Duration look) {
        this.http = http;
        this.clock = clock;
        this.look = look;
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        goodByes.await(target.address());
        var isapi = new Isapi(http.connect(target));
        boolean opened = false;
        try {
            var info = Description.read(isapi, target);
            opened = true;
            return new HikvisionSession(isapi, http, info, target, clock, look, goodByes);
        } finally {
            if (!opened) {
                isapi.close();
            }
        }
    }
}
