package vn.matluoi.source.mail.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * From whom sheets are taken: whole addresses, or all of a domain.
 *
 * @param allowed in lower case, a domain with its {@code @} in front
 */
record Senders(List<String> allowed) {

    private static final Pattern ONE = Pattern.compile("[^\\s@,;<>\"()\\p{Cntrl}]{0,64}@[a-z0-9.-]{1,253}");
    private static final int MOST = 50;

    /**
     * @param text addresses, or {@code @domain}, with {@code ;} or commas between
     * @throws IllegalArgumentException if there is none, more than 50, or one is none
     */
    static Senders of(String text) {
        var all = Arrays.stream(text.toLowerCase(Locale.ROOT).split("[;,]"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        if (all.isEmpty()
                || all.size() > MOST
                || !all.stream().allMatch(one -> ONE.matcher(one).matches())) {
            throw new IllegalArgumentException(text);
        }
        return new Senders(all);
    }

    boolean allow(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        return ONE.matcher(lower).matches()
                && !lower.startsWith("@")
                && (allowed.contains(lower) || allowed.contains(lower.substring(lower.indexOf('@'))));
    }
}
