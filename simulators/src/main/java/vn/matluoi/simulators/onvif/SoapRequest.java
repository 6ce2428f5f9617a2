package vn.matluoi.simulators.onvif;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A SOAP message that came in, read by the JDK's parser without document types.
 *
 * @param header null if there is none
 * @param body the first element of the body
 */
record SoapRequest(Element header, Element body) {

    private static final ThreadLocal<DocumentBuilder> READER = ThreadLocal.withInitial(SoapRequest::reader);

    /** @throws SoapFault if it is not a well-formed envelope with something in its body */
    static SoapRequest read(byte[] message) throws SoapFault {
        Element envelope;
        try {
            envelope = READER.get().parse(new ByteArrayInputStream(message)).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw SoapFault.wellFormed();
        }
        Element body = child(envelope, "Body").orElseThrow(SoapFault::wellFormed);
        Element first = children(body).stream().findFirst().orElseThrow(SoapFault::wellFormed);
        return new SoapRequest(child(envelope, "Header").orElse(null), first);
    }

    /** Local name of what is asked. */
    String operation() {
        return body.getLocalName();
    }

    String namespace() {
        return body.getNamespaceURI() == null ? "" : body.getNamespaceURI();
    }

    /** A header block by its local name. */
    Optional<Element> headerBlock(String name) {
        return header == null ? Optional.empty() : child(header, name);
    }

    /** The text below the body's element, by local names; empty if it is not there. */
    String text(String... path) {
        return text(body, path);
    }

    /** The element below the body's one, by local names. */
    Optional<Element> element(String... path) {
        Optional<Element> found = Optional.of(body);
        for (String name : path) {
            found = found.flatMap(element -> child(element, name));
        }
        return found;
    }

    static String text(Element from, String... path) {
        Optional<Element> found = Optional.of(from);
        for (String name : path) {
            found = found.flatMap(element -> child(element, name));
        }
        return found.map(element -> element.getTextContent().trim()).orElse("");
    }

    static Optional<Element> child(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getLocalName().equals(name))
                .findFirst();
    }

    static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static DocumentBuilder reader() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java reads XML without document types", e);
        }
    }
}
