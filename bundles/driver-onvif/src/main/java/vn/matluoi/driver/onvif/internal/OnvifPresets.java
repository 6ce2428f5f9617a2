package vn.matluoi.driver.onvif.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * Places a camera can be sent to. Source: ONVIF PTZ service specification 5.4. {@code GotoPreset} is sent without a speed, that some
 * refuse.
 */
final class OnvifPresets implements ChannelFacet.Presets {

    private static final int MOST = 1024;

    /**
     * Presets that are commands: going to one restarts a Hikvision dome or turns on its wiper. As they stand in the answer of a
     * DS-2DF7276-AEL; a person's preset of such a name is left out with them.
     */
    private static final Pattern BUILT_IN = Pattern.compile(
            "auto-?flip|back to origin|call (patrol|pattern) \\d+|call osd menu|(day|night|auto) mode|(day/night )?auto mode"
                    + "|remote reboot|(set|save) manual limits|start (auto|frame|random|panorama|tilt|pan) scan|stop a scan"
                    + "|one-touch patrol|(enable|start|wiper).{0,12}wiper|wiper",
            Pattern.CASE_INSENSITIVE);

    private final Onvif onvif;
    private final Profile profile;

    OnvifPresets(Onvif onvif, Profile profile) {
        this.onvif = onvif;
        this.profile = profile;
    }

    @Override
    public List<Preset> presets() throws DeviceException {
        var listed = onvif.ask(OnvifPtz.ptz(profile, "GetPresets", "")).children("Preset");
        if (listed.size() > MOST) {
            throw Words.tooMany("presets", MOST);
        }
        boolean told = listed.stream().anyMatch(OnvifPresets::isSet);
        return listed.stream()
                .filter(p -> !told || isSet(p))
                .filter(p -> !BUILT_IN.matcher(name(p)).matches())
                .flatMap(p -> Profile.token(p).map(t -> new Preset(t, name(p))).stream())
                .toList();
    }

    /** Hikvision lists all 300 it has room for; the empty ones have neither name nor position. */
    private static boolean isSet(XmlElement preset) {
        return preset.child("PTZPosition").isPresent() || !name(preset).isEmpty();
    }

    private static String name(XmlElement preset) {
        return Clean.text(preset.text("Name").orElse(""));
    }

    @Override
    public void recall(String token) throws DeviceException {
        onvif.ask(OnvifPtz.ptz(profile, "GotoPreset", preset(token)));
    }

    /** Some answer with an empty token: the preset is then looked for by its name. */
    @Override
    public Preset save(Optional<String> token, String name) throws DeviceException {
        var kept = onvif.ask(OnvifPtz.ptz(
                profile,
                "SetPreset",
                Soap.element("tptz:PresetName", name)
                        + token.map(OnvifPresets::preset).orElse("")));
        var told = kept.text("PresetToken").filter(Profile::usable).or(() -> token);
        if (told.isPresent()) {
            return new Preset(told.get(), name);
        }
        var clean = Clean.text(name);
        return presets().stream()
                .filter(p -> p.name().equals(clean))
                .reduce((one, later) -> later)
                .orElseThrow(() -> Words.otherAnswer("SetPreset", ""));
    }

    @Override
    public void remove(String token) throws DeviceException {
        onvif.ask(OnvifPtz.ptz(profile, "RemovePreset", preset(token)));
    }

    private static String preset(String token) {
        return Soap.element("tptz:PresetToken", token);
    }
}
