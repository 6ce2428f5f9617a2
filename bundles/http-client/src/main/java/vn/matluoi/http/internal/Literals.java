package vn.matluoi.http.internal;

import java.util.regex.Pattern;

/** What is written as an address, and what only pretends to be a name. */
final class Literals {

    private static final Pattern V4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    private static final Pattern V6 = Pattern.compile("\\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\\]?");

    /** Decimal, octal and hexadecimal forms that resolvers take for addresses. */
    private static final Pattern DISGUISED =
            Pattern.compile("(0[xX][0-9a-fA-F]+|\\d+)(\\.(0[xX][0-9a-fA-F]*|\\d*)){0,4}\\.?");

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\\.?");

    private Literals() {}

    static boolean isAddress(String host) {
        return V4.matcher(host).matches() || V6.matcher(host).matches();
    }

    /** @return whether it looks like a number a resolver may take for an address, as {@code 2130706433} or {@code 0x7f.1} */
    static boolean isDisguised(String host) {
        return !isAddress(host) && DISGUISED.matcher(host).matches();
    }

    static boolean isName(String host) {
        return NAME.matcher(host).matches();
    }
}
