package vn.matluoi.source.soap.internal;

import java.util.Map;
import vn.matluoi.api.http.DeviceRequest;

/** How a message is sent (SOAP 1.1 §6.1, SOAP 1.2-2 §7, RFC 3902). */
enum SoapVersion {
    ONE_ONE("http://schemas.xmlsoap.org/soap/envelope/") {
        @Override
        DeviceRequest with(DeviceRequest message, String action) {
            return message.with(Map.of("SOAPAction", "\"" + action + "\""));
        }

        @Override
        String contentType(String action) {
            return "text/xml; charset=utf-8";
        }
    },
    ONE_TWO("http://www.w3.org/2003/05/soap-envelope") {
        @Override
        DeviceRequest with(DeviceRequest message, String action) {
            return message;
        }

        @Override
        String contentType(String action) {
            return "application/soap+xml; charset=utf-8" + (action.isEmpty() ? "" : "; action=\"" + action + "\"");
        }
    };

    private final String namespace;

    SoapVersion(String namespace) {
        this.namespace = namespace;
    }

    /** @return that of envelopes */
    String namespace() {
        return namespace;
    }

    /** @throws IllegalArgumentException if there is no such version */
    static SoapVersion of(String text) {
        return switch (text) {
            case "1.1" -> ONE_ONE;
            case "1.2" -> ONE_TWO;
            default -> throw new IllegalArgumentException(text);
        };
    }

    abstract String contentType(String action);

    /** @return the message with what it needs besides */
    abstract DeviceRequest with(DeviceRequest message, String action);
}
