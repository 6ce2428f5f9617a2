package vn.matluoi.registry.internal.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.truth.Conflicting;

/**
 * What is to be written of one camera.
 *
 * @param known the camera's id; empty if it is to be minted
 * @param area where it stands afterwards
 * @param source the source it belongs to afterwards
 * @param channel its channel there
 * @param values effective values afterwards
 * @param stated what the statement's source says afterwards
 * @param statedBefore whether that source said something of it before
 * @param effective whether anything but {@code stated} changes
 * @param fields for the change feed: field key to new effective value
 * @param ended what the source said and says no longer
 * @param conflicts what {@link Conflicting#text} says afterwards; empty if that does not change
 * @param gone evidence that no longer holds
 * @param found evidence that holds now
 */
record CameraWrite(
        Optional<String> known,
        String area,
        SourceId source,
        Optional<String> channel,
        Map<CameraField, String> values,
        Stated stated,
        boolean statedBefore,
        boolean effective,
        Map<String, String> fields,
        Map<CameraField, Stated.Said> ended,
        Optional<String> conflicts,
        List<Word> gone,
        List<Word> found) {

    /** @return whether the source says a serial number or MAC that it did not say before */
    boolean tellsAnew() {
        return found.stream().anyMatch(word -> word.kind() == Evidence.Kind.SERIAL || word.kind() == Evidence.Kind.MAC);
    }

    /** One word of evidence. */
    record Word(Evidence.Kind kind, String content) {}
}
