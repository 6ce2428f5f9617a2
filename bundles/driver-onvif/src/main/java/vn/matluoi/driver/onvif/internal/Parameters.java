package vn.matluoi.driver.onvif.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference parameters of a subscription, to be sent back in the header of every request to it. They are copied letter for letter,
 * as the device compares their namespaces; prefixes declared outside of them are declared in them. Source: WS-Addressing 1.0
 * SOAP binding 3.4.
 */
final class Parameters {

    private static final int LONGEST = 4096;
    private static final int LOOKED_AT = 64 * 1024;

    private static final Pattern BEGIN = Pattern.compile("<((?:[\\w.-]++:)?)ReferenceParameters(?:\\s[^<>]*+)?>");
    private static final Pattern DECLARED =
            Pattern.compile("\\sxmlns(?::([\\w.-]++))?+\\s*+=\\s*+(\"[^\"<]*+\"|'[^'<]*+')");
    private static final Pattern TAG =
            Pattern.compile("<(/?)((?:([\\w.-]++):)?+[\\w.-]++)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>");

    private Parameters() {}

    /**
     * @param answer the whole text of the answer
     * @return header elements; empty if there are none, or they are larger than any device needs
     */
    static String copy(String answer) {
        var text = answer.length() > LOOKED_AT ? answer.substring(0, LOOKED_AT) : answer;
        var begin = BEGIN.matcher(text);
        if (!begin.find() || begin.group().endsWith("/>")) {
            return "";
        }
        int end = text.indexOf("</" + begin.group(1) + "ReferenceParameters", begin.end());
        if (end < 0 || end - begin.end() > LONGEST) {
            return "";
        }
        var copied = declared(text.substring(begin.end(), end), outside(text.substring(0, begin.end())));
        return copied.length() > 2 * LONGEST ? "" : copied;
    }

    /** @return namespaces by prefix, the nearest of each; the one without a prefix by the empty string */
    private static Map<String, String> outside(String before) {
        var namespaces = new HashMap<String, String>();
        var declared = DECLARED.matcher(before);
        while (declared.find()) {
            namespaces.put(declared.group(1) == null ? "" : declared.group(1), declared.group(2));
        }
        return namespaces;
    }

    private static String declared(String inside, Map<String, String> outside) {
        var copied = new StringBuilder();
        var tag = TAG.matcher(inside);
        while (tag.find()) {
            var prefix = tag.group(3) == null ? "" : tag.group(3);
            var namespace = outside.get(prefix);
            boolean own = tag.group(4).contains(prefix.isEmpty() ? "xmlns=" : "xmlns:" + prefix);
            boolean add = tag.group(1).isEmpty() && namespace != null && !own;
            var name = prefix.isEmpty() ? " xmlns=" : " xmlns:" + prefix + "=";
            tag.appendReplacement(
                    copied,
                    Matcher.quoteReplacement("<" + tag.group(1) + tag.group(2)
                            + (add && !isWithin(inside, tag.start(), prefix) ? name + namespace : "") + tag.group(4)
                            + ">"));
        }
        tag.appendTail(copied);
        return copied.toString().strip();
    }

    /** @return whether something before it declares the prefix anew */
    private static boolean isWithin(String inside, int at, String prefix) {
        return inside.substring(0, at).contains(prefix.isEmpty() ? "xmlns=" : "xmlns:" + prefix + "=");
    }
}
