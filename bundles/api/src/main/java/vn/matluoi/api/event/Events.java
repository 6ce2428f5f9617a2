package vn.matluoi.api.event;

import org.osgi.annotation.versioning.ProviderType;

/** Where events go in. */
@ProviderType
public interface Events {

    /** Writes the event to the durable journal; returns when it is there. */
    void publish(CameraEvent event);
}
