package vn.matluoi.itests;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A program that talks to the hub over HTTPS, as one account or as nobody. */
final class Client {

    private final HttpClient http;
    private final URI base;
    private final Optional<String> authorization;

    private Client(HttpClient http, URI base, Optional<String> authorization) {
        this.http = http;
        this.base = base;
        this.authorization = authorization;
    }

    static Client anonymous(URI base) {
        var http = HttpClient.newBuilder()
                .sslContext(tls())
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Client(http, base, Optional.empty());
    }

    static SSLContext tls() {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new TrustsAnyone()}, new SecureRandom());
            return tls;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no TLS", e);
        }
    }

    Client as(String user, String password) {
        var token = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Client(http, base, Optional.of("Basic " + token));
    }

    /** A program with an API key. */
    Client with(String key) {
        return new Client(http, base, Optional.of("Bearer " + key));
    }

    Answer get(String path) {
        return send("GET", path, "", new byte[0]);
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer put(String path, String json) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer delete(String path) {
        return send("DELETE", path, "", new byte[0]);
    }

    Answer send(String method, String path, String contentType, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** @return an answer that goes on; its body is to be closed */
    HttpResponse<InputStream> open(String path, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("GET %s: %s".formatted(path, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The hub's certificate is its own; these tests ask what it says, not who signed it. */
    private static final class TrustsAnyone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // never asked
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // self-signed at first start
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
