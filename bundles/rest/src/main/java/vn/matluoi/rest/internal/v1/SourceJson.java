package vn.matluoi.rest.internal.v1;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.source.Sources;
import vn.matluoi.rest.internal.json.Limit;

/**
 * A source and how it is. Holds no secret.
 *
 * @param file the {@code .cfg} that owns it, if one does: then it is changed there
 * @param cameras how many cameras of the catalogue are its
 */
public record SourceJson(
        @Limit(max = 60, required = true) String id,
        @Limit(max = 200, required = true) String name,
        @Limit(max = 40) String driver,
        @Limit(max = 300) String address,
        @Limit(max = 100) String username,
        @Limit(max = 60) String unit,
        @Limit(max = 5, required = true) String area,
        @Limit(max = 40) String sector,
        @Limit(max = 64) String channel,
        @Limit(max = 500, items = 50, required = true) Map<String, String> options,
        @Limit(required = true) boolean suspended,
        @Limit(required = true) StateJson state,
        @Limit(max = 200) String file,
        @Limit(required = true) int cameras) {

    static SourceJson of(Sources.Source source) {
        var settings = source.settings();
        return new SourceJson(
                settings.id().value(),
                settings.name(),
                settings.driver().orElse(null),
                settings.address().map(URI::toString).orElse(null),
                settings.username().orElse(null),
                settings.unit().orElse(null),
                settings.area().value(),
                settings.sector().orElse(null),
                settings.options().get("channel"),
                new TreeMap<>(settings.options()),
                settings.suspended(),
                StateJson.of(source.state()),
                source.file().orElse(null),
                source.cameras());
    }
}
