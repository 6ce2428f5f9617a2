package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** The one hand that writes {@code etc/vn.matluoi.drivers.cfg}: File Install writes a configuration back to its file. Any thread. */
@Component(service = DriverConfiguration.class)
public final class DriverConfiguration {

    /** {@code hikvision, onvif:0.2.0}. */
    static final String INSTALL = "install";

    /** Whether plug-ins are taken that nobody signed. */
    static final String UNSIGNED = "unsigned.allowed";

    /** Followed by a family: why it is quarantined. */
    static final String QUARANTINE = "quarantine.";

    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin configurations;

    @Activate
    public DriverConfiguration(@Reference ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    /** @return family to version; {@code hikvision, onvif:0.2.0} as one text or several */
    static Map<String, Optional<String>> wanted(Object property) {
        var texts = property instanceof String[] several
                ? Arrays.asList(several)
                : Arrays.asList(property == null ? "" : property.toString());
        var wanted = new LinkedHashMap<String, Optional<String>>();
        for (var text : texts) {
            for (var entry : text.split(",")) {
                var parts = entry.strip().split(":", 2);
                if (!parts[0].isBlank()) {
                    wanted.put(parts[0].strip(), parts.length > 1 ? Optional.of(parts[1].strip()) : Optional.empty());
                }
            }
        }
        return wanted;
    }

    void want(Map<String, Optional<String>> wanted) {
        change(properties -> properties.put(
                INSTALL,
                wanted.entrySet().stream()
                        .map(entry -> entry.getKey()
                                + entry.getValue().map(each -> ":" + each).orElse(""))
                        .collect(Collectors.joining(", "))));
    }

    /** @param why empty if it is no longer */
    void quarantine(String family, Optional<String> why) {
        change(properties -> {
            if (why.isPresent()) {
                properties.put(QUARANTINE + family, why.get());
            } else {
                properties.remove(QUARANTINE + family);
            }
        });
    }

    /** What is there already is not written: while File Install writes the file, it may read it, and find it empty. */
    private synchronized void change(Consumer<Dictionary<String, Object>> change) {
        try {
            var configuration = configurations.getConfiguration(DriverInstaller.PID, "?");
            var properties = configuration.getProperties();
            var changed = properties == null ? new Hashtable<String, Object>() : properties;
            var before = content(changed);
            change.accept(changed);
            if (changed.get(FILE) == null) {
                changed.put(FILE, file().toUri().toString());
            }
            if (!content(changed).equals(before)) {
                configuration.update(changed);
            }
        } catch (IOException e) {
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "driver.not-noted",
                    new Text(
                            "đã thực hiện, nhưng không ghi được etc/vn.matluoi.drivers.cfg: " + e.getMessage(),
                            "done, but etc/vn.matluoi.drivers.cfg cannot be written: " + e.getMessage()));
        }
    }

    private static Map<String, Object> content(Dictionary<String, Object> properties) {
        return Collections.list(properties.keys()).stream().collect(Collectors.toMap(key -> key, properties::get));
    }

    private static Path file() {
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve(DriverInstaller.PID + ".cfg");
    }
}
