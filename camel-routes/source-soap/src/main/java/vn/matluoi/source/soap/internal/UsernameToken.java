package vn.matluoi.source.soap.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;

/**
 * Says within a message who sends it (OASIS Web Services Security UsernameToken Profile 1.1.1). It is a header of SOAP of its own, new for
 * each message.
 */
enum UsernameToken {
    /** The password itself; over TLS only. */
    TEXT("PasswordText") {
        @Override
        String password(String password, byte[] nonce, String created) {
            return BodyFile.escaped(password);
        }
    },
    /** {@code Base64(SHA-1(nonce + created + password))}, as the profile has it. */
    DIGEST("PasswordDigest") {
        @Override
        String password(String password, byte[] nonce, String created) {
            try {
                var sha1 = MessageDigest.getInstance("SHA-1");
                sha1.update(nonce);
                sha1.update(created.getBytes(StandardCharsets.UTF_8));
                return Base64.getEncoder().encodeToString(sha1.digest(password.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        }
    };

    static final int NONCE_BYTES = 16;

    private static final String WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";

    private final String type;

    UsernameToken(String type) {
        this.type = type;
    }

    /** @throws IllegalArgumentException if there is no such kind */
    static UsernameToken of(String text) {
        return switch (text) {
            case "text" -> TEXT;
            case "digest" -> DIGEST;
            default -> throw new IllegalArgumentException(text);
        };
    }

    abstract String password(String password, byte[] nonce, String created);

    /**
     * @param nonce random, never used before
     * @param now by the hub's clock; servers take what is some minutes old at most
     * @param timestamps whether the header also says until when the message is good
     * @return the header that stands in the envelope's
     */
    String header(
            SoapVersion version, String username, String password, byte[] nonce, Instant now, Timestamps timestamps) {
        var created = said(now);
        return """
                <wsse:Security xmlns:wsse="%1$swssecurity-secext-1.0.xsd" xmlns:wsu="%1$swssecurity-utility-1.0.xsd" \
                xmlns:envelope="%2$s" envelope:mustUnderstand="1">%8$s<wsse:UsernameToken wsu:Id="UsernameToken-1">\
                <wsse:Username>%3$s</wsse:Username>\
                <wsse:Password Type="%1$susername-token-profile-1.0#%4$s">%5$s</wsse:Password>\
                <wsse:Nonce EncodingType="%1$ssoap-message-security-1.0#Base64Binary">%6$s</wsse:Nonce>\
                <wsu:Created>%7$s</wsu:Created></wsse:UsernameToken></wsse:Security>"""
                .formatted(
                        WSS,
                        version.namespace(),
                        BodyFile.escaped(username),
                        type,
                        password(password, nonce, created),
                        Base64.getEncoder().encodeToString(nonce),
                        created,
                        timestamps == Timestamps.NONE ? "" : timestamp(created, now));
    }

    private static String timestamp(String created, Instant now) {
        return "<wsu:Timestamp wsu:Id=\"Timestamp-1\"><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp>"
                .formatted(created, said(now.plus(Timestamps.WINDOW)));
    }

    /** With three digits, which some servers want. */
    private static String said(Instant moment) {
        return new DateTimeFormatterBuilder().appendInstant(3).toFormatter().format(moment);
    }
}
