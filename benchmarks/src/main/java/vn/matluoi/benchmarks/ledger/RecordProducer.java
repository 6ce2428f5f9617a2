package vn.matluoi.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An administrator who writes one thing at a time: units, which he changes again and again, sources or accounts. */
final class RecordProducer extends Producer {

    private static final List<String> COMMUNES = List.of("25516", "25459", "27694");
    private static final int CONFLICT = 409;

    private final Api api;
    private final Kind kind;
    private final Duration patience;

    enum Kind {
        UNIT,
        SOURCE,
        ACCOUNT
    }

    RecordProducer(Api api, Path ledgers, Kind kind, int epoch, long seed, Duration patience) throws IOException {
        super(ledgers, "lg-" + kind.name().toLowerCase(Locale.ROOT), epoch, seed);
        this.api = api;
        this.kind = kind;
        this.patience = patience;
    }

    @Override
    Sending next(Event.Id id) {
        String key = kind == Kind.UNIT
                ? source + '-' + random.nextInt(5)
                : "%s-%d-%d".formatted(source, id.epoch(), id.seq());
        String area = COMMUNES.get(random.nextInt(COMMUNES.size()));
        String name = "Sổ " + random.nextInt(1000) + ' ' + id;
        String digest = kind == Kind.ACCOUNT ? digest(key, area) : digest(key, name, area);
        Event event = new Event(
                kind.name().toLowerCase(Locale.ROOT), source, id.epoch(), id.seq(), digest, Map.of(key, digest));
        return new Sending(event, (key + '\n' + name + '\n' + area).getBytes(UTF_8), false);
    }

    static String digest(String... words) {
        return Event.sha256(String.join("\n", words));
    }

    @Override
    Api.Answer send(Sending sending) throws InterruptedException {
        String[] words = new String(sending.body(), UTF_8).split("\n");
        String key = words[0];
        return switch (kind) {
            case UNIT -> api.json("PUT", "/api/v1/units/" + key, Map.of("name", words[1], "area", words[2]), patience);
            case SOURCE ->
                there(api.json(
                        "POST", "/api/v1/sources", Map.of("id", key, "name", words[1], "area", words[2]), patience));
            case ACCOUNT ->
                there(api.json(
                        "POST",
                        "/api/v1/accounts",
                        Map.of(
                                "username",
                                key,
                                "password",
                                "Một câu đủ dài " + Event.sha256(key).substring(0, 12),
                                "role",
                                "viewer",
                                "areas",
                                List.of(words[2])),
                        patience));
        };
    }

    /** Names are given once: one that is taken was taken by the sending before, and is compared like any other. */
    private static Api.Answer there(Api.Answer answer) {
        return answer.status() == CONFLICT ? new Api.Answer(Outcome.OK, CONFLICT, answer.body()) : answer;
    }

    @Override
    void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(200));
    }
}
