package vn.matluoi.driver.onvif.internal;

import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;

/** Sends a camera to a position and asks where it is. Source: ONVIF PTZ service specification 5.3.1, 5.3.5. */
final class OnvifPtzPosition implements ChannelFacet.PtzPosition {

    private final Onvif onvif;
    private final Profile profile;
    private volatile Optional<PtzRanges> ranges = Optional.empty();

    OnvifPtzPosition(Onvif onvif, Profile profile) {
        this.onvif = onvif;
        this.profile = profile;
    }

    @Override
    public void go(Position to) throws DeviceException {
        onvif.ask(OnvifPtz.ptz(profile, "AbsoluteMove", ranges().position(to)));
    }

    @Override
    public Optional<Position> position() throws DeviceException {
        try {
            return ranges().position(onvif.ask(OnvifPtz.ptz(profile, "GetStatus", "")));
        } catch (Unsupported e) {
            return Optional.empty();
        }
    }

    private PtzRanges ranges() throws DeviceException {
        var known = ranges;
        if (known.isEmpty()) {
            var configuration = profile.ptz().flatMap(Profile::token);
            if (configuration.isEmpty()) {
                throw Words.noPosition(profile.token());
            }
            known = PtzRanges.read(onvif.ask(Operation.of(
                    Service.PTZ,
                    "GetConfigurationOptions",
                    Soap.element("tptz:ConfigurationToken", configuration.get()))));
            ranges = known;
        }
        return known.orElseThrow(() -> Words.noPosition(profile.token()));
    }
}
