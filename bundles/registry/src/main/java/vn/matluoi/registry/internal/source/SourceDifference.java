package vn.matluoi.registry.internal.source;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.registry.SourceStore.StoredSource;

/** What differs between two wordings of a source, as the change feed tells it. A secret is only ever "changed". */
final class SourceDifference {

    private SourceDifference() {}

    /** @return key to new value; blank for what is gone */
    static Map<String, String> of(StoredSource before, StoredSource after) {
        var old = words(before);
        var changed = new TreeMap<String, String>();
        words(after).forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                changed.put(key, value);
            }
        });
        if (!Arrays.equals(
                before.sealedSecret().orElse(null), after.sealedSecret().orElse(null))) {
            changed.put("secret", "changed");
        }
        if (!Arrays.equals(
                before.pendingSecret().orElse(null), after.pendingSecret().orElse(null))) {
            changed.put("pendingSecret", after.pendingSecret().isPresent() ? "kept" : "settled");
        }
        return changed;
    }

    private static Map<String, String> words(StoredSource source) {
        var settings = source.settings();
        return Map.ofEntries(
                Map.entry("name", settings.name()),
                Map.entry("driver", settings.driver().orElse("")),
                Map.entry("address", settings.address().map(URI::toString).orElse("")),
                Map.entry("username", settings.username().orElse("")),
                Map.entry("area", settings.area().value()),
                Map.entry("unit", settings.unit().orElse("")),
                Map.entry("sector", settings.sector().orElse("")),
                Map.entry("options", new TreeMap<>(settings.options()).toString()),
                Map.entry("suspended", Boolean.toString(settings.suspended())),
                Map.entry("file", source.file().orElse("")),
                Map.entry("pinnedIdentity", source.pinnedIdentity().orElse("")),
                Map.entry("pinnedCertificate", source.pinnedCertificate().orElse("")),
                Map.entry("blocked", source.blocked().orElse("")));
    }
}
