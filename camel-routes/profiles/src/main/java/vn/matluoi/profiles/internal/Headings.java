package vn.matluoi.profiles.internal;

import java.text.Normalizer;
import java.util.Locale;

/** How headings and words are compared. */
final class Headings {

    private Headings() {}

    /** @return letters and digits, lower-case, without accents */
    static String fold(String words) {
        var plain = Normalizer.normalize(words, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        var out = new StringBuilder();
        for (var c : plain.toCharArray()) {
            if (c == 'đ') {
                out.append('d');
            } else if (Character.isLetterOrDigit(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
