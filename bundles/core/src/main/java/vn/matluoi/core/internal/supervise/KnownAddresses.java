package vn.matluoi.core.internal.supervise;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.source.SourceAddresses;
import vn.matluoi.api.source.SourceSettings;

/** The addresses of the sources that are supervised, and of those that are tried before they are saved. */
@Component(service = SourceAddresses.class)
public final class KnownAddresses implements SourceAddresses {

    private static final List<String> PORTS = List.of("rtsp.port", "http.port");

    private final Supervision supervision;

    @Activate
    public KnownAddresses(@Reference Supervision supervision) {
        this.supervision = supervision;
    }

    @Override
    public Optional<String> family(SourceId source) {
        return supervision.find(source).flatMap(found -> found.settings().driver());
    }

    @Override
    public boolean names(String family, String host, int port) {
        return supervision
                .settings()
                .filter(each -> each.driver().filter(family::equals).isPresent())
                .anyMatch(each -> names(each, host, port));
    }

    private static boolean names(SourceSettings settings, String host, int port) {
        var address = settings.address()
                .filter(each -> isSame(host, String.valueOf(each.getHost())))
                .orElse(null);
        return address != null
                && (port == portOf(address)
                        || PORTS.stream().map(settings.options()::get).anyMatch(String.valueOf(port)::equals));
    }

    /** An address of IPv6 can be written in several ways. */
    private static boolean isSame(String host, String other) {
        return host.equalsIgnoreCase(other)
                || address(host).isPresent() && address(host).equals(address(other));
    }

    private static Optional<InetAddress> address(String host) {
        try { // what has a colon is never looked up
            return host.contains(":") ? Optional.of(InetAddress.getByName(host)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static int portOf(URI address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
            case "https" -> 443;
            case "rtsp" -> 554;
            default -> 80;
        };
    }
}
