package vn.matluoi.soap.internal;

import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import vn.matluoi.api.http.XmlElement;

/** Writes the one element of an answer's body. */
final class MessageOut extends AbstractSoapInterceptor {

    MessageOut() {
        super(Phase.MARSHAL);
    }

    @Override
    public void handleMessage(SoapMessage message) {
        try {
            Xml.write((XmlElement) message.getContent(List.class).get(0), message.getContent(XMLStreamWriter.class));
        } catch (XMLStreamException gone) {
            throw new Fault(gone);
        }
    }
}
