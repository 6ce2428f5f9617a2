package vn.matluoi.profiles.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.intake.Profile;

/** The profiles of this bundle, read from their files. */
final class ShippedProfiles {

    /** Names of the files, a base before those that extend it. */
    static final List<String> NAMES = List.of("generic", "commune", "hospital", "school", "residential");

    private ShippedProfiles() {}

    /** @return by name, in the order of {@link #NAMES}. A test holds the files against the schema; here it is not asked */
    static Map<String, Profile> load() {
        var profiles = new LinkedHashMap<String, Profile>();
        for (var name : NAMES) {
            profiles.put(name, Document.of(document(name)).profile(profiles));
        }
        return profiles;
    }

    static String document(String name) {
        return text(name + ".json");
    }

    static String text(String file) {
        try (var in = ShippedProfiles.class.getResourceAsStream("/profiles/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("profiles/" + file + " is missing from the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
