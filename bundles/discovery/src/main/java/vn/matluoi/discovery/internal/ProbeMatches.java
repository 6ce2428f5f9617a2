package vn.matluoi.discovery.internal;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import vn.matluoi.api.discovery.Found;

/**
 * Reads what comes back for a {@link Probe}, by local names, whatever prefixes it has or lacks. A datagram is at most 64 KiB, so
 * that what it can hold is bounded; DTDs are not read.
 */
final class ProbeMatches {

    private static final int MOST = 64;
    private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}");
    private static final String SCOPE = "onvif://www.onvif.org/";
    private static final Set<String> WANTED = Set.of("Address", "Scopes", "XAddrs", "RelatesTo");

    private ProbeMatches() {}

    /**
     * @param from address the datagram came from: the device, as far as anybody knows
     * @param asked ids of the Probes that were sent
     * @return the devices it speaks of; empty if it is no answer to us, or cannot be read
     */
    static List<Claim> read(byte[] datagram, InetAddress from, Set<String> asked, Found.How how) {
        var claims = new ArrayList<Claim>();
        try {
            var reader = factory().createXMLStreamReader(new ByteArrayInputStream(datagram));
            var path = new ArrayDeque<String>();
            var match = new HashMap<String, String>();
            boolean ours = false;
            while (reader.hasNext() && claims.size() < MOST) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        path.push(local(reader.getLocalName()));
                        if (path.peek().equals("ProbeMatch")) {
                            match.clear();
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!path.isEmpty() && WANTED.contains(path.peek())) {
                            match.merge(path.peek(), reader.getText(), String::concat);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        var name = path.pop();
                        if (name.equals("RelatesTo")) {
                            ours = asked.contains(
                                    match.getOrDefault("RelatesTo", "").strip());
                        } else if (name.equals("ProbeMatch") && ours) {
                            claims.add(claim(match, from, how));
                        }
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            return claims; // a neighbour's noise is nobody's fault; what was whole before it counts
        }
        return claims;
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false); // unbound prefixes are common
        return factory;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static Claim claim(Map<String, String> match, InetAddress from, Found.How how) {
        var scopes = Arrays.asList(match.getOrDefault("Scopes", "").strip().split("\\s+"));
        return new Claim(
                address(match.getOrDefault("XAddrs", ""), from),
                how,
                Optional.of(Claim.clean(match.getOrDefault("Address", ""))).filter(e -> !e.isEmpty()),
                scope(scopes, "name/"),
                scope(scopes, "hardware/"),
                Optional.of(scope(scopes, "MAC/"))
                        .filter(m -> MAC.matcher(m).matches())
                        .map(m -> m.replaceAll("[:-]", "").toLowerCase(java.util.Locale.ROOT))
                        .map(m -> m.replaceAll("(..)(?!$)", "$1:")));
    }

    /** The host that answered, with the port of the address it names for that host; another host is no more than a claim. */
    private static URI address(String xaddrs, InetAddress from) {
        var host = from.getHostAddress();
        var named = Arrays.stream(xaddrs.strip().split("\\s+"))
                .map(ProbeMatches::uri)
                .flatMap(Optional::stream)
                .toList();
        var best = named.stream()
                .filter(u -> host.equals(u.getHost()))
                .findFirst()
                .or(() ->
                        named.stream().filter(u -> !u.getHost().startsWith("[")).findFirst());
        var scheme = best.map(URI::getScheme).orElse("http");
        int port = best.map(URI::getPort).filter(p -> p > 0).orElse(scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + host + ":" + port);
    }

    private static Optional<URI> uri(String text) {
        try {
            var uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getPort() <= 65_535 ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String scope(List<String> scopes, String what) {
        return scopes.stream()
                .filter(s -> s.regionMatches(true, 0, SCOPE + what, 0, SCOPE.length() + what.length()))
                .map(s -> s.substring(SCOPE.length() + what.length()))
                .map(ProbeMatches::decoded)
                .map(Claim::clean)
                .filter(s -> !s.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
