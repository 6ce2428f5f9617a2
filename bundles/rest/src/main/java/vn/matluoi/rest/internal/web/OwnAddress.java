package vn.matluoi.rest.internal.web;

import java.io.IOException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;

/** Where this hub listens, as {@code etc/org.ops4j.pax.web.cfg} and {@code etc/vn.matluoi.media.cfg} say. */
final class OwnAddress {

    private static final String WEB = "org.ops4j.pax.web";
    private static final String MEDIA = "vn.matluoi.media";

    private final ConfigurationAdmin configurations;

    OwnAddress(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    int httpsPort() {
        return port(WEB, "org.osgi.service.http.port.secure", "matluoi.port.https", 8443);
    }

    /** @return where tickets to watch lead, without the ticket: {@code rtsp://127.0.0.1:8554} */
    String rtsp() {
        var named = text(MEDIA, "rtsp.host");
        var address = text(MEDIA, "rtsp.address");
        var host = named.isEmpty() ? address.isEmpty() ? "127.0.0.1" : address : named;
        return "rtsp://" + (everywhere(host) ? "localhost" : host) + ":"
                + port(MEDIA, "rtsp.port", "matluoi.port.rtsp", 8554);
    }

    private int port(String pid, String key, String property, int standard) {
        var written = text(pid, key);
        return written.matches("\\d{1,5}") ? Integer.parseInt(written) : Integer.getInteger(property, standard);
    }

    /** @return an address this machine reaches it by */
    String host() {
        var first =
                text(WEB, "org.ops4j.pax.web.listening.addresses").split(",")[0].strip();
        return first.isEmpty() || everywhere(first) ? "127.0.0.1" : first;
    }

    private static boolean everywhere(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    private String text(String pid, String key) {
        try {
            var found = configurations.listConfigurations("(service.pid=" + pid + ")");
            var value = found == null || found[0].getProperties() == null
                    ? null
                    : found[0].getProperties().get(key);
            return value == null ? "" : value.toString().strip();
        } catch (IOException | InvalidSyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
