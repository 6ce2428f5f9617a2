package vn.matluoi.rest.internal.v1;

import java.util.List;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.source.DeviceUpkeep.Rotation;
import vn.matluoi.rest.internal.json.Limit;

/**
 * A password was changed.
 *
 * @param sources those that log in with the new one now
 */
public record PasswordJson(@Limit(max = 60, items = 1000, required = true) List<String> sources) {

    static PasswordJson of(Rotation rotation) {
        return new PasswordJson(rotation.sources().stream().map(SourceId::value).toList());
    }
}
