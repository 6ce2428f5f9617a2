package vn.matluoi.core.internal.supervise;

import java.util.List;
import vn.matluoi.api.SourceId;

/**
 * A device has shown which of two secrets holds, and that is written.
 *
 * @param source whose password was to be changed
 * @param by the account that ordered the change; {@code system} if the hub found out by itself, later
 * @param fresh whether it is the new one
 * @param sources those that log in with it, the source itself first
 */
public record SettledSecret(SourceId source, String by, boolean fresh, List<SourceId> sources) {

    public SettledSecret {
        sources = List.copyOf(sources);
    }
}
