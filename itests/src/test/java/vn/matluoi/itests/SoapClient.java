package vn.matluoi.itests;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Dispatch;
import javax.xml.ws.Service;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.transport.http.HTTPConduit;

/** An agency's client, by JAX-WS, that knows of the hub what its WSDL says and nothing else. */
final class SoapClient {

    private static final String NAMESPACE = "urn:matluoi:agency:v1";

    private final Service service;
    private final String user;
    private final String password;

    /** @param wsdl as the hub serves it */
    SoapClient(String wsdl, String user, String password) throws IOException {
        Path file = Files.createTempFile(Project.TARGET, "agency", ".wsdl");
        Files.writeString(file, wsdl);
        this.service = Service.create(file.toUri().toURL(), new QName(NAMESPACE, "AgencyService"));
        this.user = user;
        this.password = password;
    }

    /**
     * @param port {@code Agency11} or {@code Agency12}
     * @return the answer's element
     * @throws javax.xml.ws.WebServiceException if that is a fault; its cause is the fault
     */
    String send(String port, String operation, String message) {
        Dispatch<Source> dispatch =
                service.createDispatch(new QName(NAMESPACE, port), Source.class, Service.Mode.PAYLOAD);
        dispatch.getRequestContext()
                .putAll(Map.of(
                        BindingProvider.USERNAME_PROPERTY,
                        user,
                        BindingProvider.PASSWORD_PROPERTY,
                        password,
                        BindingProvider.SOAPACTION_USE_PROPERTY,
                        true,
                        BindingProvider.SOAPACTION_URI_PROPERTY,
                        NAMESPACE + ":" + operation));
        var tls = new TLSClientParameters();
        tls.setSslContext(Client.tls());
        tls.setDisableCNCheck(true);
        ((HTTPConduit) ((DispatchImpl<Source>) dispatch).getClient().getConduit()).setTlsClientParameters(tls);
        return text(dispatch.invoke(new StreamSource(new StringReader(message))));
    }

    private static String text(Source source) {
        var text = new StringWriter();
        try {
            TransformerFactory.newDefaultInstance().newTransformer().transform(source, new StreamResult(text));
        } catch (TransformerException e) {
            throw new AssertionError("no XML", e);
        }
        return text.toString();
    }
}
