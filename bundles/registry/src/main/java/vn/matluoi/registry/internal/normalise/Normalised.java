package vn.matluoi.registry.internal.normalise;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;

/**
 * One item after normalising.
 *
 * @param values what is to be kept, each in the form {@link CameraField.Kind} asks for; a blank value says that the
 *     field is empty. Fields that could not be read are absent
 * @param stated the same fields as they were written, and those that could not be read
 * @param findings the item's own, then what was noticed here. With an {@link Finding.Severity#ERROR} among them the row
 *     must not be taken
 */
public record Normalised(Map<CameraField, String> values, Map<CameraField, String> stated, List<Finding> findings) {

    public Normalised {
        values = copy(values);
        stated = copy(stated);
        findings = List.copyOf(findings);
    }

    /** @return whether the row must be left out */
    public boolean rejected() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    private static Map<CameraField, String> copy(Map<CameraField, String> map) {
        var copy = new EnumMap<CameraField, String>(CameraField.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }
}
