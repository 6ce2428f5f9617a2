package vn.matluoi.benchmarks.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Sources at the hub. */
final class Sources {

    private static final int CONFLICT = 409;

    private Sources() {}

    /** Makes a source, if it is not there. */
    static void add(Api api, Map<String, ?> settings) throws IOException, InterruptedException {
        Api.Answer answer = api.json("POST", "/api/v1/sources", settings, Duration.ofSeconds(30));
        if (answer.outcome() != Outcome.OK && answer.status() != CONFLICT) {
            throw new IOException("source " + settings.get("id") + ": " + answer);
        }
    }
}
