package vn.matluoi.http.internal;

import java.net.InetSocketAddress;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;

/** The device networks as one bundle has them: a driver within what it says it reaches. Any thread. */
@Component(service = DeviceNetworks.class, scope = ServiceScope.BUNDLE)
public final class BundleNetworks implements DeviceNetworks {

    private final DeviceNetworks all;
    private final DeviceNetworks own;
    private final DriverDoors doors;

    @Activate
    public BundleNetworks(ComponentContext context, @Reference ConfiguredNetworks all, @Reference DriverDoors doors) {
        this.all = all;
        this.doors = doors;
        this.own = doors.of(context.getUsingBundle(), all);
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws DeviceException {
        return own.resolve(host, port);
    }

    @Override
    public InetSocketAddress resolve(SourceId source, String host, int port) throws DeviceException {
        return doors.stream(all, source, host, port);
    }
}
