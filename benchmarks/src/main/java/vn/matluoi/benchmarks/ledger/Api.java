package vn.matluoi.benchmarks.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The hub's API as a producer meets it: every answer counts, the missing one too. Any thread. */
public final class Api {

    /** Refusals (503) that do not say that nothing was written. */
    public static final Set<String> MAYBE_THERE =
            Set.of("database.uncertain", "access.uncertain", "source.saved-unread");

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI base;
    private final String authorization;

    /** @param http one for all, which trusts the hub's certificate */
    public Api(HttpClient http, URI base, String user, String password) {
        this.http = http;
        this.base = base;
        byte[] account = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(account);
    }

    /**
     * What came of a request.
     *
     * @param status 0 if there was no answer
     */
    record Answer(Outcome outcome, int status, byte[] body) {

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        /** Whether the hub looked at it and will not have it, however often it is sent. */
        boolean forGood() {
            return outcome == Outcome.FAIL && status >= 400 && status < 500 && status != 429;
        }

        @Override
        public String toString() {
            return status + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer json(String method, String path, Map<String, ?> body, Duration patience) throws InterruptedException {
        try {
            return send(method, path, "application/json", JSON.writeValueAsBytes(body), patience);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Answer send(String method, String path, String type, byte[] body, Duration patience, String... headers)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(patience)
                .header("Authorization", authorization)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(outcome(answer.statusCode(), answer.body()), answer.statusCode(), answer.body());
        } catch (ConnectException | HttpConnectTimeoutException nothingSent) {
            return none(Outcome.FAIL, nothingSent);
        } catch (IOException cutOff) {
            return none(Outcome.UNKNOWN, cutOff);
        }
    }

    private static Answer none(Outcome outcome, IOException why) {
        return new Answer(outcome, 0, String.valueOf(why).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A hub that does not know itself (500) may have done it; one that has no time or no database (503) has not, unless it
     * says so.
     */
    static Outcome outcome(int status, byte[] body) {
        if (status / 100 == 2) {
            return Outcome.OK;
        }
        if (status == 503) {
            return MAYBE_THERE.contains(rule(body)) ? Outcome.UNKNOWN : Outcome.FAIL;
        }
        return status / 100 == 4 && status != 408 ? Outcome.FAIL : Outcome.UNKNOWN;
    }

    private static String rule(byte[] body) {
        try {
            return JSON.readTree(body).path("rule").asText();
        } catch (IOException noProblem) {
            return "";
        }
    }

    /** Asks once, alone: the slow check of a password after a start; many at once would be throttled like guesses. */
    public void warm() throws IOException, InterruptedException {
        get("/api/v1/cameras?limit=1");
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = send("GET", path, "", new byte[0], Duration.ofMinutes(2));
        if (answer.outcome() != Outcome.OK) {
            throw new IOException("GET " + path + ": " + answer);
        }
        return answer.json();
    }
}
