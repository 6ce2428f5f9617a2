package vn.matluoi.api.source;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;

/**
 * What people set as sources' addresses: there a driver may go whatever its plug-in says it reaches. Answered from memory;
 * any thread.
 */
@ProviderType
public interface SourceAddresses {

    /** @return which driver serves that source; empty if it is not known */
    Optional<String> family(SourceId source);

    /**
     * Whether a person set that for a source of that driver, or is just trying to: host and port of its address, or that host with
     * one of its options {@code rtsp.port} and {@code http.port}.
     *
     * @param host as written there; letters of either case
     */
    boolean names(String family, String host, int port);
}
