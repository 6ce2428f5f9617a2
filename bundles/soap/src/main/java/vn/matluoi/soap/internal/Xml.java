package vn.matluoi.soap.internal;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.stream.util.StreamReaderDelegate;
import org.codehaus.stax2.XMLInputFactory2;
import vn.matluoi.api.http.XmlElement;

/** Reads and writes messages of the contract, of strangers, within limits. Any thread. */
final class Xml {

    static final String NAMESPACE = "urn:matluoi:agency:v1";

    static final int MOST_BYTES = 1 << 20;
    static final int DEPTH = 32;
    static final int ELEMENTS = 50_000;
    static final int ATTRIBUTES = 20;
    static final int ATTRIBUTE = 1_000;
    static final int TEXT = 256 * 1024;

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) ELEMENTS);
        factory.setProperty(WstxInputProperties.P_MAX_CHARACTERS, (long) MOST_BYTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, ATTRIBUTE);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, TEXT);
        // names are of strangers: none is kept for the next message
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        // what is malformed is said where it is read, and by no other exception
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }

    /** @return a reader that ends where there is a DTD, an entity or a processing instruction (SOAP 1.1 §3, SOAP 1.2-1 §5) */
    static XMLStreamReader reader(byte[] document) throws XMLStreamException {
        return new StreamReaderDelegate(FACTORY.createXMLStreamReader(new ByteArrayInputStream(document))) {
            @Override
            public int next() throws XMLStreamException {
                var event = super.next();
                if (event == XMLStreamConstants.DTD
                        || event == XMLStreamConstants.ENTITY_REFERENCE
                        || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
                    throw new XMLStreamException("a message has no DTD, entity or processing instruction");
                }
                return event;
            }

            @Override
            public int nextTag() throws XMLStreamException {
                for (var event = next(); ; event = next()) {
                    if (event == START_ELEMENT || event == END_ELEMENT) {
                        return event;
                    }
                    if (event != COMMENT && event != SPACE && !(event == CHARACTERS && isWhiteSpace())) {
                        throw new XMLStreamException("text stands where an element must", getLocation());
                    }
                }
            }
        };
    }

    /**
     * @param in at the start of an element; afterwards at its end
     * @throws Foreign if an element is in another namespace, or an attribute in any
     */
    static XmlElement read(XMLStreamReader in) throws XMLStreamException, Foreign {
        var name = in.getLocalName();
        if (!NAMESPACE.equals(in.getNamespaceURI())) {
            throw new Foreign(name);
        }
        var attributes = attributes(in);
        var children = new ArrayList<XmlElement>();
        var text = new StringBuilder();
        for (var event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(read(in));
            } else if (in.hasText() && event != XMLStreamConstants.COMMENT) {
                text.append(in.getText());
            }
        }
        return new XmlElement(name, attributes, children, text.toString().strip());
    }

    private static Map<String, String> attributes(XMLStreamReader in) throws Foreign {
        var attributes = new HashMap<String, String>();
        for (var n = 0; n < in.getAttributeCount(); n++) {
            var space = in.getAttributeNamespace(n);
            if (space != null && !space.isEmpty()) {
                if (!XSI.equals(space)) { // what a generated client says of types
                    throw new Foreign("@" + in.getAttributeLocalName(n));
                }
            } else {
                attributes.put(in.getAttributeLocalName(n), in.getAttributeValue(n));
            }
        }
        return attributes;
    }

    /** Writes an element in the contract's namespace, which it declares. */
    static void write(XmlElement element, XMLStreamWriter out) throws XMLStreamException {
        write(element, out, true);
    }

    private static void write(XmlElement element, XMLStreamWriter out, boolean root) throws XMLStreamException {
        out.writeStartElement("a", element.name(), NAMESPACE);
        if (root) {
            out.writeNamespace("a", NAMESPACE);
        }
        for (var attribute : element.attributes().entrySet()) {
            out.writeAttribute(attribute.getKey(), clean(attribute.getValue()));
        }
        if (!element.text().isEmpty()) {
            out.writeCharacters(clean(element.text()));
        }
        for (var child : element.children()) {
            write(child, out, false);
        }
        out.writeEndElement();
    }

    /** A finding quotes what it found; XML has no place for some of it. */
    static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= ' ' && c < 0xD800)
                                || (c >= 0xE000 && c < 0xFFFE)
                                || c >= 0x10000
                        ? c
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What stands there is of no contract of ours. */
    static final class Foreign extends Exception {

        private static final long serialVersionUID = 1L;

        Foreign(String name) {
            super(name);
        }
    }
}
