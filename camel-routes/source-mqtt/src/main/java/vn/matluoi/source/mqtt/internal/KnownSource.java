package vn.matluoi.source.mqtt.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.source.Sources;

/** Sees to it that the source of a route is there, looking once a minute at most. Any thread. */
final class KnownSource {

    private static final Duration KNOWN = Duration.ofMinutes(1);

    private final AgencyRoute agency;
    private final Sources sources;
    private final LongSupplier nanos;
    private volatile boolean known;
    private volatile long knownSince;

    /** @param nanos a monotonic clock */
    KnownSource(AgencyRoute agency, Sources sources, LongSupplier nanos) {
        this.agency = agency;
        this.sources = sources;
        this.nanos = nanos;
    }

    /** It may have been removed meanwhile; events of one that is not there are seen by few. */
    void register() {
        if (!known || nanos.getAsLong() - knownSince > KNOWN.toNanos()) {
            agency.register(sources);
            knownSince = nanos.getAsLong();
            known = true;
        }
    }
}
