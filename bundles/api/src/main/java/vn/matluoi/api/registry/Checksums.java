package vn.matluoi.api.registry;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;

/**
 * Checksums of what the catalogue holds now. A camera that is a state secret (R1.4) is in none. Calls block on the database, which
 * reads each camera once; any thread.
 */
@ProviderType
public interface Checksums {

    /** The fields of the checksums that the hub publishes: what may be told to others without being named. */
    Set<CameraField> SHAREABLE = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(
            CameraField.SERIAL,
            CameraField.MAC,
            CameraField.RECORDER_SERIAL,
            CameraField.RECORDER_CHANNEL,
            CameraField.IP_ADDRESS,
            CameraField.FIRMWARE,
            CameraField.ADDRESS,
            CameraField.CONSENT,
            CameraField.OWNER,
            CameraField.NOTE,
            CameraField.STATE_SECRET)));

    /**
     * @param under only in this area and below it; empty for all there is
     * @return by area in which cameras stand, without what stands below it
     */
    Map<AreaCode, Checksum> byArea(Of cameras, Optional<AreaCode> under);

    /**
     * @param after id of the last camera before
     * @param limit 1 to 5000
     * @return the cameras that stand in that area itself, by id
     */
    List<One> in(Of cameras, AreaCode area, Optional<CameraId> after, int limit);

    /**
     * Of which cameras, and of what of them.
     *
     * @param sectors only those that serve one of these; empty for all
     * @param bases only those whose own legal basis is among these
     * @param fields whose values count; never whether it is a state secret
     */
    record Of(Scope scope, Set<String> sectors, LegalBases bases, Set<CameraField> fields) {

        public Of {
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(bases, "bases");
            sectors = Set.copyOf(sectors);
            fields = Set.copyOf(fields);
        }

        /** Whatever their legal basis. */
        public Of(Scope scope, Set<String> sectors, Set<CameraField> fields) {
            this(scope, sectors, LegalBases.ALL, fields);
        }
    }

    /** One camera's. */
    record One(String id, Checksum checksum) {

        public One {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(checksum, "checksum");
        }
    }
}
