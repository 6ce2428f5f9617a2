package vn.matluoi.discovery.internal;

import java.net.URI;
import java.util.Optional;
import vn.matluoi.api.discovery.Found;

/**
 * What answered, and what it says of itself, cleaned: at most 200 characters each, without control characters.
 *
 * @param address host that answered, and its port
 */
record Claim(
        URI address, Found.How how, Optional<String> endpoint, String name, String hardware, Optional<String> mac) {

    private static final int LONGEST = 200;

    static String clean(String text) {
        var clean = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var stripped = clean.strip();
        return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST);
    }
}
