package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The hub as one account of it sees it: its API over HTTPS, on this machine. */
public final class Hub {

    /** How often a question that was one too many is asked again. */
    private static final int AGAIN = 60;

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A sheet of 50,000 rows is answered when it is taken in. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final HttpClient http;
    private final URI base;
    private final String authorization;
    private final Map<String, String> account;

    private Hub(HttpClient http, URI base, String authorization, Map<String, String> account) {
        this.http = http;
        this.base = base;
        this.authorization = authorization;
        this.account = account;
    }

    private static Hub of(HttpClient http, URI base, String user, String password) {
        byte[] account = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return new Hub(
                http,
                base,
                "Basic " + Base64.getEncoder().encodeToString(account),
                Map.of("username", user, "password", password));
    }

    /** Nobody in particular, for what a machine may read without log-in. */
    public static Hub nobody(URI base) {
        return new Hub(client(), base, "", Map.of());
    }

    /** An account whose password is known. */
    public static Hub account(URI base, String user, String password) {
        return of(client(), base, user, password);
    }

    /**
     * The administrator of a hub that has just been started for the first time.
     *
     * @param data the hub's folder of state, where the one-time password lies
     */
    public static Hub administrator(URI base, Path data) throws IOException {
        String first =
                Files.readString(data.resolve("etc/initial-admin-password")).strip();
        return of(client(), base, "admin", first).withPassword("admin", first);
    }

    /** A new account that sees these areas and no more. */
    public Hub viewer(String name, List<String> areas) throws IOException {
        String first = password();
        send("POST", "/api/v1/accounts", Map.of("username", name, "password", first, "role", "viewer", "areas", areas));
        return of(http, base, name, first).withPassword(name, first);
    }

    private Hub withPassword(String user, String first) throws IOException {
        String next = password();
        send("PUT", "/api/v1/session/password", Map.of("oldPassword", first, "newPassword", next));
        Hub account = of(http, base, user, next);
        // once, alone: the slow check of a new password; many at once would be throttled like guesses
        account.get("/api/v1/cameras?limit=1");
        return account;
    }

    /** @return what stands in {@code Authorization}, for whoever speaks HTTP by a socket of its own */
    public String authorization() {
        return authorization;
    }

    public JsonNode get(String path) throws IOException {
        return JSON.readTree(send(request(path, "GET", BodyPublishers.noBody())));
    }

    String text(String path) throws IOException {
        return new String(send(request(path, "GET", BodyPublishers.noBody())), StandardCharsets.UTF_8);
    }

    /** Used heap, as the hub itself says; collect before, for what is held. */
    double heapMiB() throws IOException {
        return text("/metrics")
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum()
                / (1 << 20);
    }

    /** Sequence number of the newest event; 0 if there is none. */
    public long lastEvent() throws IOException {
        JsonNode items = get("/api/v1/events?newest=true&limit=1").get("items");
        return items.isEmpty() ? 0 : items.get(0).get("sequence").asLong();
    }

    /** @return the address of the page after this one; empty after the last */
    public static Optional<String> next(String first, JsonNode page) {
        String cursor = page.path("next").asText("");
        return cursor.isEmpty()
                ? Optional.empty()
                : Optional.of(first + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    }

    /** @return the answer; null if it has no body */
    public JsonNode send(String method, String path, Map<String, ?> body) throws IOException {
        HttpRequest.Builder request = request(path, method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        byte[] answer = send(request.header("Content-Type", "application/json"));
        return answer.length == 0 ? null : JSON.readTree(answer);
    }

    /** @return the answer, whatever its status */
    public HttpResponse<byte[]> exchange(String method, String path, Map<String, ?> body, String... headers)
            throws IOException {
        HttpRequest.Builder request = request(
                path,
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return answer((headers.length == 0 ? request : request.headers(headers)).build());
    }

    public JsonNode sheet(String path, Path xlsx) throws IOException {
        return JSON.readTree(send(request(path, "POST", BodyPublishers.ofFile(xlsx))
                .header("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")));
    }

    /** An answer, whatever it says. */
    public record Reply(int status, byte[] content) {

        public JsonNode json() throws IOException {
            return JSON.readTree(content);
        }
    }

    /** Sends something of any kind, and takes any answer. */
    public Reply body(String path, String type, byte[] content) throws IOException {
        return reply(request(path, "POST", BodyPublishers.ofByteArray(content)).header("Content-Type", type));
    }

    /** Reads something, and takes any answer. */
    public Reply body(String path) throws IOException {
        return reply(request(path, "GET", BodyPublishers.noBody()));
    }

    private Reply reply(HttpRequest.Builder request) throws IOException {
        HttpResponse<byte[]> answer = answer(request.build());
        return new Reply(answer.statusCode(), answer.body());
    }

    /** Asks without waiting, for whoever measures how long it takes. */
    public CompletableFuture<HttpResponse<byte[]>> ask(String path) {
        return http.sendAsync(request(path, "GET", BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
    }

    /** Opens a session with this account's password, as a browser does; whatever the answer. */
    public HttpResponse<byte[]> logIn(Duration patience) throws IOException, InterruptedException {
        return answer(
                HttpRequest.newBuilder(base.resolve("/api/v1/session")),
                "POST",
                "application/json",
                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(account)),
                patience);
    }

    /** Asks, whatever the answer; for whoever wants to see refusals. */
    public HttpResponse<byte[]> answer(
            String method, String path, String type, BodyPublisher body, Duration patience, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request, method, type, body, patience);
    }

    private HttpResponse<byte[]> answer(
            HttpRequest.Builder request, String method, String type, BodyPublisher body, Duration patience)
            throws IOException, InterruptedException {
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return http.send(request.method(method, body).timeout(patience).build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String method, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body);
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private byte[] send(HttpRequest.Builder request) throws IOException {
        HttpRequest built = request.build();
        HttpResponse<byte[]> answer = answer(built);
        for (int again = 0; answer.statusCode() == 429 && built.method().equals("GET") && again < AGAIN; again++) {
            answer = later(built);
        }
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(built.method() + ' ' + built.uri() + ": " + answer.statusCode() + ' '
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    /** Once more, when the hub has had a while without us: it limits how many requests an address makes. */
    private HttpResponse<byte[]> later(HttpRequest request) throws IOException {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return answer(request);
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Made up for this run, and kept nowhere. */
    public static String password() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** Trusts the hub's certificate, whoever signed it. */
    public static HttpClient client() {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new TrustsAnyone()}, new SecureRandom());
            return HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    /** The hub's certificate is its own, made at its first start on this machine. */
    private static final class TrustsAnyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // never asked
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // self-signed
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            // never asked
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            // self-signed
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // never asked
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // self-signed
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
