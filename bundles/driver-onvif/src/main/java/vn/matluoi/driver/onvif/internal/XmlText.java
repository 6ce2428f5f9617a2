package vn.matluoi.driver.onvif.internal;

import java.util.TreeMap;
import vn.matluoi.api.http.XmlElement;

/** Writes an element out again, by local names and attributes in order, to keep what a device said. */
final class XmlText {

    /** An event's message has a few hundred characters; a picture in one is cut. */
    private static final int LONGEST = 16 * 1024;

    private XmlText() {}

    /** @return at most {@value #LONGEST} characters; what is longer is cut and no longer well-formed */
    static String of(XmlElement element) {
        var text = new StringBuilder();
        write(element, text);
        if (text.length() <= LONGEST) {
            return text.toString();
        }
        int cut = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, cut);
    }

    private static void write(XmlElement element, StringBuilder text) {
        if (text.length() > LONGEST) {
            return;
        }
        text.append('<').append(element.name());
        new TreeMap<>(element.attributes()).forEach((name, value) -> text.append(' ')
                .append(name)
                .append("=\"")
                .append(Soap.escape(part(value)))
                .append('"'));
        if (element.children().isEmpty() && element.text().isEmpty()) {
            text.append("/>");
            return;
        }
        text.append('>').append(Soap.escape(part(element.text())));
        element.children().forEach(c -> write(c, text));
        text.append("</").append(element.name()).append('>');
    }

    private static String part(String value) {
        return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }
}
