package vn.matluoi.api.event;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Where events go in. */
@ProviderType
public interface Events {

    /**
     * Takes an event to write it to the durable journal. Never blocks; any thread. Events of one source are kept in the
     * order they were given.
     *
     * @param assumed the device did not say so: the hub took an event that was not repeated any more for ended
     * @return completes when it is in the journal; {@code false} if it was not to be kept (plates and faces, unless switched
     *     on). Fails with a {@link vn.matluoi.api.HubException} if the journal is full or its database does not answer
     */
    CompletionStage<Boolean> publish(CameraEvent event, boolean assumed);
}
