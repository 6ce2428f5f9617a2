package vn.matluoi.registry.internal.normalise;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How written words are cleaned and compared. */
final class Words {

    private Words() {}

    /**
     * Unicode NFC, trimmed, inner blanks single; control, format and bidirectional marks dropped (they hide what a
     * reader sees). Letters that only look alike are left as they are.
     */
    static String clean(String text) {
        var nfc = composed(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
        if (isClean(nfc)) {
            return nfc;
        }
        var out = new StringBuilder(nfc.length());
        var blank = false;
        for (var i = 0; i < nfc.length(); ) {
            var c = nfc.codePointAt(i);
            i += Character.charCount(c);
            if (isBlank(c)) {
                blank = true;
            } else if (!isHidden(c)) {
                if (blank && out.length() > 0) {
                    out.append(' ');
                }
                blank = false;
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /** Latin letters and those of Vietnamese that are ready made need no closer look. */
    private static boolean composed(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0x300 && (c < 0x1EA0 || c > 0x1EF9)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether the text holds marks that {@link #clean} drops although they are not blanks */
    static boolean hides(String text) {
        return text.codePoints().anyMatch(c -> !isBlank(c) && isHidden(c) && c != 0xFEFF);
    }

    private static boolean isClean(String text) {
        var blank = true;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == ' ') {
                if (blank) {
                    return false;
                }
                blank = true;
            } else if (c < ' ' || c >= 0x7F && (isBlank(c) || isHidden(c) || Character.isSurrogate(c))) {
                return false;
            } else {
                blank = false;
            }
        }
        return !blank || text.isEmpty();
    }

    private static boolean isBlank(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || Character.isSpaceChar(c);
    }

    private static boolean isHidden(int c) {
        var type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    /** @return letters and digits only, lower-case, without accents: how headings, names and codes are compared */
    static String fold(String text) {
        var plain = text;
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                plain = Normalizer.normalize(text, Normalizer.Form.NFD);
                break;
            }
        }
        var out = new StringBuilder(plain.length());
        for (var i = 0; i < plain.length(); i++) {
            var c = Character.toLowerCase(plain.charAt(i));
            if (c == 'đ') {
                out.append('d');
            } else if (Character.isLetterOrDigit(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** @return the candidates nearest to what was written, at most three and none that differs by more than a third */
    static List<String> nearest(String written, Collection<String> candidates) {
        var folded = fold(written);
        record Near(String word, int distance) {}
        return candidates.stream()
                .map(word -> new Near(word, distance(folded, fold(word))))
                .filter(near -> near.distance <= Math.max(1, folded.length() / 3))
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .limit(3)
                .map(Near::word)
                .toList();
    }

    /** @return Levenshtein's edit distance */
    static int distance(String a, String b) {
        var before = new int[b.length() + 1];
        var now = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, 1 + Math.min(before[j], now[j - 1]));
            }
            var swap = before;
            before = now;
            now = swap;
        }
        return before[b.length()];
    }

    /** @return the text shortened for a message */
    static String quote(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }
}
