package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;

/** Where this hub's own web server listens, as {@code etc/org.ops4j.pax.web.cfg} says. */
final class OwnAddress {

    private static final String WEB = "org.ops4j.pax.web";

    private final ConfigurationAdmin configurations;

    OwnAddress(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    int httpsPort() {
        var written = web().get("org.osgi.service.http.port.secure");
        try {
            return written == null
                    ? standardPort()
                    : Integer.parseInt(written.toString().strip());
        } catch (NumberFormatException unreadable) {
            return standardPort();
        }
    }

    private static int standardPort() {
        return Integer.getInteger("matluoi.port.https", 8443);
    }

    /** @return an address this machine reaches it by */
    String host() {
        var written = web().get("org.ops4j.pax.web.listening.addresses");
        var first = written == null ? "" : written.toString().split(",")[0].strip();
        return first.isEmpty() || first.equals("0.0.0.0") || first.equals("::") ? "127.0.0.1" : first;
    }

    private Dictionary<String, Object> web() {
        try {
            var found = configurations.listConfigurations("(service.pid=" + WEB + ")");
            return found == null || found[0].getProperties() == null ? new Hashtable<>() : found[0].getProperties();
        } catch (IOException | InvalidSyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
