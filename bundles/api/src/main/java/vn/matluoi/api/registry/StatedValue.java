package vn.matluoi.api.registry;

import java.time.Instant;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;

/**
 * One thing one source said about one field of a camera, and still says.
 *
 * @param value normalised
 * @param raw as it was written
 * @param at when it was said
 * @param by the person or program that said it
 * @param effective whether this is the value the catalogue shows
 */
public record StatedValue(
        CameraField field,
        Layer layer,
        SourceId source,
        String value,
        String raw,
        Instant at,
        String by,
        boolean effective) {}
