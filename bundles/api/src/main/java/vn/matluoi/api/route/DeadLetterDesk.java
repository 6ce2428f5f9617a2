package vn.matluoi.api.route;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Page;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/** What people do with the letters that routes kept. Any thread. */
@ProviderType
public interface DeadLetterDesk {

    /**
     * @param limit 1 to 200
     * @param cursor from the page before
     * @return the letters of that route, the newest first; those of a route that is gone among them
     */
    Page<DeadLetter> list(String routeName, int limit, Optional<String> cursor);

    Optional<DeadLetter> find(String routeName, long id);

    /**
     * Reads what was brought. It may hold personal data: who read it is recorded.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such letter
     */
    byte[] raw(Caller by, String routeName, long id);

    /**
     * Hands a letter in again through its route, and forgets it once it is taken. Recorded.
     *
     * @return what people should know of how it was taken; empty if it was taken as it would have been when it was brought
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such letter; {@code CONFLICT} if its route does not
     *     run, or it is being handed in already; {@code UNSUPPORTED} if it is not kept whole, or its template takes none;
     *     {@code INVALID} if it still cannot be taken: it stays, with the reason
     */
    Optional<Text> replay(Caller by, String routeName, long id);

    /**
     * Forgets a letter. Recorded.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such letter
     */
    void drop(Caller by, String routeName, long id);

    /** @return what is kept of each route that has letters, or had since the hub began */
    Map<String, Count> counts();

    /**
     * Letters of one route.
     *
     * @param letters how many there are
     * @param bytes that they take
     * @param overrun how many gave way to others since the hub began, before their days were over
     */
    record Count(long letters, long bytes, long overrun) {}
}
