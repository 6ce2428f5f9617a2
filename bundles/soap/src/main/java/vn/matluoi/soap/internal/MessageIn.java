package vn.matluoi.soap.internal;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.StaxInInterceptor;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.service.model.BindingOperationInfo;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import vn.matluoi.api.http.XmlElement;

/** Reads the one element of a message's body. */
final class MessageIn extends AbstractSoapInterceptor {

    MessageIn() {
        super(Phase.UNMARSHAL);
    }

    @Override
    public void handleMessage(SoapMessage message) {
        message.setContent(java.util.List.class, new MessageContentsList(body(message)));
    }

    private static XmlElement body(SoapMessage message) {
        var in = message.getContent(XMLStreamReader.class);
        try {
            if (in == null || (in.getEventType() != XMLStreamReader.START_ELEMENT && !isAtElement(in))) {
                throw Refusals.invalid(
                        "soap.body", "Phần Body không có thông điệp nào.", "There is no message in the Body.");
            }
            var element = Xml.read(in);
            if (isAtElement(in)) {
                throw Refusals.invalid(
                        "soap.body", "Phần Body chỉ có một thông điệp.", "There must be one message in the Body.");
            }
            var bound = message.getExchange().getBindingOperationInfo();
            if (bound != null && !bound.getName().getLocalPart().equals(element.name())) {
                throw Refusals.invalid(
                        "soap.action",
                        "SOAPAction nói một thao tác, phần Body nói thao tác khác.",
                        "SOAPAction names one operation, and the Body another.");
            }
            message.getExchange().remove(BindingOperationInfo.class.getName());
            return element;
        } catch (XMLStreamException unreadable) {
            throw new SoapFault(
                    String.valueOf(unreadable.getMessage()),
                    unreadable,
                    message.getVersion().getSender());
        } catch (Xml.Foreign foreign) {
            throw Refusals.invalid(
                    "soap.namespace",
                    "“" + foreign.getMessage() + "” không thuộc không gian tên " + Xml.NAMESPACE + ".",
                    "“" + foreign.getMessage() + "” is not in the namespace " + Xml.NAMESPACE + ".");
        }
    }

    /** @return whether the next thing that counts is an element; moves to it */
    private static boolean isAtElement(XMLStreamReader in) throws XMLStreamException {
        return in.nextTag() == XMLStreamReader.START_ELEMENT;
    }

    /** Puts our own reader in the place of CXF's. */
    static final class Parse extends AbstractSoapInterceptor {

        Parse() {
            super(Phase.POST_STREAM);
            addBefore(StaxInInterceptor.class.getName());
        }

        @Override
        public void handleMessage(SoapMessage message) {
            var request = (SoapRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
            try {
                message.setContent(XMLStreamReader.class, Xml.reader(request.body()));
            } catch (XMLStreamException unreadable) {
                throw new SoapFault(
                        String.valueOf(unreadable.getMessage()),
                        unreadable,
                        message.getVersion().getSender());
            }
        }
    }
}
