package ${package};

import java.time.InstantSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;

/** What a device tells as it happens, all its channels in one answer without an end: {@code /v1/events}. */
final class ${className}Events implements DeviceFacet.Events {

    static final String PATH = "/v1/events";

    private final Calls calls;
    private final Target target;
    private final InstantSource clock;

    ${className}Events(Calls calls, Target target, InstantSource clock) {
        this.calls = calls;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public Subscription subscribe(Sink sink) throws DeviceException {
        var stream = new EventStream(target.id(), clock, sink);
        stream.open(calls, target.timeout());
        return stream;
    }
}
