package vn.matluoi.soap.internal;

import java.util.Locale;
import java.util.Optional;

/** The two forms of SOAP, told apart by the content type (SOAP 1.1 §6.1.1, RFC 3902). */
enum Version {
    ONE_ONE("text/xml", "http://schemas.xmlsoap.org/soap/envelope/"),
    ONE_TWO("application/soap+xml", "http://www.w3.org/2003/05/soap-envelope");

    private final String mediaType;
    private final String namespace;

    Version(String mediaType, String namespace) {
        this.mediaType = mediaType;
        this.namespace = namespace;
    }

    String mediaType() {
        return mediaType;
    }

    String namespace() {
        return namespace;
    }

    /** @return empty if it is neither */
    static Optional<Version> of(String contentType) {
        var type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (var version : values()) {
            if (version.mediaType.equals(type)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
