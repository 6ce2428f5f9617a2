package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import vn.matluoi.benchmarks.Catalogue;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.faults.Notes.Outcome;
import vn.matluoi.benchmarks.ledger.Api;

/**
 * Programs that write to the hub without end, single records, whole sheets and accounts, and note what it acknowledged; and
 * that compare it afterwards with what is there.
 */
final class Writers {

    static final int ROWS = 60;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Below the rate that the hub allows one address. */
    private static final long PAUSE_MILLIS = 50;

    /** The hub computes a slow hash for each. */
    private static final long ACCOUNT_PAUSE_MILLIS = 500;

    private static final int CONFLICT = 409;
    private static final String COMMUNE = "25516";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Hub hub;
    private final Catalogue catalogue;
    private final Notes notes;
    private final Path work;
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>(); // guarded by this
    private final List<String> faults = new ArrayList<>(); // guarded by this
    private final List<Ack> acks = new ArrayList<>(); // guarded by this
    private final List<Ack> refusals = new ArrayList<>(); // guarded by this
    private final List<Ack> unanswered = new ArrayList<>(); // guarded by this
    private double longest; // guarded by this
    private volatile boolean on = true;

    /** A write that was acknowledged; or refused, or given up, at that moment. */
    record Ack(long sentNanos, long answeredNanos) {}

    Writers(Hub hub, Path work, int seed) throws IOException {
        this.hub = hub;
        this.work = Files.createDirectories(work);
        this.catalogue = new Catalogue(hub, work, seed);
        this.notes = new Notes(work.resolve("notes.txt"));
    }

    void start(int ofRecords, int ofSheets) {
        for (int i = 0; i < ofRecords; i++) {
            begin(() -> record("w" + number.incrementAndGet()));
        }
        for (int i = 0; i < ofSheets; i++) {
            begin(() -> sheet("s" + number.incrementAndGet()));
        }
    }

    /** Accounts, one after another; one that nobody knows the fate of is made again, until somebody does. */
    void startAccounts() {
        begin(() -> account("a" + number.incrementAndGet()));
    }

    private interface Write {
        void once() throws IOException, InterruptedException;
    }

    private void begin(Write write) {
        Thread thread = new Thread(() -> {
            try {
                while (on) {
                    write.once();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    void stop() throws InterruptedException {
        on = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void record(String key) throws IOException, InterruptedException {
        byte[] body = JSON.writeValueAsBytes(Map.of("name", "Đơn vị " + key, "area", COMMUNE));
        send("unit " + key, "PUT", "/api/v1/units/" + key, "application/json", BodyPublishers.ofByteArray(body));
    }

    private void account(String key) throws IOException, InterruptedException {
        byte[] body = JSON.writeValueAsBytes(
                Map.of("username", key, "password", Hub.password(), "role", "viewer", "areas", List.of(COMMUNE)));
        do {
            Thread.sleep(ACCOUNT_PAUSE_MILLIS);
        } while (send(
                                "account " + key,
                                "POST",
                                "/api/v1/accounts",
                                "application/json",
                                BodyPublishers.ofByteArray(body))
                        == Outcome.UNKNOWN
                && on);
    }

    private void sheet(String key) throws IOException, InterruptedException {
        byte[] source = JSON.writeValueAsBytes(Map.of("id", key, "name", "Bảng tính " + key, "area", "80"));
        Path file = catalogue.sheet(key, ROWS, 0, 1 + ROWS * Integer.parseInt(key.substring(1)));
        if (send("source " + key, "POST", "/api/v1/sources", "application/json", BodyPublishers.ofByteArray(source))
                == Outcome.OK) {
            send(
                    "sheet " + key,
                    "POST",
                    "/api/v1/imports?profile=commune&dryRun=false&source=" + key,
                    XLSX,
                    BodyPublishers.ofFile(file));
        }
        Files.delete(file);
    }

    private Outcome send(String key, String method, String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        boolean again = notes.before(key);
        long sent = System.nanoTime();
        Outcome outcome;
        boolean answered = true;
        boolean refused = false;
        try {
            HttpResponse<byte[]> answer =
                    hub.answer(method, path, type, body, PATIENCE, "Accept-Language", sent % 2 == 0 ? "vi" : "en");
            outcome = judge(key, again, answer);
            refused = outcome == Outcome.FAIL && answer.statusCode() == 503;
        } catch (IOException e) {
            count(String.valueOf(e.getClass().getSimpleName()));
            outcome = Outcome.UNKNOWN;
            answered = false;
        }
        long now = System.nanoTime();
        synchronized (this) {
            longest = Math.max(longest, (now - sent) / 1e9);
            if (outcome == Outcome.OK) {
                acks.add(new Ack(sent, now));
            } else if (refused) {
                refusals.add(new Ack(sent, now));
            } else if (!answered) {
                unanswered.add(new Ack(sent, now));
            }
        }
        notes.after(key, outcome);
        Thread.sleep(PAUSE_MILLIS);
        return outcome;
    }

    private Outcome judge(String key, boolean again, HttpResponse<byte[]> answer) throws IOException {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            count("2xx");
            return Outcome.OK;
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        JsonNode problem = JSON.readTree(body.startsWith("{") ? body : "{}");
        String rule = problem.path("rule").asText("none");
        count(status + " " + rule);
        if (again && status == CONFLICT) {
            return Outcome.OK; // the name is taken by the sending before
        }
        boolean says = status == 503
                && problem.path("detail").asText().length() > 20
                && !body.contains("Exception")
                && !body.contains("\\tat ");
        if (!says && status != 429) {
            synchronized (this) {
                faults.add(key + ": " + status + ' ' + body);
            }
        }
        // a refusal of what was sent before says nothing of that
        return again || status == 500 || Api.MAYBE_THERE.contains(rule) ? Outcome.UNKNOWN : Outcome.FAIL;
    }

    private synchronized void count(String what) {
        answers.merge(what, 1, Integer::sum);
    }

    /** Answers so far by status and rule. */
    synchronized Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** Answers that are no clear refusal: another status than 503, no reason, or a stack trace. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized long acknowledged() {
        return acks.size();
    }

    /** How many acknowledged writes match. */
    synchronized long acknowledged(Predicate<Ack> which) {
        return acks.stream().filter(which).count();
    }

    /** How many writes match that were refused because the hub could not take them then (503). */
    synchronized long refused(Predicate<Ack> which) {
        return refusals.stream().filter(which).count();
    }

    /** How many writes ended after that moment without any answer. */
    synchronized long unanswered(long after) {
        return unanswered.stream().filter(one -> one.answeredNanos() > after).count();
    }

    /** When the first write that was sent after that moment was acknowledged. */
    synchronized Optional<Long> firstAfter(long nanos) {
        return acks.stream()
                .filter(ack -> ack.sentNanos() >= nanos)
                .map(Ack::answeredNanos)
                .min(Long::compare);
    }

    /** The longest that any write waited for its answer, in seconds; and begins anew. */
    synchronized double longest() {
        double was = longest;
        longest = 0;
        return was;
    }

    Notes notes() {
        return notes;
    }

    /** Compares, and adds to the case what must hold whatever was broken. */
    void judge(Report.Case one) throws IOException {
        Found found = compare();
        boolean intact = hub.get("/api/v1/audit/verification").get("intact").asBoolean();
        for (List<String> some : List.of(found.lost(), found.phantom(), found.doubled(), found.half())) {
            some.stream().limit(5).forEach(System.err::println);
        }
        one.figure("ok", "đã xác nhận / acknowledged", notes.count("", Outcome.OK))
                .figure("fail", "bị từ chối / refused", notes.count("", Outcome.FAIL))
                .figure("unknown", "không rõ / unknown", notes.count("", Outcome.UNKNOWN))
                .must("lost", "mất / lost", found.lost().size(), 0)
                .must(
                        "phantom",
                        "có mà không được nhận / phantom",
                        found.phantom().size(),
                        0)
                .must("doubled", "có hai lần / doubled", found.doubled().size(), 0)
                .must(
                        "half",
                        "bảng tính dở dang / sheets half there",
                        found.half().size(),
                        0)
                .must("audit", "nhật ký kiểm toán nguyên vẹn / audit chain intact", intact);
    }

    /**
     * What was found when the notes were compared with the hub.
     *
     * @param lost acknowledged, but not there
     * @param phantom there, though refused, or never sent
     * @param doubled there twice under one name
     * @param half sheets of which some rows are there and some are not
     */
    record Found(List<String> lost, List<String> phantom, List<String> doubled, List<String> half) {}

    Found compare() throws IOException {
        Map<String, Outcome> noted = notes.all();
        List<String> lost = new ArrayList<>();
        List<String> phantom = new ArrayList<>();
        List<String> half = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        Map<String, String> there = new TreeMap<>();
        there("/api/v1/units?limit=200", "unit w", "code", "name", there, doubled);
        there("/api/v1/sources?limit=200", "source s", "id", "name", there, doubled);
        there("/api/v1/accounts", "account a", "username", "areas", there, doubled);
        for (Map.Entry<String, Outcome> note : noted.entrySet()) {
            String key = note.getKey();
            boolean isThere;
            if (key.startsWith("sheet ")) {
                int rows = rows(key.substring(6));
                if (rows != 0 && rows != ROWS) {
                    rows = rows(key.substring(6)); // counted while it was committed; what is half there stays so
                }
                isThere = rows > 0;
                if (rows != 0 && rows != ROWS) {
                    half.add(key + ": " + rows);
                }
            } else {
                String name = there.remove(key);
                isThere = name != null && name.endsWith(said(key));
            }
            if (note.getValue() == Outcome.OK && !isThere) {
                lost.add(key);
            }
            if (note.getValue() == Outcome.FAIL && isThere) {
                phantom.add(key);
            }
        }
        there.keySet().removeAll(notes.all().keySet()); // sent meanwhile
        phantom.addAll(there.keySet());
        return new Found(lost, phantom, doubled, half);
    }

    private int rows(String source) throws IOException {
        return hub.get("/api/v1/cameras?limit=1&source=" + source).get("total").asInt();
    }

    /** How the value ends that is read back. */
    private static String said(String key) {
        return key.startsWith("account ") ? "[\"" + COMMUNE + "\"]" : " " + key.substring(key.indexOf(' ') + 1);
    }

    private void there(
            String first, String prefix, String key, String value, Map<String, String> found, List<String> doubled)
            throws IOException {
        String kind = prefix.substring(0, prefix.indexOf(' ') + 1);
        for (Optional<String> page = Optional.of(first); page.isPresent(); ) {
            JsonNode some = hub.get(page.get());
            for (JsonNode item : some.get("items")) {
                String name = kind + item.get(key).asText();
                JsonNode stored = item.get(value);
                if (name.matches(prefix + "[0-9]+")
                        && found.put(name, stored.isTextual() ? stored.textValue() : stored.toString()) != null) {
                    doubled.add(name);
                }
            }
            page = Hub.next(first, some);
        }
    }
}
