package vn.matluoi.simulators.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of its own mind: shares no line of digest arithmetic with the recorder. */
final class Client {

    private final String address;
    private final String user;
    private final String password;
    private final HttpClient http;
    private String challenge;
    private int count;
    Duration patience = Duration.ofMinutes(1);

    Client(HikvisionRecorder recorder, String password) {
        this(recorder, password, HttpClient.newBuilder());
    }

    Client(HikvisionRecorder recorder, String password, HttpClient.Builder builder) {
        this(recorder.address(), recorder.user(), password, builder);
    }

    Client(String address, String user, String password, HttpClient.Builder builder) {
        this.address = address;
        this.user = user;
        this.password = password;
        http = builder.version(HttpClient.Version.HTTP_1_1).build();
    }

    HttpResponse<byte[]> bare(String path) throws IOException, InterruptedException {
        return send(path, null);
    }

    HttpResponse<byte[]> send(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(patience);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Asks with digest; fetches a challenge first if it has none, and answers once. */
    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        if (challenge == null) {
            challenge = bare(path).headers().firstValue("WWW-Authenticate").orElseThrow();
            count = 0;
        }
        return send(path, authorization(path, ++count));
    }

    /** The same with another method; needs a challenge that was fetched before. */
    HttpResponse<byte[]> send(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(request(method, path, body), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** An answer that does not end. */
    InputStream stream(String path) throws IOException, InterruptedException {
        return http.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest request(String method, String path, String body) throws IOException, InterruptedException {
        if (challenge == null) {
            challenge = bare(path).headers().firstValue("WWW-Authenticate").orElseThrow();
            count = 0;
        }
        HttpRequest.BodyPublisher publisher = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", authorization(method, path, ++count))
                .method(method, publisher)
                .build();
    }

    String text(String path) throws IOException, InterruptedException {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    String authorization(String path, int nonceCount) {
        return authorization("GET", path, nonceCount);
    }

    private String authorization(String method, String path, int nonceCount) {
        String algorithm = challenge.contains("SHA-256") ? "SHA-256" : "MD5";
        String realm = value("realm");
        String nonce = value("nonce");
        String nc = String.format("%08x", nonceCount);
        String ha1 = hash(algorithm, user + ":" + realm + ":" + password);
        String ha2 = hash(algorithm, method + ":" + path);
        String response = hash(algorithm, ha1 + ":" + nonce + ":" + nc + ":00c0ffee:auth:" + ha2);
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + path
                + "\", algorithm=" + algorithm + ", qop=auth, nc=" + nc + ", cnonce=\"00c0ffee\", response=\""
                + response + "\"";
    }

    void forgetChallenge() {
        challenge = null;
    }

    private String value(String name) {
        Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + challenge);
        }
        return matcher.group(1);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
