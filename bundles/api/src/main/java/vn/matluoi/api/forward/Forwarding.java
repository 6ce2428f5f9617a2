package vn.matluoi.api.forward;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Serves sinks: reads a journal from where each has come to, chooses and writes what is for it, carries it there in order, at
 * least once, and remembers what was confirmed. For whoever owns the routes; a sink's bundle is not concerned with it. Any thread.
 */
@ProviderType
public interface Forwarding {

    /**
     * Begins to serve a sink, from where it has come to; one that is new from where its settings say. Does not block, and does not
     * fail: what is in the way is tried again and shown in {@link Sinks}. One of the same name that is open is closed.
     *
     * @return closing it ends it. No carrying is begun after that; one that is under way ends by itself, and is remembered if it is
     *     confirmed, unless the sink was opened again, moved or forgotten by then: it is carried again
     */
    Feed open(SinkRoute route, Carrier carrier);

    /**
     * Its settings are gone: nothing is kept for it any more. Where it has come to is remembered for 30 days, so that one that
     * comes back goes on there.
     */
    void forget(String routeName);

    /** A sink being served. */
    @ProviderType
    interface Feed extends AutoCloseable {

        @Override
        void close();
    }
}
