package vn.matluoi.simulators.onvif;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** A client of its own mind: shares no line with the simulator, and looks at the text that came. */
final class SoapClient {

    static final String TDS = "http://www.onvif.org/ver10/device/wsdl";
    static final String TRT = "http://www.onvif.org/ver10/media/wsdl";
    static final String TR2 = "http://www.onvif.org/ver20/media/wsdl";
    static final String TPTZ = "http://www.onvif.org/ver20/ptz/wsdl";
    static final String TEV = "http://www.onvif.org/ver10/events/wsdl";
    static final String WSNT = "http://docs.oasis-open.org/wsn/b-2";
    static final String TSE = "http://www.onvif.org/ver10/search/wsdl";
    static final String TRP = "http://www.onvif.org/ver10/replay/wsdl";

    private static final String WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";

    private static final AtomicInteger NONCES = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OnvifDevice device;
    private final String password;

    SoapClient(OnvifDevice device, String password) {
        this.device = device;
        this.password = password;
    }

    record Answer(int status, String text, HttpResponse<String> whole) {

        /** Texts of all elements of that local name. */
        List<String> all(String name) {
            Matcher matcher = Pattern.compile("<(?:\\w+:)?" + name + "(?: [^>]*)?>([^<]*)</")
                    .matcher(text);
            return matcher.results().map(found -> found.group(1)).toList();
        }

        String first(String name) {
            return all(name).stream().findFirst().orElse("");
        }

        boolean wellFormed() {
            try {
                var factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                var builder = factory.newDocumentBuilder();
                builder.setErrorHandler(new DefaultHandler());
                builder.parse(new InputSource(new StringReader(text)));
                return true;
            } catch (Exception e) {
                return false;
            }
        }
    }

    /** An operation of the device service. */
    Answer device(String operation) throws IOException, InterruptedException {
        return call("device_service", TDS, operation, "");
    }

    Answer media(String operation, String content) throws IOException, InterruptedException {
        return call("media_service", TRT, operation, content);
    }

    Answer ptz(String operation, String content) throws IOException, InterruptedException {
        return call("ptz_service", TPTZ, operation, "<ProfileToken>Profile_101</ProfileToken>" + content);
    }

    Answer events(String operation, String content) throws IOException, InterruptedException {
        return call("event_service", TEV, operation, content);
    }

    Answer search(String operation, String content) throws IOException, InterruptedException {
        return call("search_service", TSE, operation, content);
    }

    /** With a user name token, by the machine's clock. */
    Answer call(String service, String namespace, String operation, String content)
            throws IOException, InterruptedException {
        return to("http://127.0.0.1:" + device.port() + "/onvif/" + service, namespace, operation, content);
    }

    Answer to(String address, String namespace, String operation, String content)
            throws IOException, InterruptedException {
        return send(address, envelope(token(Instant.now()), namespace, operation, content));
    }

    CompletableFuture<Answer> later(String address, String namespace, String operation, String content) {
        return http.sendAsync(
                        request(address, envelope(token(Instant.now()), namespace, operation, content))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer.body(), answer));
    }

    /** @param header content of the SOAP header */
    Answer withHeader(String header, String namespace, String operation, String content)
            throws IOException, InterruptedException {
        return send(
                "http://127.0.0.1:" + device.port() + "/onvif/device_service",
                envelope(header, namespace, operation, content));
    }

    Answer send(String address, String message, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(address, message);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body(), answer);
    }

    HttpResponse<byte[]> get(String address, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The {@code Authorization} that answers a challenge, once. */
    String digest(String challenge, String method, String uri) {
        String realm = value(challenge, "realm");
        String nonce = value(challenge, "nonce");
        String ha1 = md5(device.user() + ':' + realm + ':' + password);
        String response = md5(ha1 + ':' + nonce + ":00000001:00c0ffee:auth:" + md5(method + ':' + uri));
        return "Digest username=\"" + device.user() + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\""
                + uri + "\", qop=auth, nc=00000001, cnonce=\"00c0ffee\", response=\"" + response + '"';
    }

    String token(Instant created) {
        return token(created, "a nonce " + NONCES.incrementAndGet(), "");
    }

    /** @param attributes of the security header */
    String token(Instant created, String nonce, String attributes) {
        String time = created.toString();
        byte[] bytes = nonce.getBytes(StandardCharsets.UTF_8);
        String proof;
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(bytes);
            sha1.update((time + password).getBytes(StandardCharsets.UTF_8));
            proof = Base64.getEncoder().encodeToString(sha1.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return "<Security xmlns=\"" + WSS + "wssecurity-secext-1.0.xsd\"" + attributes + "><UsernameToken><Username>"
                + device.user() + "</Username><Password Type=\"" + WSS + "username-token-profile-1.0#PasswordDigest\">"
                + proof + "</Password><Nonce>" + Base64.getEncoder().encodeToString(bytes)
                + "</Nonce><Created xmlns=\"" + WSS + "wssecurity-utility-1.0.xsd\">" + time
                + "</Created></UsernameToken></Security>";
    }

    static String envelope(String header, String namespace, String operation, String content) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>" + header
                + "</s:Header><s:Body><" + operation + " xmlns=\"" + namespace + "\">" + content + "</" + operation
                + "></s:Body></s:Envelope>";
    }

    private static HttpRequest.Builder request(String address, String message) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(message));
    }

    private static String value(String challenge, String name) {
        Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + challenge);
        }
        return matcher.group(1);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
