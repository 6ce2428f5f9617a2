package vn.matluoi.api.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;

/**
 * Where the catalogue cannot be right or is not whole: what is said differently of one camera, and what R2.1 asks for and
 * nobody said. Blocks on the database; any thread.
 */
@ProviderType
public interface Truth {

    /**
     * Cameras of which different things are said: by the device and its agency, by two agencies, by the province and either.
     * What a source's settings fill in contradicts nothing, nor does a device's own name.
     *
     * @param area only cameras of its subtree
     * @param limit 1 to 200
     * @return in the order of their ids
     */
    Page<Conflict> conflicts(Scope scope, Optional<AreaCode> area, int limit, Optional<String> cursor);

    /** @return the fields of the camera of which different things are said, with all that is said of them */
    Map<CameraField, List<StatedValue>> conflicts(Scope scope, CameraId camera);

    /** @return how much is known of the camera; empty if there is none in scope */
    Optional<Completeness> completeness(Scope scope, CameraId camera);

    /**
     * How much is known of agencies' cameras.
     *
     * @param area only cameras of its subtree
     * @return the least complete first
     */
    List<AgencyCompleteness> completeness(Scope scope, Optional<AreaCode> area, Agency agency);

    /** What counts as an agency. */
    enum Agency {
        /** The unit that manages the camera. */
        UNIT,
        /** The source it belongs to. */
        SOURCE
    }

    /**
     * A camera of which different things are said.
     *
     * @param fields what is said of each field that is in conflict, by whom
     */
    record Conflict(CameraId camera, Optional<String> name, AreaCode area, Map<CameraField, List<StatedValue>> fields) {

        public Conflict {
            Objects.requireNonNull(camera, "camera");
            fields = Map.copyOf(fields);
        }
    }

    /**
     * How much of what is asked for is known.
     *
     * @param score 0 to 100: the share of the weights ({@code completeness/fields.csv} of the registry) that is known
     * @param missing what is not
     */
    record Completeness(int score, List<CameraField> missing) {

        public Completeness {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The same of all cameras of one agency.
     *
     * @param agency code of the unit or id of the source; empty for cameras that no unit is said to manage
     * @param cameras how many there are
     * @param complete of how many everything is known
     * @param score mean of theirs, 0 to 100
     * @param missing field to how many cameras lack it
     */
    record AgencyCompleteness(
            Optional<String> agency, long cameras, long complete, double score, Map<CameraField, Long> missing) {

        public AgencyCompleteness {
            missing = Map.copyOf(missing);
        }
    }
}
