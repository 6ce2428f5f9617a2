package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * The header that logs in to a device by WS-UsernameToken: {@code Base64(SHA-1(nonce + created + password))}. Source: OASIS
 * Web Services Security UsernameToken Profile 1.0, section 3.1.
 */
final class Token {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String HEADER =
            """
            <wsse:Security%s xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" \
            xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">\
            <wsse:UsernameToken><wsse:Username>%s</wsse:Username>\
            <wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest">\
            %s</wsse:Password>\
            <wsse:Nonce EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">\
            %s</wsse:Nonce><wsu:Created>%s</wsu:Created></wsse:UsernameToken></wsse:Security>""";

    private Token() {}

    /**
     * @param created the time on the device's clock, which compares it with its own
     * @param mustUnderstand whether the device shall refuse the request if it does not know the header
     */
    static String header(String user, String secret, Instant created, boolean mustUnderstand) {
        var nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        var time = created.truncatedTo(ChronoUnit.MILLIS).toString();
        return HEADER.formatted(
                mustUnderstand ? " s:mustUnderstand=\"1\"" : "",
                Soap.escape(user),
                digest(nonce, time, secret),
                Base64.getEncoder().encodeToString(nonce),
                time);
    }

    static String digest(byte[] nonce, String created, String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-1");
            sha.update(nonce);
            sha.update(created.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(sha.digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
