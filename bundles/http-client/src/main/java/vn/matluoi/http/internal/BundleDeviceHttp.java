package vn.matluoi.http.internal;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.HandlerWatch.Owner;

/** The client as one bundle has it: it is known whose code hangs or fails, and goes where that one may. When that bundle stops, so does its code, soon. Any thread. */
@Component(service = DeviceHttp.class, scope = ServiceScope.BUNDLE)
public final class BundleDeviceHttp implements DeviceHttp {

    private final NettyDeviceHttp shared;
    private final Handlers.Driver driver;
    private final DeviceNetworks networks;

    @Activate
    public BundleDeviceHttp(
            ComponentContext context,
            @Reference NettyDeviceHttp shared,
            @Reference ConfiguredNetworks networks,
            @Reference DriverDoors doors) {
        var bundle = context.getUsingBundle();
        this.shared = shared;
        this.networks = doors.web(bundle, networks);
        this.driver = shared.handlers()
                .driver(new Owner(bundle.getSymbolicName(), bundle.getVersion().toString()));
    }

    @Deactivate
    void stop() {
        shared.leave(driver);
    }

    @Override
    public Connection connect(Target target) throws DeviceException {
        return shared.connect(target, driver, networks);
    }

    @Override
    public void retryCredentials(SourceId source) {
        shared.retryCredentials(source);
    }

    @Override
    public DeviceReply kept(byte[] body) {
        return shared.kept(body);
    }
}
