package vn.matluoi.api.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;

/** The cameras of the catalogue. Calls block on the database; any thread. */
@ProviderType
public interface Cameras {

    /** @throws vn.matluoi.api.HubException {@code INVALID} if the cursor is not one of ours */
    Page<Camera> list(Scope scope, CameraQuery query);

    /**
     * @param id also one that was merged into another camera: that one is the answer
     * @return the camera; empty if there is none within the scope
     */
    Optional<Camera> find(Scope scope, CameraId id);

    /** @return every stated value with who said it, by field and layer; empty if there is no such camera in scope */
    List<StatedValue> values(Scope scope, CameraId id);

    /**
     * @param channel of a device; of a source without one the code by which its agency calls the camera
     * @return the camera that a source's channel is, if it is in the catalogue
     */
    Optional<Camera> ofChannel(SourceId source, String channel);

    /** Records what was observed of cameras. Writes only what changed; for the supervisor. */
    void observe(Collection<Observation> observations);

    /** One camera's state as observed. */
    record Observation(CameraId camera, State state) {}
}
