package vn.matluoi.api.discovery;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that answered. All it says of itself are claims; the address is the one that answered, not one it named.
 *
 * @param id number of the entry in the inbox
 * @param address {@code http://host:port} to try as a source
 * @param how by which question it was found
 * @param endpoint the WS-Discovery endpoint reference; not stable on cheap devices
 * @param name as its scopes or its web server say; may be empty
 * @param hardware model, as its scopes say; may be empty
 * @param mac from its scopes; empty if they name none
 * @param firstSeen when it answered first
 * @param lastSeen when it answered last
 * @param source id of a source that has this host and port already; empty if none has
 * @param dismissed whether a person put it aside
 */
public record Found(
        long id,
        URI address,
        How how,
        Optional<String> endpoint,
        String name,
        String hardware,
        Optional<String> mac,
        Instant firstSeen,
        Instant lastSeen,
        Optional<String> source,
        boolean dismissed) {

    public Found {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(how, "how");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hardware, "hardware");
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(firstSeen, "firstSeen");
        Objects.requireNonNull(lastSeen, "lastSeen");
        Objects.requireNonNull(source, "source");
    }

    /** The question it answered. */
    public enum How {
        /** A WS-Discovery Probe by multicast. */
        MULTICAST,
        /** A WS-Discovery Probe sent to its address. */
        UNICAST,
        /** ONVIF {@code GetSystemDateAndTime} over HTTP. */
        ONVIF,
        /** An HTTP answer that asks for a log-in, as device web servers do. */
        HTTP
    }
}
