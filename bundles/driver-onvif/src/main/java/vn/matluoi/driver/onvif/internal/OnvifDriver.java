package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.XmlElement;

/** Talks ONVIF to cameras and recorders of any make. */
@Component(
        service = DeviceDriver.class,
        property = {
            DeviceDriver.FAMILY + "=onvif",
            "matluoi.options=" + Ports.HTTP_OPTION,
            "matluoi.options=" + OnvifEvents.OPTION
        })
public final class OnvifDriver implements DeviceDriver {

    private static final Operation CAPABILITIES =
            Operation.of(Service.DEVICE, "GetCapabilities", "<tds:Category>All</tds:Category>");

    private final DeviceHttp http;
    private final InstantSource clock;
    private final Accounts accounts;
    private final Duration patience;

    @Activate
    public OnvifDriver(@Reference DeviceHttp http) {
        this(http, InstantSource.system());
    }

    /** @param clock the hub's, that devices' clocks are compared with */
    OnvifDriver(DeviceHttp http, InstantSource clock) {
        this(http, clock, Unfinished.PATIENCE);
    }

    /** @param patience how long what is sent last may keep a connection open */
    OnvifDriver(DeviceHttp http, InstantSource clock, Duration patience) {
        this.http = http;
        this.clock = clock;
        this.accounts = new Accounts(System::nanoTime);
        this.patience = patience;
    }

    /** The clock first, which most tell anybody; then where things are; then who it is, the first proof of the password. */
    @Override
    public DeviceSession open(Target target) throws DeviceException {
        return opened(target);
    }

    private OnvifSession opened(Target target) throws DeviceException {
        var account = accounts.of(target);
        account.check();
        var onvif = new Onvif(http, target, clock, account, patience);
        boolean opened = false;
        try {
            onvif.measure();
            var services = onvif.find(
                    Operation.of(Service.DEVICE, "GetServices", "<tds:IncludeCapability>true</tds:IncludeCapability>"));
            var found = Services.read(services, capabilities(onvif), onvif.ports());
            onvif.found(found);
            Description.check(onvif, target);
            opened = true;
            return new OnvifSession(
                    onvif, target, clock, found.pullPoint(), secret -> opened(Targets.secret(target, secret)));
        } catch (Unsupported e) {
            throw Words.notOnvif(e.text().en());
        } finally {
            if (!opened) {
                onvif.close();
            }
        }
    }

    /** @return those it has, none if it does not know the question; empty if nobody can tell */
    private static Optional<XmlElement> capabilities(Onvif onvif) throws DeviceException {
        try {
            return Optional.of(onvif.ask(CAPABILITIES));
        } catch (Unsupported e) {
            return Optional.of(new XmlElement("GetCapabilitiesResponse", Map.of(), List.of(), ""));
        } catch (Garbled e) {
            return Optional.empty();
        } catch (Refused e) {
            if (e.why() != Refused.Why.RIGHTS) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
