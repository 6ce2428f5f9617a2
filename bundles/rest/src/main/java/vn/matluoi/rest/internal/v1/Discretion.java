package vn.matluoi.rest.internal.v1;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;

/**
 * What of a camera is shown to whom. Whoever may read sources sees all; everyone else sees nothing that identifies or
 * helps to reach a device (R3.9): not its serial number, MAC and firmware, nor free remarks, in which agencies write
 * addresses and passwords; nor who said what.
 */
final class Discretion {

    static final Set<CameraField> OF_THE_DEVICE =
            EnumSet.of(CameraField.SERIAL, CameraField.MAC, CameraField.FIRMWARE, CameraField.NOTE);

    private final boolean everything;

    private Discretion(boolean everything) {
        this.everything = everything;
    }

    static Discretion towards(Asking asking, Services services) {
        return new Discretion(services.need(AccessDecisions.class)
                .decide(asking.caller(), Action.SOURCE_READ)
                .allowed());
    }

    boolean everything() {
        return everything;
    }

    boolean shows(CameraField field) {
        return everything || !OF_THE_DEVICE.contains(field);
    }

    /** @return the fields shown, by their key in JSON, in the catalogue's order of keys */
    Map<String, String> shown(Map<CameraField, String> values) {
        var shown = new TreeMap<String, String>();
        values.forEach((field, value) -> {
            if (shows(field)) {
                shown.put(field.key(), value);
            }
        });
        return shown;
    }

    /** The same for fields already named by their key. */
    Map<String, String> shownByKey(Map<String, String> values) {
        var shown = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (everything || CameraField.ofKey(key).filter(this::shows).isPresent()) {
                shown.put(key, value);
            }
        });
        return shown;
    }
}
