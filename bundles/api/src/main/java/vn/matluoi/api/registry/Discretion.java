package vn.matluoi.api.registry;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;

/**
 * What of a camera is shown to whom. Whoever may read sources sees all; everyone else sees nothing that identifies or
 * helps to reach a device (R3.9): not its serial number, MAC, firmware, recorder and IP address, nor free remarks, in which agencies write
 * addresses and passwords; nor whose private camera it is; nor who said what. Every surface that shows cameras or their changes shows them through this.
 */
public final class Discretion {

    private static final Set<CameraField> WITHHELD = EnumSet.of(
            CameraField.SERIAL,
            CameraField.MAC,
            CameraField.RECORDER_SERIAL,
            CameraField.RECORDER_CHANNEL,
            CameraField.IP_ADDRESS,
            CameraField.FIRMWARE,
            CameraField.OWNER,
            CameraField.NOTE);

    private final boolean everything;

    private Discretion(boolean everything) {
        this.everything = everything;
    }

    public static Discretion towards(Caller caller, AccessDecisions access) {
        return new Discretion(access.decide(caller, Action.SOURCE_READ).allowed());
    }

    /** @return whether the caller may read sources, and so sees all, who said it included */
    public boolean everything() {
        return everything;
    }

    public boolean shows(CameraField field) {
        return everything || !WITHHELD.contains(field);
    }

    /** @return the fields shown, by their key in JSON, in the catalogue's order of keys */
    public Map<String, String> shown(Map<CameraField, String> values) {
        var shown = new TreeMap<String, String>();
        values.forEach((field, value) -> {
            if (shows(field)) {
                shown.put(field.key(), value);
            }
        });
        return shown;
    }

    /** The same for fields already named by their key. */
    public Map<String, String> shownByKey(Map<String, String> values) {
        var shown = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (everything
                    || key.equals(Changes.OTHER)
                    || CameraField.ofKey(key).filter(this::shows).isPresent()) {
                shown.put(key, value);
            }
        });
        return shown;
    }
}
