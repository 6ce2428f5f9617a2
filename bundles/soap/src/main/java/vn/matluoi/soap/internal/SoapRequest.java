package vn.matluoi.soap.internal;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.DeliverySignature;

/** A request whose caller is proved and whose body is there; of its headers only those that belong to SOAP are seen. */
final class SoapRequest extends HttpServletRequestWrapper {

    private static final Set<String> SEEN = Set.of("content-type", "soapaction", "accept");

    private final Caller caller;
    private final byte[] body;
    private final Optional<DeliverySignature> signature;

    /** @param signature of the body, verified; empty if it has none */
    SoapRequest(HttpServletRequest request, Caller caller, byte[] body, Optional<DeliverySignature> signature) {
        super(request);
        this.caller = caller;
        this.body = body;
        this.signature = signature;
    }

    Caller caller() {
        return caller;
    }

    byte[] body() {
        return body;
    }

    Optional<DeliverySignature> signature() {
        return signature;
    }

    private static boolean isSeen(String name) {
        return SEEN.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String getHeader(String name) {
        return isSeen(name) ? super.getHeader(name) : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isSeen(name) ? super.getHeaders(name) : Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(List.copyOf(Collections.list(super.getHeaderNames()).stream()
                .filter(SoapRequest::isSeen)
                .toList()));
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() {
        var bytes = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("all of it is here");
            }

            @Override
            public int read() {
                return bytes.read();
            }
        };
    }
}
