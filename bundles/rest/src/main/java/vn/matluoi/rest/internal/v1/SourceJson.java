package vn.matluoi.rest.internal.v1;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.source.Sources;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * A source and how it is. Holds no secret.
 *
 * @param network by which channel the pictures of its cameras travel unless said otherwise (R4.7), if that is recorded
 * @param file the {@code .cfg} that owns it, if one does: then it is changed there
 * @param cameras how many cameras of the catalogue are its
 * @param events the subscription to its device's events; absent if the device tells none, or was not reached yet
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
        @Limit(max = 8, pattern = "private|internet") String network,
        @Limit(max = 500, items = 50, required = true) Map<String, String> options,
        @Limit(required = true) boolean suspended,
        @Limit(required = true) StateJson state,
        @Limit(max = 200) String file,
        @Limit(required = true) int cameras,
        ListeningJson events) {

    /**
     * How the hub is told what happens there.
     *
     * @param why it does not run, or how many events were dropped while it runs
     */
    public record ListeningJson(
            @Limit(max = 10, required = true, pattern = "running|waiting|refused") String state,
            @Limit(max = 40, required = true) String since,
            @Limit(max = 1000) String why) {

        static ListeningJson of(Sources.Listening listening, Asking asking) {
            return new ListeningJson(
                    listening.kind().name().toLowerCase(Locale.ROOT),
                    listening.since().toString(),
                    listening.cause().map(asking::say).orElse(null));
        }
    }

    static SourceJson of(Sources.Source source, Asking asking) {
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
                settings.network().orElse(null),
                new TreeMap<>(settings.options()),
                settings.suspended(),
                StateJson.of(source.state()),
                source.file().orElse(null),
                source.cameras(),
                source.listening()
                        .map(listening -> ListeningJson.of(listening, asking))
                        .orElse(null));
    }
}
