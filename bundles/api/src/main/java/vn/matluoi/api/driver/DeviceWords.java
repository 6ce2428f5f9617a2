package vn.matluoi.api.driver;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** What a device says of itself is a stranger's text: made fit to be stored, logged and shown. */
public final class DeviceWords {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private DeviceWords() {}

    /**
     * Takes out what is not seen but does something: control characters, escape sequences' first byte, direction marks.
     *
     * @param longest characters kept
     * @return stripped, in Unicode NFC; may be empty
     */
    public static String clean(String said, int longest) {
        var cut = said.length() > longest ? said.substring(0, longest) : said;
        var whole = !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1))
                ? cut.substring(0, cut.length() - 1)
                : cut;
        return Normalizer.normalize(UNSEEN.matcher(whole).replaceAll(" ").strip(), Normalizer.Form.NFC);
    }
}
