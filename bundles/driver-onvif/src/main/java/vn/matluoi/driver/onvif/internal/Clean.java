package vn.matluoi.driver.onvif.internal;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceWords;

/** Device words made fit to be stored: no control or direction characters, one form of accents, bounded length. */
final class Clean {

    private static final int LONGEST = 200;
    private static final int LONGEST_WORD = 64;

    private Clean() {}

    /** For words within a sentence. */
    static String word(String raw) {
        return DeviceWords.clean(raw, LONGEST_WORD);
    }

    static String text(String raw) {
        return DeviceWords.clean(raw, LONGEST);
    }

    static Optional<String> optional(Optional<String> raw) {
        return raw.map(Clean::text).filter(t -> !t.isEmpty());
    }

    /** @return without spaces and hyphens; empty if nothing or only zeros are left */
    static Optional<String> serial(Optional<String> raw) {
        return optional(raw).map(s -> s.replaceAll("[\\s-]", "")).filter(s -> !s.matches("0*"));
    }

    /** @return whether two serial numbers or MAC addresses are the same, however they are written */
    static boolean same(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String identity) {
        return identity.replaceAll("[\\s:-]", "").toUpperCase(Locale.ROOT);
    }

    /**
     * @return six pairs of hex digits with colons, lower case; empty for anything else, for all zeros and for
     *     {@code ff:ff:ff:ff:ff:ff}
     */
    static Optional<String> mac(Optional<String> raw) {
        return optional(raw)
                .map(m -> m.replaceAll("[:-]", "").toLowerCase(Locale.ROOT))
                .filter(m -> m.matches("[0-9a-f]{12}") && !m.matches("0{12}|f{12}"))
                .map(m -> m.replaceAll("(..)(?!$)", "$1:"));
    }
}
