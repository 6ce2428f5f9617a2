package vn.matluoi.api.event;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Scope;

/** The journal of events, to read. */
@ProviderType
public interface EventLog {

    /**
     * @param after sequence number to begin after; 0 for the first kept
     * @param limit 1 to 1000
     * @return events within the scope, oldest first. An event becomes visible only when every event before it is. An event of a
     *     whole device is within the scope of its source's area
     */
    List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit);

    /** @return the newest of them, newest first */
    List<StoredEvent> newest(Scope scope, EventQuery query, int limit);

    /** @return sequence number of the newest event; 0 if there is none */
    long last();

    /** @return sequence number of the oldest event that is kept; one more than {@link #last} if none is */
    long first();

    /** @return what became of the events that were given to the journal; asks no database */
    Load load();

    /**
     * Tells each time that there is something new to read, on the journal's own thread: it must not block. Several events may
     * be told at once. Closing the result ends it.
     */
    AutoCloseable watch(Watcher watcher);

    /**
     * What became of events since the journal began; for metrics.
     *
     * @param written on the disk
     * @param personal not kept, since plates and faces are not to be
     * @param lost because the journal was full, or its database did not take them
     * @param refused which a program has to send again, since its source tells too fast or has too much waiting
     * @param waiting to be written, now
     */
    record Load(long written, long personal, long lost, long refused, int waiting) {}

    /** Wants to know of news. */
    @ConsumerType
    interface Watcher {

        /** @param last sequence number of the newest event */
        void news(long last);
    }
}
