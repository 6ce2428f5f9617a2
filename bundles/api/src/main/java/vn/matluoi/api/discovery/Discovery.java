package vn.matluoi.api.discovery;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Caller;

/** Looks for devices where a person says, one scan at a time. Any thread. */
@ProviderType
public interface Discovery {

    /**
     * Begins a scan and returns. Only addresses within {@code etc/vn.matluoi.devices.cfg} are asked; multicast only where
     * {@code etc/vn.matluoi.discovery.cfg} allows it. Nothing is logged in to: no password is sent.
     *
     * @throws vn.matluoi.api.HubException {@code INVALID} for a range or port that is wrong or not allowed; {@code CONFLICT} while
     *     another scan runs
     */
    Scan start(Caller by, ScanRequest request);

    /** Ends the scan that runs, if one does. What it found stays. */
    void stop(Caller by);

    /** @return the scan that runs, or the last one since the hub started */
    Optional<Scan> latest();

    /** @return what was found, the newest first, at most 10,000; without what was dismissed unless that is wanted, too */
    List<Found> inbox(boolean dismissed);

    /**
     * Puts an entry aside. It stays known, so that the next scan does not bring it again.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is none
     */
    void dismiss(Caller by, long id);
}
