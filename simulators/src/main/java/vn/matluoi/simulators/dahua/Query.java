package vn.matluoi.simulators.dahua;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The query of a CGI request, decoded; keys in lower case, of a repeated one the last. */
final class Query {

    private Query() {}

    /** @throws IllegalArgumentException if it is not well encoded */
    static Map<String, String> of(String target) {
        Map<String, String> read = new LinkedHashMap<>();
        int at = target.indexOf('?');
        for (String pair : at < 0 ? new String[0] : target.substring(at + 1).split("&")) {
            int is = pair.indexOf('=');
            String key = is < 0 ? pair : pair.substring(0, is);
            read.put(decoded(key).toLowerCase(java.util.Locale.ROOT), is < 0 ? "" : decoded(pair.substring(is + 1)));
        }
        return read;
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
