package vn.matluoi.api.intake;

import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** Reads sample sheets by profiles that need not be installed. */
@ProviderType
public interface Samples {

    /**
     * Says what taking in a sheet would do; writes nothing.
     *
     * @param order its profile is not looked at, and it is a dry run whatever it says
     * @param sheet as {@link Imports#take} reads it; closed by the caller
     * @throws vn.matluoi.api.HubException as {@link Imports#take}
     */
    IntakeReport tryOut(Imports.Order order, Profile profile, InputStream sheet);
}
