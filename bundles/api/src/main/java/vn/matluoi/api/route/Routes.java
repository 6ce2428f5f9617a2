package vn.matluoi.api.route;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/** The configured routes, as desired and as they are. */
@ProviderType
public interface Routes {

    List<Route> list();

    void start(Caller by, String name);

    void stop(Caller by, String name);

    /**
     * One configured route.
     *
     * @param name from {@code etc/vn.matluoi.route-NAME.cfg}
     * @param template for example {@code source-file}
     * @param source the source it speaks for, if it is a source
     * @param status whether it runs
     * @param problem what is wrong with it: the file, the key, the rule, the mend
     * @param messages how many went through since start
     * @param failures how many failed since start
     * @param lastMessage when one last went through
     */
    record Route(
            String name,
            String template,
            Optional<SourceId> source,
            Status status,
            Optional<Text> problem,
            long messages,
            long failures,
            Optional<Instant> lastMessage) {}

    /** How a route is. */
    enum Status {
        STARTED,
        STOPPED,
        /** Its settings are refused; the last good ones, if any, still run. */
        REFUSED,
        /** Its template's bundle is not there. */
        WAITING
    }
}
