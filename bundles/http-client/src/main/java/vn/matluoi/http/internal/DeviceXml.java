package vn.matluoi.http.internal;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.XmlElement;

/**
 * Reads XML as devices write it, by local names: strictly first, then forgiving a byte order mark, blanks before the
 * declaration, a declaration that names another encoding than the bytes have, control characters and prefixes that
 * nobody declared. What follows the root element is not looked at. DTDs and entities are never read. Safe for any
 * thread.
 */
final class DeviceXml {

    static final int DEPTH = 32;
    static final int ELEMENTS = 20_000;
    static final int ATTRIBUTES = 200;
    static final int TEXT = 1024 * 1024;

    private static final Pattern DECLARATION = Pattern.compile("^<\\?xml[^>]{0,200}\\?>");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ufffe\\uffff]");

    /** A broken limit: no second pass makes that good. */
    private static final class Beyond extends XMLStreamException {
        private static final long serialVersionUID = 1L;

        Beyond(String what) {
            super(what);
        }
    }

    private DeviceXml() {}

    static XmlElement read(byte[] bytes, String contentType) throws Garbled {
        try {
            return root(factory(true).createXMLStreamReader(new ByteArrayInputStream(bytes)));
        } catch (Beyond e) {
            throw Failures.unreadable(e.getMessage(), e);
        } catch (XMLStreamException e) {
            return leniently(BodyText.read(bytes, contentType));
        }
    }

    private static XmlElement leniently(String text) throws Garbled {
        int from = 0;
        while (from < text.length() && (text.charAt(from) <= ' ' || text.charAt(from) == '\ufeff')) {
            from++;
        }
        var cleaned = CONTROL.matcher(text.substring(from)).replaceAll("");
        cleaned = DECLARATION.matcher(cleaned).replaceFirst("");
        if (!cleaned.startsWith("<")) {
            throw Failures.unreadable("it is not XML", null);
        }
        try {
            return root(factory(false).createXMLStreamReader(new StringReader(cleaned)));
        } catch (XMLStreamException e) {
            throw Failures.unreadable(firstLine(e.getMessage()), e);
        }
    }

    private static XMLInputFactory factory(boolean namespaces) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, namespaces);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("an external entity");
        });
        return factory;
    }

    /** An element that is not finished. */
    private static final class Open {
        private final String name;
        private final Map<String, String> attributes = new HashMap<>();
        private final List<XmlElement> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(String name) {
            this.name = name;
        }
    }

    private static XmlElement root(XMLStreamReader reader) throws XMLStreamException {
        var path = new ArrayDeque<Open>();
        int elements = 0;
        long length = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw new Beyond("it has a DTD");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new Beyond("it has an entity");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > ELEMENTS) {
                        throw new Beyond("more than " + ELEMENTS + " elements");
                    }
                    if (path.size() >= DEPTH) {
                        throw new Beyond("deeper than " + DEPTH + " elements");
                    }
                    path.push(opened(reader));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    length += reader.getTextLength();
                    if (length > TEXT) {
                        throw new Beyond("more than " + TEXT + " characters of text");
                    }
                    path.element()
                            .text
                            .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    var done = path.pop();
                    var element = new XmlElement(
                            done.name,
                            done.attributes,
                            done.children,
                            done.text.toString().strip());
                    if (path.isEmpty()) {
                        return element;
                    }
                    path.element().children.add(element);
                }
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        throw new XMLStreamException("no element");
    }

    private static Open opened(XMLStreamReader reader) throws Beyond {
        if (reader.getAttributeCount() > ATTRIBUTES) {
            throw new Beyond("more than " + ATTRIBUTES + " attributes");
        }
        var open = new Open(local(reader.getLocalName()));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            open.attributes.put(local(reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        return open;
    }

    /** In the lenient pass a prefix is a part of the name. */
    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    /** @return whether the bytes look like XML at all, to tell an error page from a text answer */
    static boolean looksLikeXml(byte[] bytes) {
        var head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1).stripLeading();
        return head.startsWith("<") || head.startsWith("\u00ef\u00bb\u00bf<");
    }
}
