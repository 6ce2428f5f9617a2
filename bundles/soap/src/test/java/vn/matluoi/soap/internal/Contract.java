package vn.matluoi.soap.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The contract, read by Java's own parsers and by nothing of the surface. */
final class Contract {

    private final Document wsdl;
    private final Schema schema;

    Contract() throws Exception {
        try (var file = SoapSurface.class.getResourceAsStream("agency.wsdl")) {
            wsdl = parse(file.readAllBytes());
        }
        schema = SchemaFactory.newDefaultInstance()
                .newSchema(new DOMSource(wsdl.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema")
                        .item(0)));
    }

    static Document parse(byte[] bytes) throws ParserConfigurationException, SAXException, IOException {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    Document wsdl() {
        return wsdl;
    }

    /** @throws SAXException if the element is not as the schema has it */
    void check(String element) throws Exception {
        schema.newValidator().validate(new DOMSource(parse(element.getBytes(StandardCharsets.UTF_8))));
    }

    /** Checks the one element of our namespace in an answer. */
    void checkAnswer(String envelope) throws Exception {
        var document = parse(envelope.getBytes(StandardCharsets.UTF_8));
        var elements = document.getElementsByTagNameNS(Xml.NAMESPACE, "*");
        schema.newValidator().validate(new DOMSource((Element) elements.item(0)));
    }
}
