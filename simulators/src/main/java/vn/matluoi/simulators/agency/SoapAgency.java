package vn.matluoi.simulators.agency;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A hospital's own system on loopback, which lists its cameras by SOAP 1.1 and 1.2: {@code GetCameras} with a {@code Page} from 1 on is
 * answered by {@code GetCamerasResponse} with {@code Total} and a {@code Camera} each, until a page has none. Members are called as those of
 * {@link RestAgency}; positions stand one level deeper ({@code vi_tri/lat}). It can be slow, and fail now and then by a fault. Any thread.
 */
public final class SoapAgency implements AutoCloseable {

    /** Of its messages. */
    public static final String NAMESPACE = "urn:benh-vien:camera";

    private static final String ONE_ONE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String ONE_TWO = "http://www.w3.org/2003/05/soap-envelope";
    private static final int MOST_BYTES = 64 * 1024;

    private final PageServer server;

    /**
     * @param port 0 for any free one
     * @param cameras as {@link RestAgency#cameras}
     * @param pageSize 1 or more
     */
    public SoapAgency(int port, List<Map<String, Object>> cameras, int pageSize) throws IOException {
        server = new PageServer(port, "/ws/cameras", cameras, pageSize, new Envelopes());
    }

    /** The envelope by which it is asked, as a route sends it. */
    public static String question() {
        return """
                <s:Envelope xmlns:s="%s">
                  <s:Body><GetCameras xmlns="%s"><Page>{page}</Page></GetCameras></s:Body>
                </s:Envelope>
                """
                .formatted(ONE_ONE, NAMESPACE);
    }

    /** Where the service is. */
    public String address() {
        return server.address();
    }

    /** How many pages were asked for. */
    public int asked() {
        return server.asked();
    }

    /** Every so many-th question is answered by a fault; 0 for none. */
    public void failEvery(int questions) {
        server.failEvery(questions);
    }

    /** Each answer takes so long. */
    public void slow(int millis) {
        server.slow(millis);
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Envelopes implements PageServer.Form {

        private interface Content {
            void write(XMLStreamWriter out) throws XMLStreamException;
        }

        @Override
        public int page(HttpExchange exchange) throws IOException {
            byte[] question = exchange.getRequestBody().readNBytes(MOST_BYTES);
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
                factory.setNamespaceAware(true);
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                NodeList pages = factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(question))
                        .getElementsByTagNameNS(NAMESPACE, "Page");
                return pages.getLength() == 0
                        ? 1
                        : Integer.parseInt(pages.item(0).getTextContent().strip());
            } catch (SAXException | NumberFormatException | ParserConfigurationException unreadable) {
                return 1;
            }
        }

        @Override
        public String list(HttpExchange exchange, List<Map<String, Object>> some, int total) {
            return envelope(exchange, out -> {
                out.writeStartElement("b", "GetCamerasResponse", NAMESPACE);
                out.writeNamespace("b", NAMESPACE);
                element(out, "Total", total);
                for (Map<String, Object> camera : some) {
                    element(out, "Camera", camera);
                }
                out.writeEndElement();
            });
        }

        @Override
        public String failure(HttpExchange exchange) {
            return envelope(exchange, out -> {
                String soap = isOneTwo(exchange) ? ONE_TWO : ONE_ONE;
                out.writeStartElement("s", "Fault", soap);
                if (isOneTwo(exchange)) {
                    out.writeStartElement("s", "Code", soap);
                    out.writeStartElement("s", "Value", soap);
                    out.writeCharacters("s:Receiver");
                    out.writeEndElement();
                    out.writeEndElement();
                    out.writeStartElement("s", "Reason", soap);
                    out.writeStartElement("s", "Text", soap);
                    out.writeAttribute("xml:lang", "vi");
                } else {
                    out.writeStartElement("faultcode");
                    out.writeCharacters("s:Server");
                    out.writeEndElement();
                    out.writeStartElement("faultstring");
                }
                out.writeCharacters("Lỗi máy chủ");
            });
        }

        private static void element(XMLStreamWriter out, String name, Object value) throws XMLStreamException {
            out.writeStartElement("b", name, NAMESPACE);
            if (value instanceof Map<?, ?> inner) {
                for (Map.Entry<?, ?> each : inner.entrySet()) {
                    element(out, String.valueOf(each.getKey()), each.getValue());
                }
            } else {
                out.writeCharacters(String.valueOf(value));
            }
            out.writeEndElement();
        }

        private static boolean isOneTwo(HttpExchange exchange) {
            return String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .startsWith("application/soap+xml");
        }

        private static String envelope(HttpExchange exchange, Content content) {
            String soap = isOneTwo(exchange) ? ONE_TWO : ONE_ONE;
            StringWriter text = new StringWriter();
            try {
                XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
                out.writeStartDocument("utf-8", "1.0");
                out.writeStartElement("s", "Envelope", soap);
                out.writeNamespace("s", soap);
                out.writeStartElement("s", "Body", soap);
                content.write(out);
                out.writeEndDocument();
                out.close();
            } catch (XMLStreamException impossible) {
                throw new IllegalStateException("nothing is written but into memory", impossible);
            }
            return text.toString();
        }

        @Override
        public String contentType(HttpExchange exchange) {
            return (isOneTwo(exchange) ? "application/soap+xml" : "text/xml") + "; charset=utf-8";
        }
    }
}
