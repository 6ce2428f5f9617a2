package vn.matluoi.benchmarks.ledger;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recorder whose cameras are renamed, all at once, and a person who then asks the hub to look. The hub may look by itself
 * as well: what the recorder says is never refused, and it stays true until it says something else.
 */
final class SyncProducer extends Producer {

    private final Api api;
    private final HttpClient plain = HttpClient.newHttpClient();
    private final Harness.Recorder recorder;
    private final Map<String, ?> settings;
    private final Duration patience;

    SyncProducer(Api api, Path ledgers, Harness.Recorder recorder, int epoch, long seed, Duration patience)
            throws IOException {
        super(ledgers, recorder.name(), epoch, seed);
        this.api = api;
        this.recorder = recorder;
        this.patience = patience;
        settings = new HashMap<>(Map.of(
                "id",
                source,
                "name",
                "Đầu ghi " + source,
                "driver",
                "hikvision",
                "address",
                recorder.address(),
                "username",
                "admin",
                "secret",
                recorder.password(),
                "area",
                "27694",
                "sector",
                "security",
                "options",
                Map.of("rtsp.port", String.valueOf(recorder.rtspPort()))));
    }

    @Override
    void prepare() throws IOException, InterruptedException {
        Sources.add(api, settings);
    }

    @Override
    Sending next(Event.Id id) {
        Map<String, String> rows = new TreeMap<>();
        recorder.channels().forEach((channel, name) -> rows.put(channel, digest(channel, name + ' ' + id)));
        Event event = new Event("sync", id.source(), id.epoch(), id.seq(), Event.sha256(rows.toString()), rows);
        return new Sending(event, new byte[0], false);
    }

    static String digest(String channel, String name) {
        return Event.sha256(channel + '\n' + name);
    }

    @Override
    Api.Answer send(Sending sending) throws IOException, InterruptedException {
        label(sending.event().id().toString());
        Api.Answer answer = api.send("POST", "/api/v1/sources/" + source + "/sync", "", new byte[0], patience);
        // the recorder has said it: that nobody could ask for it now takes nothing back
        return answer.outcome() == Outcome.OK
                ? answer
                : new Api.Answer(Outcome.UNKNOWN, answer.status(), answer.body());
    }

    private void label(String label) throws IOException, InterruptedException {
        byte[] body = Api.JSON.writeValueAsBytes(Map.of("recorder", recorder.name(), "label", label));
        var answer = plain.send(
                HttpRequest.newBuilder(recorder.control().resolve("/label"))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the simulator: " + answer.body());
        }
    }

    /** The hub no longer looks at the recorder; its cameras stay. */
    void leave() throws IOException, InterruptedException {
        Api.Answer answer = api.send("DELETE", "/api/v1/sources/" + source, "", new byte[0], patience);
        if (answer.outcome() != Outcome.OK) {
            throw new IOException("DELETE " + source + ": " + answer);
        }
    }
}
