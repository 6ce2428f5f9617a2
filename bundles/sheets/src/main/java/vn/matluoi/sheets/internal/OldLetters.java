package vn.matluoi.sheets.internal;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The encodings of Vietnamese from before Unicode that agencies still have, each with fonts of its own. What is written in
 * them reaches the hub as Latin-1: {@code Chî} is drawn as {@code Chợ} by the font {@code .VnTime}.
 */
enum OldLetters {
    /** TCVN 5712:1993, VN3: a letter for each letter; accented capitals stand in fonts of their own, as small letters. */
    TCVN3("TCVN3 (ABC)", ".vn") {
        @Override
        Optional<String> word(String written) {
            var out = new StringBuilder(written.length());
            for (var i = 0; i < written.length(); i++) {
                var c = written.charAt(i);
                if (c > '~' && !TCVN3_LETTERS.containsKey(c)) {
                    return Optional.empty();
                }
                out.append(TCVN3_LETTERS.getOrDefault(c, c));
            }
            return Optional.of(out.toString());
        }

        @Override
        String read(String written) {
            var out = new StringBuilder(written.length());
            for (var i = 0; i < written.length(); i++) {
                out.append(isSign(written, i) ? written.charAt(i) : letter(written.charAt(i)));
            }
            return out.toString();
        }

        private static char letter(char c) {
            return TCVN3_LETTERS.getOrDefault(c, c);
        }

        /** {@code 1920×1080} and {@code 3½} are no letters. */
        private static boolean isSign(String text, int at) {
            return !Character.isLetter(text.charAt(at))
                    && (at > 0 && Character.isDigit(text.charAt(at - 1))
                            || at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)));
        }
    },

    /** VNI for Windows: a letter and behind it, as another, its marks; a few letters are replaced. */
    VNI("VNI", "vni") {
        @Override
        Optional<String> word(String written) {
            var out = new StringBuilder(written.length());
            return vni(written, out) ? Optional.of(composed(out)) : Optional.empty();
        }

        @Override
        String read(String written) {
            var out = new StringBuilder(written.length());
            vni(written, out);
            return composed(out);
        }
    };

    private static final Map<Character, Character> TCVN3_LETTERS = tcvn3();
    private static final Map<Character, String> VNI_LETTERS = pairs(
            "ô", "ơ", "Ô", "Ơ", "ö", "ư", "Ö", "Ư", "ñ", "đ", "Ñ", "Đ", "ì", "ì", "Ì", "Ì", "í", "í", "Í", "Í", "æ",
            "ỉ", "Æ", "Ỉ", "ó", "ĩ", "Ó", "Ĩ", "ò", "ị", "Ò", "Ị", "î", "ỵ", "Î", "Ỵ");

    /** Tones, behind a vowel; for {@code â} and {@code ă} the hat and the tone are one mark. */
    private static final Map<Character, String> VNI_TONES =
            pairs("ø", "\u0300", "ù", "\u0301", "û", "\u0309", "õ", "\u0303", "ï", "\u0323");

    private static final Map<Character, String> VNI_HATS = pairs(
            "â",
            "\u0302",
            "à",
            "\u0302\u0300",
            "á",
            "\u0302\u0301",
            "å",
            "\u0302\u0309",
            "ã",
            "\u0302\u0303",
            "ä",
            "\u0302\u0323");
    private static final Map<Character, String> VNI_BREVES = pairs(
            "ê",
            "\u0306",
            "è",
            "\u0306\u0300",
            "é",
            "\u0306\u0301",
            "ú",
            "\u0306\u0309",
            "ü",
            "\u0306\u0303",
            "ë",
            "\u0306\u0323");

    private final String shown;
    private final String fonts;

    OldLetters(String shown, String fonts) {
        this.shown = shown;
        this.fonts = fonts;
    }

    /** @return its name as people know it */
    String shown() {
        return shown;
    }

    /** @return whether a font of this name draws these letters */
    boolean drawnBy(String font) {
        return font.toLowerCase(Locale.ROOT).startsWith(fonts);
    }

    /** @return the word in Unicode (NFC); empty if it holds a letter that these do not have */
    abstract Optional<String> word(String written);

    /** @return the text in Unicode (NFC); what these letters do not have stays */
    abstract String read(String written);

    private static Map<Character, Character> tcvn3() {
        var codes = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦";
        var letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ";
        var map = new HashMap<Character, Character>();
        for (var i = 0; i < codes.length(); i++) {
            map.put(codes.charAt(i), letters.charAt(i));
        }
        return map;
    }

    private static Map<Character, String> pairs(String... pairs) {
        var map = new HashMap<Character, String>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i].charAt(0), pairs[i + 1]);
        }
        return map;
    }

    private static String composed(StringBuilder text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** @return whether every letter was known */
    private static boolean vni(String written, StringBuilder out) {
        var known = true;
        var base = ' ';
        for (var c : written.toCharArray()) {
            var marks = marks(base, Character.toLowerCase(c));
            if (marks != null) {
                out.append(marks);
                base = ' ';
            } else if (c > '~') {
                var letter = VNI_LETTERS.get(c);
                known &= letter != null;
                out.append(letter == null ? String.valueOf(c) : letter);
                base = letter == null ? ' ' : Character.toLowerCase(letter.charAt(0));
            } else {
                out.append(c);
                base = Character.toLowerCase(c);
            }
        }
        return known;
    }

    /** @return the combining marks that a letter means behind a vowel; null if it is a letter of its own there */
    private static String marks(char base, char mark) {
        return switch (base) {
            case 'a' -> VNI_TONES.getOrDefault(mark, VNI_HATS.getOrDefault(mark, VNI_BREVES.get(mark)));
            case 'e', 'o' -> VNI_TONES.getOrDefault(mark, VNI_HATS.get(mark));
            case 'u', 'y', 'ơ', 'ư' -> VNI_TONES.get(mark);
            default -> null;
        };
    }
}
