package vn.matluoi.rest.internal.web;

import java.io.IOException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;

/** Where the web server of this hub listens, as {@code etc/org.ops4j.pax.web.cfg} says. */
final class OwnAddress {

    private static final String WEB = "org.ops4j.pax.web";

    private final ConfigurationAdmin configurations;

    OwnAddress(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    int httpsPort() {
        var written = text("org.osgi.service.http.port.secure");
        return written.matches("\\d{1,5}") ? Integer.parseInt(written) : Integer.getInteger("matluoi.port.https", 8443);
    }

    /** @return an address this machine reaches it by */
    String host() {
        var first = text("org.ops4j.pax.web.listening.addresses").split(",")[0].strip();
        return first.isEmpty() || first.equals("0.0.0.0") || first.equals("::") ? "127.0.0.1" : first;
    }

    private String text(String key) {
        try {
            var found = configurations.listConfigurations("(service.pid=" + WEB + ")");
            var value = found == null || found[0].getProperties() == null
                    ? null
                    : found[0].getProperties().get(key);
            return value == null ? "" : value.toString().strip();
        } catch (IOException | InvalidSyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
