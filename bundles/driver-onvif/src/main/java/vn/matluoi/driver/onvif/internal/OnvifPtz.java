package vn.matluoi.driver.onvif.internal;

import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/**
 * Moves a camera. Source: ONVIF PTZ service specification 5.3.3, 5.3.6. No {@code Timeout} is sent, since many ignore it and some
 * refuse it: who moves a camera stops it.
 */
final class OnvifPtz implements ChannelFacet.Ptz {

    private final Onvif onvif;
    private final Profile profile;

    OnvifPtz(Onvif onvif, Profile profile) {
        this.onvif = onvif;
        this.profile = profile;
    }

    @Override
    public void move(double pan, double tilt, double zoom) throws DeviceException {
        if (pan == 0 && tilt == 0 && zoom == 0) {
            stop();
            return;
        }
        // a camera without one of the two refuses it, so only what moves is said
        var velocity =
                (pan != 0 || tilt != 0 ? "<tt:PanTilt x=\"%s\" y=\"%s\"/>".formatted(speed(pan), speed(tilt)) : "")
                        + (zoom != 0 ? "<tt:Zoom x=\"%s\"/>".formatted(speed(zoom)) : "");
        onvif.ask(ptz(profile, "ContinuousMove", "<tptz:Velocity>" + velocity + "</tptz:Velocity>"));
    }

    @Override
    public void stop() throws DeviceException {
        onvif.ask(ptz(profile, "Stop", "<tptz:PanTilt>true</tptz:PanTilt><tptz:Zoom>true</tptz:Zoom>"));
    }

    private static String speed(double speed) {
        return PtzRanges.number(Math.max(-1, Math.min(1, speed)));
    }

    static Operation ptz(Profile profile, String name, String inside) {
        return Operation.of(Service.PTZ, name, Soap.element("tptz:ProfileToken", profile.token()) + inside);
    }
}
