package vn.matluoi.soap.internal;

import java.util.List;
import javax.servlet.http.HttpServletResponse;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import vn.matluoi.api.HubException;
import vn.matluoi.api.http.XmlElement;

/** Says by what rule a message was refused: ours, or one of SOAP's own. */
final class FaultOut extends AbstractSoapInterceptor {

    private final Operations operations;
    private final MessageTally tally;

    FaultOut(Operations operations, MessageTally tally) {
        super(Phase.PRE_PROTOCOL_FRONTEND);
        this.operations = operations;
        this.tally = tally;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        var thrown = message.getContent(Exception.class);
        var refusal = told(message, refusal(thrown));
        var version = message.getVersion();
        var own = thrown instanceof SoapFault known ? known.getFaultCode() : null;
        var isStandard =
                own != null && (own.equals(version.getMustUnderstand()) || own.equals(version.getVersionMismatch()));
        var code = isStandard ? own : Refusals.bySender(refusal) ? version.getSender() : version.getReceiver();
        var fault = new SoapFault(Xml.clean(refusal.text().toString()), code);
        fault.setLang("vi");
        var document = document();
        var detail = document.createElementNS(
                version.getVersion() < 1.2 ? null : version.getNamespace(),
                version.getVersion() < 1.2 ? "detail" : "Detail");
        detail.appendChild(element(document, Refusals.detail(refusal)));
        fault.setDetail(detail);
        message.setContent(Exception.class, fault);
    }

    /** Counts it, and has what a key's holder sent kept. */
    private HubException told(SoapMessage message, HubException refusal) {
        var in = message.getExchange().getInMessage();
        var operation = operation(in);
        tally.refused(operations.names().contains(operation) ? operation : MessageTally.NONE, refusal);
        if (refusal instanceof HubException.Later later
                && in != null
                && in.get(AbstractHTTPDestination.HTTP_RESPONSE) instanceof HttpServletResponse response) {
            response.setHeader("Retry-After", String.valueOf(later.seconds()));
        }
        return in != null && in.get(AbstractHTTPDestination.HTTP_REQUEST) instanceof SoapRequest request
                ? operations.refused(Sender.of(request, operation), operation, refusal)
                : refusal;
    }

    /** @return name of the element in its body; empty if that was not read */
    private static String operation(Message in) {
        var contents = in == null ? null : in.getContent(List.class);
        return contents != null && !contents.isEmpty() && contents.get(0) instanceof XmlElement element
                ? element.name()
                : "";
    }

    private static HubException refusal(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException known) {
                return Refusals.of(known);
            }
            if (cause instanceof XMLStreamException) {
                return unreadable(cause);
            }
        }
        // CXF's own: no envelope, or a header that must be understood and is not
        if (thrown instanceof SoapFault) {
            return unreadable(thrown);
        }
        return Refusals.of(thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown));
    }

    private static HubException unreadable(Throwable why) {
        var words = Xml.clean(String.valueOf(why.getMessage()));
        return Refusals.invalid(
                "soap.envelope",
                "Phong bì SOAP không đọc được (" + words + ").",
                "The SOAP envelope cannot be read (" + words + ").");
    }

    private static Element element(Document document, XmlElement from) {
        var element = document.createElementNS(Xml.NAMESPACE, "a:" + from.name());
        from.attributes().forEach((name, value) -> element.setAttribute(name, Xml.clean(value)));
        if (!from.text().isEmpty()) {
            element.setTextContent(Xml.clean(from.text()));
        }
        from.children().forEach(child -> element.appendChild(element(document, child)));
        return element;
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("every Java has a DOM", missing);
        }
    }
}
