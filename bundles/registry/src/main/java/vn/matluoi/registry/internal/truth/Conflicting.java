package vn.matluoi.registry.internal.truth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.camera.Stated;

/** Of which fields different things are said. */
public final class Conflicting {

    /** A device's name for its channel is the one it left the factory with, or what is shown in the picture. */
    private static final Set<CameraField> NOT_THE_DEVICES = EnumSet.of(CameraField.NAME, CameraField.NOTE);

    /** How it was written, remarks, or when each last changed something: two of them do not exclude each other. */
    private static final Set<CameraField> NEVER = EnumSet.of(
            CameraField.AREA_NAME,
            CameraField.COORDINATE_SYSTEM,
            CameraField.NOTE,
            CameraField.CODE,
            CameraField.CHANGED_ON);

    private Conflicting() {}

    public static Set<CameraField> of(Collection<Stated> stated) {
        if (stated.size() < 2) {
            return Set.of();
        }
        var fields = EnumSet.noneOf(CameraField.class);
        for (var field : CameraField.values()) {
            if (!NEVER.contains(field) && differ(field, stated)) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** @return whether one who says something of the field counts */
    static boolean speaks(CameraField field, Stated one) {
        var said = one.said().get(field);
        return said != null
                && !Stated.assumed(field, said)
                && !(one.layer() == Layer.DEVICE && NOT_THE_DEVICES.contains(field));
    }

    private static boolean differ(CameraField field, Collection<Stated> stated) {
        var said = new HashSet<String>();
        for (var one : stated) {
            if (speaks(field, one)) {
                said.add(plain(field, one.value(field).orElse("")));
            }
        }
        return said.size() > 1;
    }

    private static String plain(CameraField field, String value) {
        if (field.kind() != CameraField.Kind.DECIMAL) {
            return SearchKey.of(value);
        }
        try {
            return Double.toString(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    /** @return the column {@code fields} of {@code camera_conflicts}; empty if there is none */
    public static String text(Set<CameraField> fields) {
        return fields.stream().map(CameraField::key).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(","));
    }

    static List<CameraField> fields(String text) {
        var fields = new ArrayList<CameraField>();
        for (var key : text.split(",")) {
            CameraField.ofKey(key).ifPresent(fields::add);
        }
        return fields;
    }
}
