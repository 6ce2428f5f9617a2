package vn.matluoi.soap.internal;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import vn.matluoi.api.HubException;

/** A whole fault, for what is refused before anybody looks into the message. */
final class FaultDocument {

    private final Version version;
    private final HubException refusal;

    FaultDocument(Version version, HubException refusal) {
        this.version = version;
        this.refusal = refusal;
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = new WstxOutputFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            start(out, "Envelope");
            out.writeNamespace("s", version.namespace());
            start(out, "Body");
            start(out, "Fault");
            if (version == Version.ONE_ONE) {
                oneOne(out);
            } else {
                oneTwo(out);
            }
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("nothing is written but into memory", impossible);
        }
        return bytes.toByteArray();
    }

    private void oneOne(XMLStreamWriter out) throws XMLStreamException {
        out.writeStartElement("faultcode");
        out.writeCharacters(Refusals.bySender(refusal) ? "s:Client" : "s:Server");
        out.writeEndElement();
        out.writeStartElement("faultstring");
        out.writeCharacters(Xml.clean(refusal.text().toString()));
        out.writeEndElement();
        out.writeStartElement("detail");
        Xml.write(Refusals.detail(refusal), out);
    }

    private void oneTwo(XMLStreamWriter out) throws XMLStreamException {
        start(out, "Code");
        start(out, "Value");
        out.writeCharacters(Refusals.bySender(refusal) ? "s:Sender" : "s:Receiver");
        out.writeEndElement();
        out.writeEndElement();
        start(out, "Reason");
        reason(out, "vi", refusal.text().vi());
        reason(out, "en", refusal.text().en());
        out.writeEndElement();
        start(out, "Detail");
        Xml.write(Refusals.detail(refusal), out);
    }

    private void reason(XMLStreamWriter out, String language, String text) throws XMLStreamException {
        start(out, "Text");
        out.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", language);
        out.writeCharacters(Xml.clean(text));
        out.writeEndElement();
    }

    private void start(XMLStreamWriter out, String name) throws XMLStreamException {
        out.writeStartElement("s", name, version.namespace());
    }
}
