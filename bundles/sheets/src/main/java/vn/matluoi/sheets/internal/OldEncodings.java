package vn.matluoi.sheets.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises Vietnamese written in the encodings of before Unicode. Only as far as is needed to say which one it is:
 * each letter is taken for its base letter, and headings are compared without accents anyway.
 */
final class OldEncodings {

    /** Letters of TCVN 5712:1993 VN3, which fonts such as .VnTime use, by their base letter. */
    private static final Map<Character, String> TCVN3 = letters(Map.of(
            "a", "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË",
            "d", "®",
            "e", "ÌÐÎÏÑªÒÕÓÔÖ",
            "i", "×ÝØÜÞ",
            "o", "ßãáâä«åèæçé¬êíëìî",
            "u", "ïóñòô\u00adõøö÷ù",
            "y", "úýûüþ",
            "A", "¡¢",
            "D", "§",
            "OEU", "£¤¥¦"));

    /** VNI: the base letter stands, its marks follow as letters of their own; a few letters are replaced. */
    private static final Map<Character, String> VNI = letters(Map.of(
            "", "øùûõïâêàáåãäèéúüëØÙÛÕÏÂÊÀÁÅÃÄÈÉÚÜË",
            "o", "ôÔ",
            "u", "öÖ",
            "d", "ñÑ",
            "i", "ìíæóòÌÍÆÓÒ",
            "y", "îÎ"));

    private static final int ENOUGH = 3;

    private OldEncodings() {}

    private static Map<Character, String> letters(Map<String, String> byBase) {
        var map = new HashMap<Character, String>();
        byBase.forEach((base, letters) -> letters.chars()
                .forEach(letter -> map.put((char) letter, base.equals("OEU") ? capital((char) letter) : base)));
        return map;
    }

    private static String capital(char letter) {
        return switch (letter) {
            case '£' -> "E";
            case '¦' -> "U";
            default -> "O";
        };
    }

    /** @return the name of the old encoding in which the headings would be known, if there is one */
    static Optional<String> of(List<String> headings, Headings known) {
        if (known.known(headings.stream().map(text -> base(text, TCVN3)).toList()) >= ENOUGH) {
            return Optional.of("TCVN3 (ABC)");
        }
        if (known.known(headings.stream().map(text -> base(text, VNI)).toList()) >= ENOUGH) {
            return Optional.of("VNI");
        }
        return Optional.empty();
    }

    /** The same for the bytes of a line. */
    static Optional<String> ofBytes(byte[] head, Headings known) {
        for (var line : new String(head, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", 32)) {
            var found = of(List.of(line.split("[,;\t|]")), known);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String base(String text, Map<Character, String> letters) {
        var out = new StringBuilder(text.length());
        for (var c : text.toCharArray()) {
            out.append(letters.getOrDefault(c, String.valueOf(c)));
        }
        return out.toString();
    }
}
