package vn.matluoi.registry.internal.camera;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;

/**
 * All that one source says of one camera in one layer, now.
 *
 * @param said by field
 * @param missingSince when a complete statement first no longer named the camera; empty while it is named
 * @param part the id under which it was a camera of its own before a merge; empty if it never was
 */
public record Stated(
        SourceId source, Layer layer, Map<CameraField, Said> said, Optional<Instant> missingSince, String part) {

    /** Fields that a source's settings or its profile fill in where nobody wrote them. */
    private static final Set<CameraField> PLACING = placing();

    private static Set<CameraField> placing() {
        var fields = EnumSet.of(CameraField.AREA);
        fields.addAll(Profile.ASSUMABLE);
        return fields;
    }

    public Stated {
        var copy = new EnumMap<CameraField, Said>(CameraField.class);
        copy.putAll(said);
        said = Collections.unmodifiableMap(copy);
    }

    public static Stated nothing(SourceId source, Layer layer, String part) {
        return new Stated(source, layer, Map.of(), Optional.empty(), part);
    }

    /** @return the value it says of the field */
    public Optional<String> value(CameraField field) {
        return Optional.ofNullable(said.get(field)).map(Said::value);
    }

    /** @return whether nobody wrote that value, and a source's settings fill it in */
    public static boolean assumed(CameraField field, Said said) {
        return PLACING.contains(field) && said.raw().isBlank();
    }

    /** @return in which capacity a value is said: a device's settings are its agency's words, not the device's */
    public static Layer layer(Layer speaking, CameraField field, Said said) {
        return speaking == Layer.DEVICE && assumed(field, said) ? Layer.AGENCY : speaking;
    }

    /**
     * What is said of one field.
     *
     * @param value normalised
     * @param raw as written; blank if nobody wrote it and it was assumed from the source's settings
     * @param at when it was first said so
     * @param by the person or program
     */
    public record Said(String value, String raw, Instant at, String by) {}
}
