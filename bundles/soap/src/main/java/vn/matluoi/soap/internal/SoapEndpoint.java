package vn.matluoi.soap.internal;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import javax.servlet.ServletConfig;
import javax.servlet.http.HttpServletResponse;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.BusException;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapBindingConstants;
import org.apache.cxf.binding.soap.SoapBindingFactory;
import org.apache.cxf.binding.soap.interceptor.SoapHeaderInterceptor;
import org.apache.cxf.binding.soap.model.SoapBindingInfo;
import org.apache.cxf.binding.soap.model.SoapOperationInfo;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.databinding.source.SourceDataBinding;
import org.apache.cxf.endpoint.EndpointException;
import org.apache.cxf.endpoint.EndpointImpl;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.endpoint.ServerImpl;
import org.apache.cxf.interceptor.AttachmentInInterceptor;
import org.apache.cxf.interceptor.AttachmentOutInterceptor;
import org.apache.cxf.interceptor.Interceptor;
import org.apache.cxf.interceptor.OutgoingChainInterceptor;
import org.apache.cxf.interceptor.ServiceInvokerInterceptor;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.service.ServiceImpl;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.service.model.InterfaceInfo;
import org.apache.cxf.service.model.MessageInfo;
import org.apache.cxf.service.model.ServiceInfo;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.wsdl.interceptors.BareOutInterceptor;
import org.apache.cxf.wsdl.interceptors.DocLiteralInInterceptor;

/**
 * The contract's service in CXF: envelopes, headers, versions and faults are CXF's; what stands in the body is read and written by
 * {@link Xml}. Without JAX-WS and JAXB, which nothing else here needs.
 */
final class SoapEndpoint implements AutoCloseable {

    private static final String HTTP = "http://cxf.apache.org/transports/http";

    private final Bus bus;
    private final Server server;

    private SoapEndpoint(Bus bus, Server server) {
        this.bus = bus;
        this.server = server;
    }

    /** @throws RuntimeException of CXF's if a part of it is not there (yet) */
    static SoapEndpoint publish(Operations operations, MessageTally tally) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        // CXF looks for its own parts by the thread's loader
        thread.setContextClassLoader(CXFBusFactory.class.getClassLoader());
        try {
            var bus = new CXFBusFactory().createBus();
            try {
                var endpoint = endpoint(bus, operations, tally);
                var server = new ServerImpl(bus, endpoint, null, new SoapBindingFactory(bus));
                server.start();
                return new SoapEndpoint(bus, server);
            } catch (RuntimeException notYet) {
                bus.shutdown(true);
                throw notYet;
            } catch (BusException | EndpointException | IOException notYet) {
                bus.shutdown(true);
                throw new IllegalStateException(notYet);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static EndpointImpl endpoint(Bus bus, Operations operations, MessageTally tally) throws EndpointException {
        var info = model(operations.names());
        var service = new ServiceImpl(info);
        service.setDataBinding(new SourceDataBinding());
        var endpoint =
                new EndpointImpl(bus, service, info.getEndpoints().iterator().next());
        var binding = endpoint.getBinding();
        binding.getInInterceptors().removeIf(SoapEndpoint::isBinder);
        binding.getOutInterceptors().removeIf(SoapEndpoint::isBinder);
        endpoint.getInInterceptors().add(new MessageIn.Parse());
        endpoint.getInInterceptors().add(new MessageIn());
        endpoint.getInInterceptors().add(new ServiceInvokerInterceptor());
        endpoint.getInInterceptors().add(new OutgoingChainInterceptor());
        endpoint.getOutInterceptors().add(new MessageOut());
        endpoint.getOutFaultInterceptors().add(new FaultOut(operations, tally));
        endpoint.putAll(Map.of(
                FaultListener.class.getName(), (FaultListener) (fault, text, message) -> false, "mtom-enabled", false));
        service.setInvoker(new Answering(operations, tally));
        return endpoint;
    }

    /** What would make objects of a body or of a header, or look for attachments. */
    private static boolean isBinder(Interceptor<?> interceptor) {
        return interceptor instanceof DocLiteralInInterceptor
                || interceptor instanceof BareOutInterceptor
                || interceptor instanceof SoapHeaderInterceptor
                || interceptor instanceof AttachmentInInterceptor
                || interceptor instanceof AttachmentOutInterceptor;
    }

    /** The contract as CXF must know it: which operations there are, and their actions. */
    private static ServiceInfo model(Set<String> operations) {
        var service = new ServiceInfo();
        service.setName(name("AgencyService"));
        var port = new InterfaceInfo(service, name("Agency"));
        var binding = new SoapBindingInfo(service, SoapBindingConstants.SOAP12_BINDING_ID, Soap12.getInstance());
        binding.setName(name("Agency12"));
        binding.setTransportURI("http://schemas.xmlsoap.org/soap/http");
        for (var each : operations) {
            var operation = port.addOperation(name(each));
            var in = operation.createMessage(name(each), MessageInfo.Type.INPUT);
            in.addMessagePart("body").setElementQName(name(each));
            operation.setInput(each, in);
            var out = operation.createMessage(name(each + "Response"), MessageInfo.Type.OUTPUT);
            out.addMessagePart("body").setElementQName(name(each + "Response"));
            operation.setOutput(each + "Response", out);
        }
        service.setInterface(port);
        for (var each : operations) {
            var bound = binding.buildOperation(name(each), each, each + "Response");
            var soap = new SoapOperationInfo();
            soap.setAction(Xml.NAMESPACE + ":" + each);
            soap.setStyle("document");
            bound.addExtensor(soap);
            binding.addOperation(bound);
        }
        service.addBinding(binding);
        var endpoint = new EndpointInfo(service, HTTP);
        endpoint.setName(name("Agency12"));
        endpoint.setBinding(binding);
        endpoint.setAddress("/agency");
        service.addEndpoint(endpoint);
        return service;
    }

    private static QName name(String local) {
        return new QName(Xml.NAMESPACE, local);
    }

    void answer(ServletConfig config, SoapRequest request, HttpServletResponse response) throws IOException {
        ((AbstractHTTPDestination) server.getDestination())
                .invoke(config, config.getServletContext(), request, response);
    }

    @Override
    public void close() {
        server.destroy();
        bus.shutdown(true);
    }
}
