package vn.matluoi.media.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last settings that worked, kept over a restart, so that a slip in the file does not stop the pictures. */
final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private final Path file;

    LastGood(Path file) {
        this.file = file;
    }

    /** @return the keys and values; empty if nothing was kept or it cannot be read */
    Map<String, Object> load() {
        var kept = new Properties();
        if (Files.isRegularFile(file)) {
            try (var in = Files.newBufferedReader(file)) {
                kept.load(in);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("the last good settings of media cannot be read: {}", e.getMessage());
                kept.clear();
            }
        }
        var found = new HashMap<String, Object>();
        kept.forEach((key, value) -> found.put(key.toString(), value));
        return found;
    }

    /** Keeps those of our keys that stand in the properties. */
    void keep(Map<String, Object> properties) {
        var kept = new Properties();
        Settings.KEYS.stream()
                .filter(properties::containsKey)
                .forEach(key -> kept.setProperty(key, String.valueOf(properties.get(key))));
        try (var out = Files.newBufferedWriter(file)) {
            kept.store(out, null);
        } catch (IOException e) {
            LOG.warn("the settings of media could not be kept for the next start: {}", e.getMessage());
        }
    }
}
