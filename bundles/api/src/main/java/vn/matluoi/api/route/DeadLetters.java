package vn.matluoi.api.route;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;

/**
 * Where a source leaves what it brought and the hub could not take: kept with the reason, shown beside the route, and handed in
 * again by a person once the cause is mended ({@link DeadLetterReplay}). A letter is for a delivery of which nothing was taken;
 * rows that were refused within one that was are kept with the import. What did not come at all (nobody answered) is none.
 *
 * <p>Bounded: of each route at most 1,000 letters, and bytes and days as {@code etc/vn.matluoi.letters.cfg} says. The oldest of the
 * same route go first, so that a route that brings nothing else takes no other's place; how many went so is counted.
 */
@ProviderType
public interface DeadLetters {

    /** Of what is larger, only the beginning is kept. 32 MiB, as much as a sheet may have. */
    int MOST_BYTES = 32 << 20;

    /**
     * Keeps a letter durably: when this returns, what was brought may be acknowledged to whoever sent it. The same bytes, brought by the
     * same route and refused by the same rule, are one letter, counted again. Any thread; waits for one transaction.
     *
     * @param routeName name of the route that brought it
     * @return its number
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE} if it cannot be kept now: whoever sent it must keep it
     */
    long keep(String routeName, Letter letter);

    /**
     * What was brought, and why it is not taken.
     *
     * @param name what people call it: a file's name, a topic, an address without its query; no secret. Cut to 200 characters
     * @param mediaType of its bytes, for example {@code application/json}
     * @param raw the bytes as they were brought
     * @param rule stable word for the reason, at most 60 characters
     * @param why the same in words, with the mend
     */
    record Letter(String name, String mediaType, byte[] raw, String rule, Text why) {

        public Letter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(mediaType, "mediaType");
            Objects.requireNonNull(raw, "raw");
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(why, "why");
        }
    }
}
