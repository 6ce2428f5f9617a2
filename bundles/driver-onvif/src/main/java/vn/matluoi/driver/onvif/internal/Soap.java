package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import vn.matluoi.api.http.DeviceRequest;

/** Writes SOAP 1.2 requests. Source: ONVIF core specification 5.3; SOAP 1.2 part 2 section 6.5.3 for the action. */
final class Soap {

    private static final String ENVELOPE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" \
            xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" \
            xmlns:%s="%s"><s:Header>%s</s:Header><s:Body>%s</s:Body></s:Envelope>""";

    private Soap() {}

    /**
     * @param security the header that logs in; may be empty
     * @param maxBytes largest answer to accept
     */
    static DeviceRequest request(Operation operation, String path, String security, int maxBytes) {
        var service = operation.service();
        var text = ENVELOPE.formatted(
                service.prefix(), service.namespace(), security + operation.headers(), operation.body());
        var type = "application/soap+xml; charset=utf-8; action=\"" + operation.action() + "\"";
        return new DeviceRequest("POST", path, Optional.of(type), text.getBytes(UTF_8), maxBytes)
                .waiting(operation.patience());
    }

    /** @return an element with a text */
    static String element(String name, String value) {
        return "<%1$s>%2$s</%1$s>".formatted(name, escape(value));
    }

    /** @return fit for a text and for an attribute: what XML 1.0 does not allow at all is left out */
    static String escape(String value) {
        var escaped = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                default -> {
                    if (c >= ' ' && c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff)) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
