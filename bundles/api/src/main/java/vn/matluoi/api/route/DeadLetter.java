package vn.matluoi.api.route;

import java.time.Instant;
import java.util.Objects;
import vn.matluoi.api.Text;

/**
 * What a route brought and the hub could not take, as it is kept; its bytes are asked for apart.
 *
 * @param id number that is never given twice; later letters have greater ones
 * @param route name of the route that brought it
 * @param name what people call it: a file's name, a topic, an address without its query
 * @param mediaType of its bytes, for example {@code application/json}
 * @param size bytes as they were brought
 * @param whole whether all of them are kept; of what is larger than {@link DeadLetters#MOST_BYTES} the beginning is, to be looked at
 * @param rule stable word for why it was not taken
 * @param why the same in words, with the mend
 * @param firstAt when it was brought first
 * @param lastAt when it was brought last
 * @param times how often it was brought, the same bytes for the same reason; at least 1
 * @param replays how often it was handed in again, in vain so far
 */
public record DeadLetter(
        long id,
        String route,
        String name,
        String mediaType,
        long size,
        boolean whole,
        String rule,
        Text why,
        Instant firstAt,
        Instant lastAt,
        int times,
        int replays) {

    public DeadLetter {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(firstAt, "firstAt");
        Objects.requireNonNull(lastAt, "lastAt");
    }

    /**
     * @return identity of this attempt to take it, see {@link vn.matluoi.api.intake.Statement#delivery()}: an attempt that is
     *     made twice, since the hub ended over it, counts once
     */
    public String delivery() {
        return "dead-letter:%d:%d".formatted(id, replays);
    }
}
