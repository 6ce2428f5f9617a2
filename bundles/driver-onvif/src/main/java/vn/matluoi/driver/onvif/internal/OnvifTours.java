package vn.matluoi.driver.onvif.internal;

import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.DeviceException;

/** Preset tours set up on the device. Source: ONVIF PTZ service specification 5.7. */
final class OnvifTours implements ChannelFacet.Tours {

    private static final int MOST = 256;

    private final Onvif onvif;
    private final Profile profile;

    OnvifTours(Onvif onvif, Profile profile) {
        this.onvif = onvif;
        this.profile = profile;
    }

    @Override
    public List<Preset> tours() throws DeviceException {
        return onvif.ask(OnvifPtz.ptz(profile, "GetPresetTours", "")).children("PresetTour").stream()
                .limit(MOST)
                .flatMap(t ->
                        Profile.token(t)
                                .map(token -> new Preset(
                                        token, Clean.text(t.text("Name").orElse(""))))
                                .stream())
                .toList();
    }

    @Override
    public void start(String token) throws DeviceException {
        operate(token, "Start");
    }

    @Override
    public void stop(String token) throws DeviceException {
        operate(token, "Stop");
    }

    private void operate(String token, String operation) throws DeviceException {
        onvif.ask(OnvifPtz.ptz(
                profile,
                "OperatePresetTour",
                Soap.element("tptz:PresetTourToken", token) + Soap.element("tptz:Operation", operation)));
    }
}
