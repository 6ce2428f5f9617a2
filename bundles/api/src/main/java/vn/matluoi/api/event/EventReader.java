package vn.matluoi.api.event;

import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Somebody who reads the journal to its end, and may be behind. Register one as a service: what it has not read stays longer than
 * other events, up to a bound of its own ({@code sinks.days}, {@code sinks.mib} in {@code etc/vn.matluoi.events.cfg}).
 */
@ConsumerType
public interface EventReader {

    /**
     * @return number up to which it has read all; empty if it waits for nothing. Asked about once a minute, by the journal's own
     *     thread: it must not block
     */
    OptionalLong read();
}
