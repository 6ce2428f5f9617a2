package ${package};

import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/** Talks to ${className} recorders and cameras. */
@Component(service = DeviceDriver.class, property = DeviceDriver.FAMILY + "=${family}")
public final class ${className}Driver implements DeviceDriver {

    private final DeviceHttp http;
    private final InstantSource clock;

    @Activate
    public ${className}Driver(@Reference DeviceHttp http) {
        this(http, InstantSource.system());
    }

    /** @param clock the hub's, that devices' clocks are compared with */
    ${className}Driver(DeviceHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Nothing is kept of a device that did not let the hub in: the connection is closed again. */
    @Override
    public DeviceSession open(Target target) throws DeviceException {
        var calls = new Calls(http.connect(target));
        boolean opened = false;
        try {
            Description.read(calls, target);
            opened = true;
            return new ${className}Session(calls, target, clock);
        } finally {
            if (!opened) {
                calls.close();
            }
        }
    }
}
