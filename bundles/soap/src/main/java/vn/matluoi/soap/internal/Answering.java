package vn.matluoi.soap.internal;

import java.util.List;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.service.invoker.Invoker;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import vn.matluoi.api.http.XmlElement;

/** Has the operation answer. */
final class Answering implements Invoker {

    private final Operations operations;

    Answering(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Object invoke(Exchange exchange, Object contents) {
        var request = (SoapRequest) exchange.getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        var message = (XmlElement) ((List<?>) contents).get(0);
        return new MessageContentsList(operations.answer(request.caller(), message));
    }
}
