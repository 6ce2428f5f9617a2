package vn.matluoi.rest.internal;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * The hub's services as they are at this moment. Bundles come and go; this surface stays and says what is missing. Any
 * thread.
 */
public interface Services {

    /** @return every service of that type there is now */
    <T> List<T> all(Class<T> type);

    default <T> Optional<T> find(Class<T> type) {
        return all(type).stream().findFirst();
    }

    /** @throws HubException {@code UNAVAILABLE} if there is none now */
    default <T> T need(Class<T> type) {
        return find(type)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.UNAVAILABLE,
                        "hub.starting",
                        new Text(
                                "Phần " + type.getSimpleName()
                                        + " của hệ thống chưa sẵn sàng. Hãy thử lại sau; xem /health/ready.",
                                "The part " + type.getSimpleName()
                                        + " of the hub is not ready. Try again later; see /health/ready.")));
    }
}
