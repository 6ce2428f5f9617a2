package vn.matluoi.rest.internal.problem;

import java.util.Locale;

/** Picks the language of an answer: Vietnamese, unless {@code Accept-Language} (RFC 9110 §12.5.4) prefers English. */
public final class Language {

    public static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private Language() {}

    /** @param header the header as received; null if there was none */
    public static Locale of(String header) {
        if (header == null || header.length() > 500) {
            return VIETNAMESE;
        }
        try {
            for (var range : Locale.LanguageRange.parse(header)) {
                var language = range.getRange().split("-")[0];
                if (range.getWeight() > 0 && language.equals("en")) {
                    return Locale.ENGLISH;
                }
                if (range.getWeight() > 0 && (language.equals("vi") || language.equals("*"))) {
                    return VIETNAMESE;
                }
            }
        } catch (IllegalArgumentException unreadable) {
            // a header nobody can read states no wish
            return VIETNAMESE;
        }
        return VIETNAMESE;
    }
}
