package vn.matluoi.api.health;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;

/**
 * Whether the hub is ready: every {@link HealthCheck} there is, and every one that must be there. What {@code
 * /health/ready} and {@code hub:health} say is this. Any thread; answers within a few seconds whatever a check does.
 */
@ProviderType
public interface Readiness {

    /** @return what was found within the last second; while another's question is being answered, what was found before */
    Answer ask();

    /**
     * What was found.
     *
     * @param ready whether every check is healthy, and none that must be there is missing
     * @param checks by name
     */
    record Answer(boolean ready, List<Check> checks) {

        public Answer {
            checks = List.copyOf(checks);
        }
    }

    /** One check; a missing one is not healthy. */
    record Check(String name, boolean healthy, Text detail) {}
}
