package vn.matluoi.api.health;

import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.Text;

/**
 * One thing that must work for the hub to be ready. Register as a service; {@code /health/ready} asks all of
 * them and also knows which names must exist, so a check that vanished turns it red.
 */
@ConsumerType
public interface HealthCheck {

    /** @return a short stable name: {@code schema, areas, rest, media, routes, …} */
    String name();

    /** Measures now. Must answer within two seconds and change nothing. */
    Result check();

    /**
     * What a check found.
     *
     * @param healthy whether it works
     * @param detail what was measured, or what is wrong and how to mend it
     */
    record Result(boolean healthy, Text detail) {

        public static Result ok(Text detail) {
            return new Result(true, detail);
        }

        public static Result down(Text detail) {
            return new Result(false, detail);
        }
    }
}
