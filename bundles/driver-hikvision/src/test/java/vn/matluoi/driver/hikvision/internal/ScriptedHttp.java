package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * A device that answers from a text, without a net: a line {@code == 200 /path} begins the answer to that path; nothing
 * else is there.
 */
final class ScriptedHttp implements DeviceHttp {

    private static final DocumentBuilderFactory XML = factory();

    private final Map<String, DeviceReply> answers = new HashMap<>();

    static ScriptedHttp of(byte[] script) {
        var scripted = new ScriptedHttp();
        for (var answer : new String(script, UTF_8).split("(?m)^== ")) {
            var head = answer.split("\n", 2);
            if (head[0].matches("[2-5]\\d\\d /\\S*")) {
                var status = Integer.parseInt(head[0].substring(0, 3));
                scripted.answers.put(head[0].substring(4), new Reply(status, head.length > 1 ? head[1].strip() : ""));
            }
        }
        return scripted;
    }

    private static DocumentBuilderFactory factory() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public Connection connect(Target target) {
        return new Connection() {
            @Override
            public DeviceReply call(DeviceRequest request) {
                return answers.getOrDefault(request.path(), new Reply(404, ""));
            }

            @Override
            public CompletionStage<DeviceReply> send(DeviceRequest request) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
                throw new UnsupportedOperationException();
            }

            @Override
            public AutoCloseable later(Duration delay, Runnable work) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String certificate() {
                return "";
            }

            @Override
            public void close() {
                // there is nothing to close
            }
        };
    }

    /** An answer whose XML is read by the runtime's own reader. */
    record Reply(int status, String text) implements DeviceReply {

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public byte[] bytes() {
            return text.startsWith("JPEG") ? IsapiRecorder.JPEG : text.getBytes(UTF_8);
        }

        @Override
        public XmlElement xml() throws Garbled {
            try {
                var builder = XML.newDocumentBuilder();
                builder.setErrorHandler(null);
                return element(
                        builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
            } catch (SAXException | IOException e) {
                throw new Garbled(Text.same("not XML"));
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static XmlElement element(Element element) {
            List<XmlElement> children = new ArrayList<>();
            var text = new StringBuilder();
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child) {
                    children.add(element(child));
                } else {
                    text.append(node.getNodeType() == Node.TEXT_NODE ? node.getNodeValue() : "");
                }
            }
            return new XmlElement(
                    element.getTagName(), Map.of(), children, text.toString().strip());
        }
    }
}
