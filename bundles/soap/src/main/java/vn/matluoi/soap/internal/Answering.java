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
    private final MessageTally tally;

    Answering(Operations operations, MessageTally tally) {
        this.operations = operations;
        this.tally = tally;
    }

    @Override
    public Object invoke(Exchange exchange, Object contents) {
        var request = (SoapRequest) exchange.getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        var message = (XmlElement) ((List<?>) contents).get(0);
        var answer = operations.answer(Sender.of(request, message.name()), message);
        tally.taken(message.name());
        return new MessageContentsList(answer);
    }
}
