package vn.matluoi.source.file.internal;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;

/**
 * What one inbox is told to do.
 *
 * @param agency for whom it speaks
 * @param stableMillis how long a file must lie unchanged before it is taken
 */
record InboxSettings(AgencyRoute agency, Path folder, long stableMillis) {

    static InboxSettings of(UnaryOperator<String> parameters) {
        return new InboxSettings(
                AgencyRoute.of(parameters),
                Path.of(AgencyRoute.text(parameters, "folder").orElseThrow()),
                AgencyRoute.text(parameters, "stable.ms").map(Long::parseLong).orElse(1000L));
    }
}
