package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.SchemaOutputResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.Result;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Element;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/**
 * The schemas that ONVIF messages are made of, from the jars of others and from nowhere else. SOAP 1.2, WS-Security, WS-Addressing,
 * WS-BaseNotification, WS-Topics and WS-BaseFaults are the published files. ONVIF's own are published in no package that can be
 * reached: they are written back from the classes that were generated from an older edition of them (device, media, media 2, PTZ,
 * imaging and events). The order of elements, which must be there, their types and enumerations are kept; lengths and patterns are
 * lost, wildcards are narrower, and three answers of events lost the namespace of what they borrow from WS-BaseNotification.
 */
final class PublishedSchemas {

    private static final String WSN = "org/apache/cxf/wsn/wsdl/";
    private static final String WSS = "schemas/";

    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry(SOAP, WSS + "soap-1.2.xsd"),
            Map.entry(
                    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
                    WSS + "oasis-200401-wss-wssecurity-secext-1.0.xsd"),
            Map.entry(
                    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
                    WSS + "oasis-200401-wss-wssecurity-utility-1.0.xsd"),
            Map.entry("http://www.w3.org/2000/09/xmldsig#", WSS + "xmldsig-core-schema.xsd"),
            Map.entry("http://www.w3.org/2004/08/xop/include", WSS + "xop-include.xsd"),
            Map.entry(XMLConstants.XML_NS_URI, WSS + "xml.xsd"),
            Map.entry("http://www.w3.org/2005/08/addressing", WSN + "ws-addr.xsd"),
            Map.entry("http://docs.oasis-open.org/wsn/b-2", WSN + "b-2.xsd"),
            Map.entry("http://docs.oasis-open.org/wsn/t-1", WSN + "t-1.xsd"),
            Map.entry("http://docs.oasis-open.org/wsrf/bf-2", WSN + "bf-2.xsd"));

    private static final String GENERATED = String.join(
            ":",
            "org.onvif.ver10.device.wsdl",
            "org.onvif.ver10.media.wsdl",
            "org.onvif.ver20.media.wsdl",
            "org.onvif.ver20.ptz.wsdl",
            "org.onvif.ver20.imaging.wsdl",
            "org.onvif.ver10.events.wsdl");

    /** The capabilities of a service may be of the device service's own namespace, too. */
    private static final Pattern OWN_IN_SERVICE = Pattern.compile(
            "(<xs:element name=\"Capabilities\" minOccurs=\"0\">\\s*<xs:complexType>\\s*<xs:sequence>\\s*<xs:any [^>]*namespace=\")##other");

    private static final PublishedSchemas ALL = new PublishedSchemas();

    private final Map<String, String> byNamespace = new LinkedHashMap<>();
    private final DOMImplementationLS dom;
    private final Schema soap;
    private final Schema schema;

    private PublishedSchemas() {
        try {
            dom = (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
            generate();
            for (var file : FILES.entrySet()) {
                byNamespace.put(file.getKey(), read(file.getValue()));
            }
            schema = schema(byNamespace.keySet());
            soap = schema(Set.of(SOAP, XMLConstants.XML_NS_URI));
        } catch (Exception e) {
            throw new IllegalStateException("the schemas cannot be put together", e);
        }
    }

    private Schema schema(Set<String> namespaces) throws SAXException {
        var factory = SchemaFactory.newDefaultInstance();
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> input(namespace, systemId));
        var all = new StringBuilder("<xs:schema xmlns:xs=\"" + XMLConstants.W3C_XML_SCHEMA_NS_URI + "\">");
        namespaces.forEach(n -> all.append("<xs:import namespace=\"").append(n).append("\"/>"));
        return factory.newSchema(new StreamSource(new StringReader(all + "</xs:schema>"), "all.xsd"));
    }

    private void generate() throws Exception {
        var written = new LinkedHashMap<String, StringWriter>();
        JAXBContext.newInstance(GENERATED).generateSchema(new SchemaOutputResolver() {
            @Override
            public Result createOutput(String namespace, String file) {
                var result = new StreamResult(written.computeIfAbsent(namespace, n -> new StringWriter()));
                result.setSystemId(file);
                return result;
            }
        });
        written.forEach((namespace, text) -> byNamespace.put(
                namespace, OWN_IN_SERVICE.matcher(text.toString()).replaceAll("$1##any")));
    }

    private static String read(String file) throws IOException {
        try (InputStream in = PublishedSchemas.class.getClassLoader().getResourceAsStream(file)) {
            return new String(in.readAllBytes(), UTF_8).replaceFirst("^\\uFEFF", ""); // one begins with a mark
        }
    }

    /** Nothing is fetched: what is not here does not exist. */
    private LSInput input(String namespace, String systemId) {
        var input = dom.createLSInput();
        input.setSystemId(namespace == null ? systemId : namespace);
        input.setStringData(byNamespace.getOrDefault(namespace == null ? "" : namespace, ""));
        return input;
    }

    /** @return whether it can be told if an element of that namespace is right */
    static boolean knows(String namespace) {
        return ALL.byNamespace.containsKey(namespace);
    }

    /** @throws SAXException what is wrong with an envelope, whatever is in it */
    static void checkEnvelope(Element envelope) throws SAXException {
        check(ALL.soap, envelope);
    }

    /** @throws SAXException what is wrong with an element that has to be a declared one */
    static void check(Element element) throws SAXException {
        check(ALL.schema, element);
    }

    private static void check(Schema schema, Element element) throws SAXException {
        try {
            schema.newValidator().validate(new DOMSource(element));
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read", e);
        }
    }
}
