package vn.matluoi.benchmarks.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An agency that sends its sheets to the API, under a key of their own; now and then one that must be refused. */
class SheetProducer extends Producer {

    private static final String COMMUNE = "25516";
    /** From this many cameras on a sheet speaks mostly of those that are there. */
    private static final int MANY = 1500;

    private final Api api;
    private final Duration patience;
    private final int most;
    private final List<String> known;
    private int keys;

    /**
     * @param patience how long an answer is waited for
     * @param most rows of a sheet
     */
    SheetProducer(Api api, Path ledgers, String source, int epoch, long seed, Duration patience, int most)
            throws IOException {
        super(ledgers, source, epoch, seed);
        this.api = api;
        this.patience = patience;
        this.most = most;
        known = new ArrayList<>(keys(ledgers, source));
        keys = epoch * 10_000;
    }

    @Override
    void prepare() throws IOException, InterruptedException {
        Sources.add(api, Map.of("id", source, "name", "Bảng tính " + source, "area", COMMUNE));
    }

    @Override
    Sending next(Event.Id id) {
        return sheet("sheet", id, random.nextInt(12) == 0);
    }

    final Sending sheet(String kind, Event.Id id, boolean meantToFail) {
        int rows = most / 4 + random.nextInt(most - most / 4);
        int fresh = known.size() < MANY ? rows / 2 : 3;
        List<String> spoken = new ArrayList<>(known);
        Collections.shuffle(spoken, random);
        List<String> said = new ArrayList<>(spoken.subList(0, Math.min(spoken.size(), rows - fresh)));
        while (said.size() < rows && fresh-- > 0 || said.isEmpty()) {
            said.add("%s-%06d".formatted(source, ++keys));
        }
        Map<String, SheetRows.Row> made = SheetRows.make(id, said, random);
        Map<String, String> digests = new TreeMap<>();
        made.forEach((key, row) -> digests.put(key, row.digest()));
        byte[] csv = SheetRows.csv(made).getBytes(StandardCharsets.UTF_8);
        Event event = new Event(kind, id.source(), id.epoch(), id.seq(), Event.sha256(csv), digests);
        return new Sending(event, csv, meantToFail);
    }

    @Override
    Api.Answer send(Sending sending) throws IOException, InterruptedException {
        String name = fileName(sending.event().id());
        String profile = sending.meantToFail() ? "there-is-none" : "commune";
        return api.send(
                "POST",
                "/api/v1/imports?profile=" + profile + "&source=" + source + "&name=" + name,
                "text/csv",
                sending.body(),
                patience,
                "Idempotency-Key",
                name);
    }

    @Override
    void settled(Event event) {
        event.rows().keySet().stream().filter(key -> !known.contains(key)).forEach(known::add);
    }

    static String fileName(Event.Id id) {
        return "%s_%d_%d.csv".formatted(id.source(), id.epoch(), id.seq());
    }

    /** @return the event whose sheet has that name; null if it is no such name */
    static Event.Id eventOf(String fileName) {
        if (!fileName.matches("[a-z0-9-]+_\\d+_\\d+\\.csv")) {
            return null;
        }
        return Event.Id.of(fileName.substring(0, fileName.length() - 4).replace('_', '/'));
    }
}
