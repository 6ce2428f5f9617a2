package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * One route in a list.
 *
 * @param wanted whether a person or a file wants it to run
 * @param status how it was seen when this was asked
 * @param problem what is wrong with its settings: file, key, rule, mend
 * @param messages how many went through since start
 * @param failures messages that the hub could not take, and runs that brought nothing
 * @param lastMessage when one last went through, or a run last brought what can be used
 * @param file name of the file that owns it
 */
public record RouteJson(
        @Limit(max = 100, required = true) String name,
        @Limit(max = 100, required = true) String template,
        @Limit(max = 60) String source,
        @Limit(required = true) boolean wanted,
        @Limit(max = 10, required = true, pattern = "started|stopped|refused|waiting") String status,
        @Limit(max = 4000) String problem,
        @Limit(required = true) long messages,
        @Limit(required = true) long failures,
        @Limit(max = 40) String lastMessage,
        @Limit(max = 200) String file) {

    static RouteJson of(Routes.Route route, Asking asking) {
        return new RouteJson(
                route.name(),
                route.template(),
                route.source().map(SourceId::value).orElse(null),
                route.wanted(),
                route.status().name().toLowerCase(Locale.ROOT),
                route.problem().map(asking::say).orElse(null),
                route.messages(),
                route.failures(),
                route.lastMessage().map(Object::toString).orElse(null),
                route.file().orElse(null));
    }
}
