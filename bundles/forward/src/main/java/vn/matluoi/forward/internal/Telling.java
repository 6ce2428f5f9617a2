package vn.matluoi.forward.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A journal as one sink is told of it. Used by one thread at a time; fails with a {@code HubException} if the database does. */
interface Telling {

    /** @return number of the newest entry; 0 if there is none */
    long last();

    /** @return number of the oldest entry that is kept; one more than {@link #last} if none is */
    long first();

    /**
     * @param limit 1 to 1000
     * @param memory what the sink was told before
     * @return the entries after a place, in order, those that are not for the sink among them
     */
    List<Step> read(long after, int limit, Memory memory);

    /**
     * @param memory what the sink was told before
     * @return the entry of that number, as it is to be told now that later ones have been; empty if it is out of the journal
     */
    Optional<Step> again(long sequence, Memory memory);

    /** What a sink was told before. */
    interface Memory {

        /** @return those of the cameras that the sink knows */
        Set<String> told(Collection<String> cameras);
    }
}
