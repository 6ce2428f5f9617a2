package vn.matluoi.api.login;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One way of logging in that a device offers with a 401. Source: RFC 7235 section 2.1, RFC 7616 section 3.3; forgiving
 * what devices send: several challenges in one header or in several, trailing commas, {@code domain="::"},
 * {@code stale="FALSE"} in quotes.
 *
 * @param scheme in lower case: {@code digest, basic}
 * @param parameters by lower-case name
 */
public record Challenge(String scheme, Map<String, String> parameters) {

    /** Longest header that is looked at, in characters. */
    private static final int LONGEST = 4096;

    /** @return every challenge in the headers, in order; unreadable ones are left out */
    public static List<Challenge> parse(List<String> headers) {
        var found = new ArrayList<Challenge>();
        for (var header : headers) {
            new Scanner(header.length() > LONGEST ? header.substring(0, LONGEST) : header).into(found);
        }
        return found;
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public boolean isDigest() {
        return scheme.equals("digest") && parameters.containsKey("nonce");
    }

    /** @return whether its values can be sent back in a header: control characters cannot */
    public boolean isOneLine() {
        return parameters.values().stream()
                .flatMapToInt(String::chars)
                .noneMatch(c -> c < ' ' && c != '\t' || c == 127);
    }

    public boolean isBasic() {
        return scheme.equals("basic");
    }

    public boolean stale() {
        return get("stale").filter("true"::equalsIgnoreCase).isPresent();
    }

    /** Reads {@code scheme key=value, key="value", scheme ...}. */
    private static final class Scanner {

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        void into(List<Challenge> found) {
            var parameters = new LinkedHashMap<String, String>();
            var scheme = "";
            while (skipToToken()) {
                var token = token();
                skipBlanks();
                if (at < text.length() && text.charAt(at) == '=' && !scheme.isEmpty()) {
                    at++;
                    parameters.putIfAbsent(token.toLowerCase(Locale.ROOT), value());
                } else {
                    if (!scheme.isEmpty()) {
                        found.add(new Challenge(scheme, Map.copyOf(parameters)));
                    }
                    scheme = token.toLowerCase(Locale.ROOT);
                    parameters.clear();
                }
            }
            if (!scheme.isEmpty()) {
                found.add(new Challenge(scheme, Map.copyOf(parameters)));
            }
        }

        private boolean skipToToken() {
            while (at < text.length() && !isToken(text.charAt(at))) {
                at++;
            }
            return at < text.length();
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private String value() {
            skipBlanks();
            if (at >= text.length() || text.charAt(at) != '"') {
                int from = at;
                while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                return text.substring(from, at);
            }
            at++;
            var value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }
    }
}
