package vn.matluoi.source.mail.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the receiving server found out about a mail (RFC 8601). Only its own header counts, and of several the topmost: it takes away
 * those that a sender wrote in its name (§5), and writes its own above.
 */
final class AuthenticationResults {

    private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,998}\\)");
    private static final Pattern PASSED = Pattern.compile("dkim\\s*=\\s*pass(?=\\s|$)");
    private static final Pattern DOMAIN = Pattern.compile("header\\.d\\s*=\\s*\"?([a-z0-9.-]{1,253})\"?(?=\\s|$)");
    private static final int MOST = 20;
    private static final int LONGEST = 8192;

    private AuthenticationResults() {}

    /**
     * @param headers all of that name, the topmost first
     * @param verifier name of the receiving server, as it stands in them
     * @param sender address whose domain, or one above it, must have signed
     */
    static boolean signed(List<String> headers, String verifier, String sender) {
        var domain = sender.substring(sender.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return headers.stream()
                .limit(MOST)
                .filter(header -> header.length() <= LONGEST)
                .map(header -> COMMENT.matcher(header).replaceAll(" ").toLowerCase(Locale.ROOT))
                .filter(header ->
                        header.split(";", 2)[0].strip().split("\\s", 2)[0].equals(verifier.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(header -> Arrays.stream(header.split(";"))
                        .skip(1)
                        .map(String::strip)
                        .filter(result -> PASSED.matcher(result).lookingAt())
                        .anyMatch(result -> isOf(domain, result)))
                .orElse(false);
    }

    private static boolean isOf(String domain, String result) {
        var signer = DOMAIN.matcher(result);
        return signer.find()
                && signer.group(1).contains(".")
                && (domain.equals(signer.group(1)) || domain.endsWith("." + signer.group(1)));
    }
}
