package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.servlet.http.HttpServletRequest;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.rest.internal.problem.Problem;

/**
 * The health check {@code rest}: asks the hub's own API over HTTPS, without log-in, and expects its refusal. Web server,
 * TLS, servlet and CXF must all work for that.
 *
 * <p>The certificate is not checked: the hub asks itself, sends nothing secret, and believes nothing but the status.
 */
public final class SelfCall implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofMillis(1_800);
    private static final Duration WARMING_UP = Duration.ofSeconds(15);

    private static final int NONE = 0;
    private static final int NOT_FOUND = 404;
    private static final String HEADER = "X-Matluoi-Self";

    /** Known to nobody else: by it the rate limit lets this call through, however busy this address is. */
    private final String token = HexFormat.of().formatHex(random());

    private final Supplier<URI> address;
    private final HttpClient client;

    /** @param address of {@code /api/v1/session} */
    SelfCall(Supplier<URI> address) {
        this.address = address;
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Itself()}, null);
            client = HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(WARMING_UP)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has TLS", missing);
        }
    }

    boolean made(HttpServletRequest request) {
        var given = request.getHeader(HEADER);
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name() {
        return "rest";
    }

    /** Asks once with more patience, so that the first who comes does not wait until all classes are loaded. */
    public Answer warmUp() {
        return ask(WARMING_UP);
    }

    @Override
    public Result check() {
        return ask(PATIENCE).result();
    }

    /**
     * What came of a call.
     *
     * @param status of HTTP; 0 if nothing answered
     * @param result what {@link #check()} says of it
     */
    public record Answer(int status, Result result) {

        private static Answer none(Text text) {
            return new Answer(NONE, Result.down(text));
        }

        /** @return whether no web server answers there (yet) */
        public boolean isNone() {
            return status == NONE;
        }

        /** @return whether a web server answers there and has no such thing: the API's servlet is not on it */
        public boolean isUnknown() {
            return status == NOT_FOUND;
        }
    }

    private Answer ask(Duration patience) {
        var uri = address.get();
        var request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header(HEADER, token)
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            var ours = answer.headers().firstValue("Content-Type").orElse("").startsWith(Problem.MEDIA_TYPE);
            var result = answer.statusCode() == 401 && ours
                    ? Result.ok(new Text("API trả lời tại " + uri, "The API answers at " + uri))
                    : Result.down(new Text(
                            "API tại " + uri + " trả lời " + answer.statusCode() + " thay vì 401.",
                            "The API at " + uri + " answers " + answer.statusCode() + " instead of 401."));
            return new Answer(answer.statusCode(), result);
        } catch (IOException down) {
            return Answer.none(
                    new Text("API không trả lời tại " + uri + ".", "The API does not answer at " + uri + "."));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Answer.none(new Text("Đang dừng.", "The hub is stopping."));
        }
    }

    private static byte[] random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Takes any certificate: see above. */
    private static final class Itself extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("this side never is the server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // the hub itself
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("this side never is the server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // the hub itself
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this side never is the server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // the hub itself
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
