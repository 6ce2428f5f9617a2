package vn.matluoi.benchmarks.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the hub's state back through its API, all of it that the ledgers speak of. The feed and the log are read on. */
final class Readback {

    private static final int PAGE = 200;
    private static final int LONG_PAGE = 1000;

    private final Api api;
    private final Map<String, Integer> announced = new HashMap<>();
    private final Map<Event.Id, Integer> audited = new HashMap<>();
    private long feed;
    private long feedBroken;
    private long log;

    /**
     * @param feed sequence number of the change feed to read after
     * @param log sequence number of the audit log to read after
     */
    Readback(Api api, long feed, long log) {
        this.api = api;
        this.feed = feed;
        this.log = log;
    }

    /** The last number of the change feed. */
    static long lastChange(Api api) throws IOException, InterruptedException {
        return api.get("/api/v1/changes?limit=1").get("last").asLong();
    }

    /** How many cameras there are. */
    static long cameras(Api api, String source) throws IOException, InterruptedException {
        return api.get("/api/v1/cameras?limit=1" + (source.isEmpty() ? "" : "&source=" + source))
                .get("total")
                .asLong();
    }

    /**
     * @param sheets sources that speak by sheets
     * @param recorders sources that are recorders
     */
    Stored read(Collection<String> sheets, Collection<String> recorders) throws IOException, InterruptedException {
        List<Stored.Row> rows = new ArrayList<>();
        List<Event.Id> deliveries = new ArrayList<>();
        for (String source : sheets) {
            pages("/api/v1/cameras?limit=" + PAGE + "&source=" + source, camera -> rows.add(sheetRow(source, camera)));
            List<Event.Id> newestFirst = new ArrayList<>();
            pages("/api/v1/imports?limit=" + PAGE + "&source=" + source, report -> {
                Event.Id id = SheetProducer.eventOf(report.get("label").asText());
                newestFirst.add(id == null ? new Event.Id(source, 0, 0) : id);
            });
            java.util.Collections.reverse(newestFirst);
            deliveries.addAll(newestFirst);
        }
        for (String source : recorders) {
            pages(
                    "/api/v1/cameras?limit=" + PAGE + "&source=" + source,
                    camera -> rows.add(channelRow(source, camera)));
        }
        long ours = rows.size();
        pages("/api/v1/units?limit=" + PAGE, unit -> named("lg-unit", unit, "code", rows));
        pages("/api/v1/sources?limit=" + PAGE, source -> named("lg-source", source, "id", rows));
        api.get("/api/v1/accounts").get("items").forEach(account -> account(account, rows));
        readFeed();
        readLog();
        boolean intact = api.get("/api/v1/audit/verification").get("intact").asBoolean();
        return new Stored(
                rows,
                deliveries,
                Map.copyOf(announced),
                feedBroken,
                Map.copyOf(audited),
                intact,
                cameras(api, "") - ours);
    }

    private void pages(String first, Consumer<JsonNode> each) throws IOException, InterruptedException {
        String path = first;
        while (!path.isEmpty()) {
            JsonNode page = api.get(path);
            page.get("items").forEach(each);
            String next = page.path("next").asText("");
            path = next.isEmpty() ? "" : first + "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
    }

    private static Stored.Row sheetRow(String source, JsonNode camera) {
        JsonNode values = camera.get("values");
        var row = new SheetRows.Row(
                values.path("code").asText(),
                values.path("name").asText(),
                values.path("address").asText(),
                values.path("azimuth").asText(),
                values.path("note").asText());
        return new Stored.Row(
                camera.get("id").asText(), source, row.key(), true, SheetRows.eventOf(row.note()), row.digest());
    }

    private static Stored.Row channelRow(String source, JsonNode camera) {
        String channel = camera.path("channel").asText();
        String name = camera.path("name").asText();
        return new Stored.Row(
                camera.get("id").asText(),
                source,
                channel,
                true,
                SheetRows.eventOf(name),
                SyncProducer.digest(channel, name));
    }

    private static void named(String source, JsonNode item, String key, List<Stored.Row> rows) {
        String id = item.get(key).asText();
        if (id.startsWith(source + '-')) {
            String name = item.get("name").asText();
            String digest = RecordProducer.digest(id, name, item.get("area").asText());
            rows.add(new Stored.Row(id, source, id, false, SheetRows.eventOf(name), digest));
        }
    }

    private static void account(JsonNode account, List<Stored.Row> rows) {
        String name = account.get("username").asText();
        if (name.startsWith("lg-account-")) {
            List<String> areas = new ArrayList<>();
            account.get("areas").forEach(area -> areas.add(area.asText()));
            String digest = RecordProducer.digest(name, String.join(",", areas));
            rows.add(new Stored.Row(name, "lg-account", name, false, once("lg-account", name), digest));
        }
    }

    /** The event of something whose name is given once: {@code SOURCE-EPOCH-SEQ}. */
    private static Event.Id once(String source, String name) {
        return Event.Id.of(source + '/' + name.substring(source.length() + 1).replace('-', '/'));
    }

    private void readFeed() throws IOException, InterruptedException {
        JsonNode page;
        do {
            page = api.get("/api/v1/changes?limit=" + LONG_PAGE + "&after=" + feed);
            for (JsonNode change : page.get("items")) {
                long sequence = change.get("sequence").asLong();
                feedBroken += sequence == feed + 1 ? 0 : 1;
                feed = sequence;
                if (change.get("kind").asText().equals("camera.created")) {
                    announced.merge(change.get("subject").asText(), 1, Integer::sum);
                }
            }
        } while (page.get("items").size() == LONG_PAGE);
    }

    private void readLog() throws IOException, InterruptedException {
        JsonNode page;
        do {
            page = api.get("/api/v1/audit?limit=" + LONG_PAGE + "&after=" + log);
            for (JsonNode entry : page.get("items")) {
                log = entry.get("sequence").asLong();
                Event.Id id = entry.get("outcome").asText().equals("done") ? eventOf(entry) : null;
                if (id != null) {
                    audited.merge(id, 1, Integer::sum);
                }
            }
        } while (page.get("items").size() == LONG_PAGE);
    }

    private static Event.Id eventOf(JsonNode entry) {
        String subject = entry.get("subject").asText();
        JsonNode details = entry.get("details");
        return switch (entry.get("action").asText()) {
            case "import.submit" -> SheetProducer.eventOf(details.path("file").asText());
            case "unit.put" ->
                subject.startsWith("lg-unit-")
                        ? SheetRows.eventOf(details.path("name").asText())
                        : null;
            case "source.create" -> subject.startsWith("lg-source-") ? once("lg-source", subject) : null;
            case "account.create" -> subject.startsWith("lg-account-") ? once("lg-account", subject) : null;
            default -> null;
        };
    }
}
