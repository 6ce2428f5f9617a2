package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.route.Unusable;

/** Where the pages of a list are, all on the one server that the settings name; what an answer says of it is a claim. */
final class Pages {

    private static final int LONGEST_HOST = 100;

    private final RestSettings settings;

    Pages(RestSettings settings) {
        this.settings = settings;
    }

    /** @return path and query of the page of that number; of the only one if pages are not numbered */
    String numbered(int number) {
        var query = Optional.ofNullable(settings.address().getRawQuery())
                .map(given -> settings.page().isPresent() ? given + "&" : given)
                .orElse("");
        var all = settings.page().map(name -> query + name + "=" + number).orElse(query);
        return all.isEmpty() ? path(settings.address()) : path(settings.address()) + "?" + all;
    }

    /**
     * @param from path and query of the page that was answered
     * @return path and query of the next; empty if that was the last
     */
    Optional<String> after(String from, JsonNode answer) throws Unusable {
        if (settings.next().isEmpty()) {
            return Optional.empty();
        }
        var named = answer.at(settings.next().get());
        if (named.isMissingNode() || named.isNull()) {
            return Optional.empty();
        }
        if (!named.isTextual()) {
            throw noAddress();
        }
        var text = named.asText().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var base = settings.address().resolve(from);
            // RFC 3986 5.4 keeps the path; java.net.URI is older
            var next = text.startsWith("?") ? base.resolve(path(base) + text) : base.resolve(new URI(text));
            if (!sameServer(next)) {
                var host = DeviceWords.clean(next.getHost() + ":" + port(next), LONGEST_HOST);
                throw Unusable.because(
                        "rest.elsewhere",
                        "trang kế tiếp nằm ở máy khác (“%s”), trạm không đi theo".formatted(host),
                        "the next page is on another server (“%s”), where the hub does not go".formatted(host));
            }
            return Optional.of(next.getRawQuery() == null ? path(next) : path(next) + "?" + next.getRawQuery());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw noAddress();
        }
    }

    private static String path(URI address) {
        return address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    }

    private Unusable noAddress() {
        return Unusable.because(
                "rest.next",
                "“%s” của câu trả lời không phải một địa chỉ"
                        .formatted(settings.next().orElseThrow()),
                "“%s” of the answer is no address".formatted(settings.next().orElseThrow()));
    }

    private boolean sameServer(URI next) {
        var own = settings.address();
        return own.getScheme().equalsIgnoreCase(next.getScheme())
                && own.getHost().equalsIgnoreCase(next.getHost())
                && port(own) == port(next);
    }

    private static int port(URI address) {
        var usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? usual : address.getPort();
    }
}
