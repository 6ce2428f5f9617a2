package vn.matluoi.registry.internal;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which words are compared: lower-case, without accents, only letters and digits, single blanks. */
public final class SearchKey {

    private SearchKey() {}

    /** @return for example {@code duong so 2} for {@code Đường số 2.} */
    public static String of(String words) {
        var plain = Normalizer.normalize(words, Normalizer.Form.NFD);
        var key = new StringBuilder(plain.length());
        var gap = false;
        for (var i = 0; i < plain.length(); i++) {
            var c = plain.charAt(i);
            if (Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            if (Character.isLetterOrDigit(c)) {
                if (gap && !key.isEmpty()) {
                    key.append(' ');
                }
                gap = false;
                key.append(c == 'đ' || c == 'Đ' ? 'd' : c);
            } else {
                gap = true;
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    /** @return the key of the words, cut to that many characters */
    public static String of(String words, int length) {
        var key = of(words);
        return key.length() <= length ? key : key.substring(0, length);
    }
}
