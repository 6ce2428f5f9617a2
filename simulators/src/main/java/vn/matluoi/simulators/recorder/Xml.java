package vn.matluoi.simulators.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** What stands in the first element of that name, in what a client sent; empty if it is not there, or empty. */
    static Optional<String> text(String document, String name) {
        Matcher element = Pattern.compile("<(?:\\w+:)?" + name + "(?:\\s[^>]*)?>\\s*([^<]+?)\\s*</")
                .matcher(document);
        return element.find()
                ? Optional.of(element.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"))
                : Optional.empty();
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
