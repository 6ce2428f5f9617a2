package vn.matluoi.api.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** @return which cameras are state secrets now (R1.4); from memory as long as nothing changed, at most a second late otherwise */
    Secrets secrets();

    /** Records what was observed of cameras. Writes only what changed; for the supervisor. */
    void observe(Collection<Observation> observations);

    /**
     * What must not be told to whom the province shares with.
     *
     * @param cameras every id that a camera answers to which is a state secret, whichever source says that it is
     * @param sources all that speak of such a camera or carry it: what they report without naming a camera cannot be told apart from it
     */
    record Secrets(Set<CameraId> cameras, Set<SourceId> sources) {

        public Secrets {
            cameras = Set.copyOf(cameras);
            sources = Set.copyOf(sources);
        }

        public static Secrets none() {
            return new Secrets(Set.of(), Set.of());
        }
    }

    /** One camera's state as observed. */
    record Observation(CameraId camera, State state) {}
}
