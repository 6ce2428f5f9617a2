package vn.matluoi.benchmarks.faults.plugin;

import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/** A driver whose calls come back, and whose taking of the device's long answer fails. One class, since it is packed alone. */
public final class ThrowsInSink implements BundleActivator, DeviceDriver, DeviceSession, DeviceHttp.StreamSink {

    private volatile DeviceHttp http;

    @Override
    public void start(BundleContext context) {
        http = context.getService(context.getServiceReference(DeviceHttp.class));
        Hashtable<String, Object> family = new Hashtable<>();
        family.put(FAMILY, "throws-in-sink");
        context.registerService(DeviceDriver.class, this, family);
    }

    @Override
    public void stop(BundleContext context) {
        // its services go with it
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        http.connect(target).stream(DeviceRequest.get("/alarms"), this);
        return this;
    }

    @Override
    public List<Channel> channels() {
        return List.of();
    }

    @Override
    public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
        return Optional.empty();
    }

    @Override
    public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // its connection goes with its bundle
    }

    @Override
    public void begun(int status, String contentType) {
        // the alarms come next
    }

    @Override
    public void accept(byte[] piece) {
        throw new IllegalStateException("this driver knows no alarm");
    }

    @Override
    public void ended(DeviceException why) {
        // nobody is told
    }
}
