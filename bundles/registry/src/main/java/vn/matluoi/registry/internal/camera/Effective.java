package vn.matluoi.registry.internal.camera;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;

/**
 * Which of several stated values the catalogue shows. The layer decides first ({@link CameraField#observed()}); within
 * a layer what somebody wrote before what a source's settings fill in, then the camera's own source before others, then
 * what was said last. Below the province's word a camera is a state secret as soon as anybody says so.
 */
public final class Effective {

    private static final List<Layer> OBSERVED = List.of(Layer.PROVINCE, Layer.DEVICE, Layer.AGENCY);
    private static final List<Layer> WRITTEN = List.of(Layer.PROVINCE, Layer.AGENCY, Layer.DEVICE);

    private Effective() {}

    /** @return the value of each field that anybody states */
    public static Map<CameraField, String> values(SourceId own, Collection<Stated> stated) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        for (var field : CameraField.values()) {
            speaker(field, own, stated).flatMap(who -> who.value(field)).ifPresent(value -> values.put(field, value));
        }
        return values;
    }

    /** One mistaken "no" must not let a secret out (R1.4). */
    private static boolean outvoted(CameraField field, Stated one) {
        return field == CameraField.STATE_SECRET
                && one.layer() != Layer.PROVINCE
                && one.value(field).filter("false"::equals).isPresent();
    }

    /** @return whose value of the field counts */
    public static Optional<Stated> speaker(CameraField field, SourceId own, Collection<Stated> stated) {
        Stated first = null;
        for (var one : stated) {
            if (one.said().containsKey(field)) {
                if (first != null) {
                    return stated.stream()
                            .filter(each -> each.said().containsKey(field))
                            .min(order(field, own));
                }
                first = one; // nearly always the only one: asked for every field of every row
            }
        }
        return Optional.ofNullable(first);
    }

    private static Comparator<Stated> order(CameraField field, SourceId own) {
        var layers = field.observed() ? OBSERVED : WRITTEN;
        return Comparator.<Stated, Boolean>comparing(one -> outvoted(field, one))
                .thenComparingInt(one -> layers.indexOf(
                        Stated.layer(one.layer(), field, one.said().get(field))))
                .thenComparing(one -> Stated.assumed(field, one.said().get(field)))
                .thenComparing(one -> !one.source().equals(own))
                .thenComparing(one -> one.said().get(field).at(), Comparator.reverseOrder())
                .thenComparing(Stated::source)
                .thenComparing(Stated::part);
    }
}
