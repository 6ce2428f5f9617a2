package vn.matluoi.simulators.recorder;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes a document the way such firmware does: a declaration, one element a line, CRLF, no indent. */
final class Xml {

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes as they stand in the tag, already escaped; may be empty */
    Xml open(String name, String attributes) {
        text.append('<').append(name);
        if (!attributes.isEmpty()) {
            text.append(' ').append(attributes);
        }
        text.append(">\r\n");
        open.push(name);
        return this;
    }

    Xml open(String name) {
        return open(name, "");
    }

    Xml leaf(String name, Object value) {
        text.append('<').append(name).append('>').append(escape(value.toString()));
        text.append("</").append(name).append(">\r\n");
        return this;
    }

    Xml close() {
        text.append("</").append(open.pop()).append(">\r\n");
        return this;
    }

    /** Closes what is open and gives the document. */
    String end() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString();
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
