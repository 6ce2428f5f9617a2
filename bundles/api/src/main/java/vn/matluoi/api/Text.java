package vn.matluoi.api;

import java.util.Locale;
import java.util.Objects;

/**
 * A sentence for people, in Vietnamese and in English. Vietnamese comes first wherever both are shown.
 *
 * @param vi the Vietnamese sentence, in Unicode NFC
 * @param en the English sentence
 */
public record Text(String vi, String en) {

    public Text {
        Objects.requireNonNull(vi, "vi");
        Objects.requireNonNull(en, "en");
    }

    /** @return the same words in both languages: a name, a number, a code */
    public static Text same(String words) {
        return new Text(words, words);
    }

    /** @return English if the locale's language is {@code en}, else Vietnamese */
    public String in(Locale locale) {
        return "en".equals(locale.getLanguage()) ? en : vi;
    }

    @Override
    public String toString() {
        return vi + " / " + en;
    }
}
