package vn.matluoi.registry.internal.intake;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final Set<Evidence.Kind> TELLING =
            EnumSet.of(Evidence.Kind.SERIAL, Evidence.Kind.MAC, Evidence.Kind.RECORDER);

    /** @return whether the source says a serial number, MAC or recorder that it did not say before */
    boolean tellsAnew() {
        var said = Difference.evidence(stated);
        return found.stream().anyMatch(word -> TELLING.contains(word.kind()) && said.contains(word));
    }

    /** One word of evidence. */
    record Word(Evidence.Kind kind, String content) {}
}
