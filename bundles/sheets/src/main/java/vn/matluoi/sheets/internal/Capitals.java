package vn.matluoi.sheets.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The fonts of TCVN3 draw accented capitals by small letters, in a font of its own: {@code TØNH} stands for {@code TỈNH}.
 * A word in capitals is known by its letters without accents; one like {@code Hµ} stays as it is written.
 */
final class Capitals {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final int LEAST = 2;

    private Capitals() {}

    /** @param text in Unicode, as {@link OldLetters#TCVN3} reads it */
    static String restored(String text) {
        var all = text.chars().noneMatch(c -> c >= 'a' && c <= 'z')
                && WORD.matcher(text).results().anyMatch(word -> isMeant(word.group()));
        return all
                ? upper(text)
                : WORD.matcher(text).replaceAll(word -> isMeant(word.group()) ? upper(word.group()) : word.group());
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static boolean isMeant(String word) {
        var capitals = 0;
        var accented = 0;
        for (var c : word.toCharArray()) {
            if (c >= 'a' && c <= 'z') {
                return false;
            }
            capitals += Character.isUpperCase(c) ? 1 : 0;
            accented += Character.isLowerCase(c) ? 1 : 0;
        }
        return capitals >= LEAST && accented > 0;
    }
}
