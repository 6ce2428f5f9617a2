package vn.matluoi.driver.onvif.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * A SOAP fault, which devices send with HTTP 200, 400 or 500. Codes are compared without their prefix: {@code ter:} is often
 * declared nowhere, and {@code env:} is written in an envelope that calls it {@code SOAP-ENV}. Source: ONVIF core
 * specification 5.8.2.
 *
 * @param kind what it means here
 * @param said code and reason in the device's words, cleaned and bounded
 */
record Fault(Kind kind, String said) {

    private static final Pattern UNAUTHORIZED = Pattern.compile(
            "not ?authori[sz]ed|unauthori[sz]ed|authority|failedauthentication|failedcheck|not permitted");
    private static final Pattern LOCKED = Pattern.compile("\\b(?:is|account|user) lock(?:ed)?\\b");
    private static final Pattern FULL = Pattern.compile(
            "blockedthreadupperlimit|maximum|too ?many|maxnvtprofiles|toomanypresets|resources? unavailable|limit reached|outofmemory|\\bbusy\\b");
    private static final Pattern UNKNOWN = Pattern.compile(
            "actionnotsupported|optionalactionnotimplemented|not implemented|not supported|notsupported|no such operation");

    /** What a fault means. */
    enum Kind {
        /** The log-in is missing or wrong, or the account has not the right. */
        NOT_AUTHORIZED,
        LOCKED,
        /** A header was not understood: the device was built without WS-Security. */
        NOT_UNDERSTOOD,
        /** No room now: busy, out of memory, or no place for another subscription, pull, or preset. */
        FULL,
        NOT_SUPPORTED,
        OTHER
    }

    /** @param body the SOAP body; empty if it holds no fault */
    static Optional<Fault> in(XmlElement body) {
        return body.child("Fault").map(Fault::of);
    }

    static Fault of(XmlElement fault) {
        var codes = fault.all("Value").stream().map(XmlElement::text).map(Fault::bare);
        var old = fault.child("faultcode").map(XmlElement::text).map(Fault::bare); // SOAP 1.1, from a few
        var code = Stream.concat(codes, old.stream())
                .filter(c -> !c.isEmpty())
                .distinct()
                .limit(8)
                .collect(Collectors.joining("/"));
        var reason = fault.at("Reason", "Text")
                .or(() -> fault.child("faultstring"))
                .map(XmlElement::text)
                .orElse("");
        var said = Clean.text(reason.isEmpty() ? code : code + ": " + reason);
        return new Fault(kind(said.toLowerCase(Locale.ROOT)), said);
    }

    private static String bare(String code) {
        return code.substring(code.indexOf(':') + 1).strip();
    }

    private static Kind kind(String said) {
        if (said.contains("mustunderstand") || said.contains("must be understood")) {
            return Kind.NOT_UNDERSTOOD;
        }
        if (LOCKED.matcher(said).find()) {
            return Kind.LOCKED;
        }
        if (FULL.matcher(said).find()) {
            return Kind.FULL;
        }
        if (UNKNOWN.matcher(said).find()) {
            return Kind.NOT_SUPPORTED;
        }
        return UNAUTHORIZED.matcher(said).find() ? Kind.NOT_AUTHORIZED : Kind.OTHER;
    }

    /** @return what it means for who asked, the log-in being right */
    DeviceException asException(String operation) {
        return switch (kind) {
            case NOT_AUTHORIZED -> Words.noRight(operation);
            case LOCKED -> Words.locked();
            case FULL -> Words.full(said);
            case NOT_UNDERSTOOD, NOT_SUPPORTED -> Words.notSupported(operation, said);
            case OTHER -> Words.fault(operation, said);
        };
    }
}
