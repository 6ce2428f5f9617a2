package vn.matluoi.sheets.internal;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/** Writes Vietnamese as programs of before Unicode did, by the tables of the standard and of the maker. */
final class OldWriting {

    /** Every letter of Vietnamese that ASCII does not have, in small. */
    static final String LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

    /** TCVN 5712:1993, the codes of {@link #LETTERS}. */
    private static final String TCVN3 = "B5B6B7B8B9 A8BBBCBDBEC6 A9C7C8C9CACB AE CCCECFD0D1 AAD2D3D4D5D6 D7D8DCDDDE"
            + " DFE1E2E3E4 ABE5E6E7E8E9 ACEAEBECEDEE EFF1F2F3F4 ADF5F6F7F8F9 FAFBFCFDFE";

    private static final String TCVN3_CAPITALS = "ĂA1ÂA2ĐA7ÊA3ÔA4ƠA5ƯA6";

    /** What stands behind a vowel, or for it, by the marks that Unicode would combine. */
    private static final Map<String, String> VNI_MARKS = Map.ofEntries(
            Map.entry("\u0300", "ø"),
            Map.entry("\u0301", "ù"),
            Map.entry("\u0309", "û"),
            Map.entry("\u0303", "õ"),
            Map.entry("\u0323", "ï"),
            Map.entry("\u0302", "â"),
            Map.entry("\u0302\u0300", "à"),
            Map.entry("\u0302\u0301", "á"),
            Map.entry("\u0302\u0309", "å"),
            Map.entry("\u0302\u0303", "ã"),
            Map.entry("\u0302\u0323", "ä"),
            Map.entry("\u0306", "ê"),
            Map.entry("\u0306\u0300", "è"),
            Map.entry("\u0306\u0301", "é"),
            Map.entry("\u0306\u0309", "ú"),
            Map.entry("\u0306\u0303", "ü"),
            Map.entry("\u0306\u0323", "ë"));

    private static final String VNI_WHOLE = "đñììííỉæĩóịòỵî";

    private static final Map<Character, Character> TCVN3_CODES = tcvn3Codes();

    private OldWriting() {}

    private static Map<Character, Character> tcvn3Codes() {
        var codes = new HashMap<Character, Character>();
        var small = TCVN3.replace(" ", "");
        for (var i = 0; i < LETTERS.length(); i++) {
            codes.put(LETTERS.charAt(i), (char) Integer.parseInt(small.substring(2 * i, 2 * i + 2), 16));
        }
        for (var i = 0; i < TCVN3_CAPITALS.length(); i += 3) {
            codes.put(TCVN3_CAPITALS.charAt(i), (char) Integer.parseInt(TCVN3_CAPITALS.substring(i + 1, i + 3), 16));
        }
        return codes;
    }

    /** An accented capital without a code of its own is written small: its font would draw it large. */
    static String tcvn3(String text) {
        var out = new StringBuilder();
        for (var c : Normalizer.normalize(text, Normalizer.Form.NFC).toCharArray()) {
            var code = TCVN3_CODES.getOrDefault(c, TCVN3_CODES.get(Character.toLowerCase(c)));
            out.append(code == null ? c : code);
        }
        return out.toString();
    }

    static String vni(String text) {
        var out = new StringBuilder();
        for (var c : Normalizer.normalize(text, Normalizer.Form.NFC).toCharArray()) {
            var written = vni(Character.toLowerCase(c));
            out.append(Character.isUpperCase(c) ? written.toUpperCase() : written);
        }
        return out.toString();
    }

    private static String vni(char small) {
        for (var i = 0; i < VNI_WHOLE.length() && small > '~'; i += 2) {
            if (VNI_WHOLE.charAt(i) == small) {
                return VNI_WHOLE.substring(i + 1, i + 2);
            }
        }
        var parts = Normalizer.normalize(String.valueOf(small), Normalizer.Form.NFD);
        var horn = parts.indexOf('\u031b');
        var base = horn < 0 ? parts.substring(0, 1) : parts.charAt(0) == 'o' ? "ô" : "ö";
        var marks = parts.substring(1).replace("\u031b", "");
        if (marks.equals("\u0323\u0302") || marks.equals("\u0323\u0306")) {
            marks = marks.substring(1) + marks.charAt(0);
        }
        return marks.isEmpty() ? base : base + VNI_MARKS.get(marks);
    }
}
