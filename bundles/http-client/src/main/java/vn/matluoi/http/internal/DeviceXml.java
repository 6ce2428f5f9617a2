package vn.matluoi.http.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
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
    private static final class Beyond extends SAXException {
        private static final long serialVersionUID = 1L;

        Beyond(String what) {
            super(what);
        }
    }

    /** The root element is closed: reading stops. */
    private static final class Enough extends SAXException {
        private static final long serialVersionUID = 1L;
    }

    private DeviceXml() {}

    static XmlElement read(byte[] bytes, String contentType) throws Garbled {
        try {
            return root(new InputSource(new ByteArrayInputStream(bytes)), true);
        } catch (Beyond e) {
            throw Failures.unreadable(e.getMessage(), e);
        } catch (SAXException | IOException e) {
            return leniently(BodyText.read(bytes, contentType));
        }
    }

    private static XmlElement leniently(String text) throws Garbled {
        int from = 0;
        while (from < text.length() && (text.charAt(from) <= ' ' || text.charAt(from) == '\ufeff')) {
            from++;
        }
        var cleaned = CONTROL.matcher(text.substring(from)).replaceAll("");
        cleaned = DECLARATION.matcher(cleaned).replaceFirst("").stripLeading();
        if (!cleaned.startsWith("<")) {
            throw Failures.unreadable("it is not XML", null);
        }
        try {
            return root(new InputSource(new StringReader(cleaned)), false);
        } catch (SAXException | IOException e) {
            throw Failures.unreadable(firstLine(e.getMessage()), e);
        }
    }

    private static XmlElement root(InputSource source, boolean namespaces) throws SAXException, IOException {
        var tree = new Tree();
        try {
            // the runtime's own reader, whatever other readers are installed beside it
            var factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(namespaces);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.newSAXParser().parse(source, tree);
            throw new SAXException("no element");
        } catch (Enough e) {
            return tree.root.orElseThrow(() -> new SAXException("no element"));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java runtime has a SAX parser with these features", e);
        }
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

    /** Builds the elements within the limits. */
    private static final class Tree extends DefaultHandler {
        private final Deque<Open> path = new ArrayDeque<>();
        private Optional<XmlElement> root = Optional.empty();
        private int elements;
        private long length;

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) throws SAXException {
            if (++elements > ELEMENTS) {
                throw new Beyond("more than " + ELEMENTS + " elements");
            }
            if (path.size() >= DEPTH) {
                throw new Beyond("deeper than " + DEPTH + " elements");
            }
            if (attributes.getLength() > ATTRIBUTES) {
                throw new Beyond("more than " + ATTRIBUTES + " attributes");
            }
            var open = new Open(local(name));
            for (int i = 0; i < attributes.getLength(); i++) {
                open.attributes.put(local(attributes.getQName(i)), attributes.getValue(i));
            }
            path.push(open);
        }

        @Override
        public void characters(char[] chars, int start, int count) throws SAXException {
            length += count;
            if (length > TEXT) {
                throw new Beyond("more than " + TEXT + " characters of text");
            }
            path.element().text.append(chars, start, count);
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
            var done = path.pop();
            var element = new XmlElement(
                    done.name,
                    done.attributes,
                    done.children,
                    done.text.toString().strip());
            if (path.isEmpty()) {
                root = Optional.of(element);
                throw new Enough();
            }
            path.element().children.add(element);
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
            throw new Beyond("it has an entity");
        }

        /** A prefix that nobody declared is a part of the name. */
        private static String local(String name) {
            return name.substring(name.indexOf(':') + 1);
        }
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
