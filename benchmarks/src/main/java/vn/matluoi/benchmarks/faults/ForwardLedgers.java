package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.forward.Agency;
import vn.matluoi.benchmarks.forward.Collected;
import vn.matluoi.benchmarks.forward.Routes;

/**
 * Agencies that tell a hub events, and a receiver it brings them to, each with a ledger outside the hub that is on the disk before a word
 * is sent, or a message is confirmed; a folder into which it lays them as files, which are a ledger themselves; and beside them systems of other
 * kinds, which live through whatever becomes of the hub. What an agency has no answer to it tells again under the same id, before it tells
 * anything else.
 */
final class ForwardLedgers implements AutoCloseable {

    private static final int AGENCIES = 3;
    private static final int MOST_AT_ONCE = 20;
    private static final int MANY = 100;
    /** One answer to an agency in so many is lost on its way: the agency does not know that it was acknowledged. */
    private static final int MESSAGES_A_LOSS = 10;

    private static final String SINK = "so-su-kien";
    private static final String FILES = "kho-tep";

    private final Random random;
    private final Notes notes;
    private final Path folder;
    private final Path laid;
    private final Set<Kind> kinds;
    private final long seed;
    private final Arrivals arrivals = new Arrivals(this::handed);
    private final Set<String> awaited = new HashSet<>(); // messages
    private Hub admin;
    private Systems systems;
    private Optional<ListLedgers> lists = Optional.empty();
    private final WebhookLedger webhook;
    private final List<Agency> agencies = new ArrayList<>();
    private final List<Thread> tellers = new ArrayList<>();
    private final Map<Agency, Agency.Message> unanswered = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile boolean over;

    /**
     * @param folder for the ledgers
     * @param kinds of systems there are beside
     */
    ForwardLedgers(Path folder, long seed, Set<Kind> kinds) throws IOException {
        this.kinds = kinds;
        this.seed = seed;
        this.folder = folder;
        random = new Random(seed);
        Files.createDirectories(folder);
        notes = new Notes(folder.resolve("told.notes"));
        webhook = new WebhookLedger(folder.resolve("taken.notes"), seed);
        laid = folder.resolve("laid");
    }

    /** Sets up a hub that has just been started for the first time. */
    void open(Hub admin, HttpClient http, URI base, Path data) throws IOException, InterruptedException {
        this.admin = admin;
        Routes routes = new Routes(data);
        systems = new Systems(kinds, folder.resolve("systems"), seed, routes);
        for (int i = 1; i <= AGENCIES; i++) {
            routes.source("told-" + i);
        }
        routes.sink(SINK, "events", "first", webhook.receiver(), webhook.key(), MANY);
        routes.folder(FILES, "first", laid, MANY);
        Routes.awaitSink(admin, SINK);
        Routes.awaitSink(admin, FILES);
        for (int i = 1; i <= AGENCIES; i++) {
            Routes.awaitSource(admin, "told-" + i);
            agencies.add(Agency.of(http, base, admin, "told-" + i));
        }
        systems.open(routes, admin, MANY);
        arrivals.add("webhook", webhook::brought);
        arrivals.add("file", new Collected(laid)::look);
        systems.receivers().forEach((kind, one) -> arrivals.add(kind.key(), one::look));
        if (systems.broker().isPresent()) {
            agencies.add(new Agency(http, base, Systems.MQTT, ""));
        }
        if (systems.registry().isPresent()) {
            lists = Optional.of(new ListLedgers(
                    systems.agencies(), systems.registry().get(), folder.resolve("handed.notes"), seed));
        }
    }

    /** All tell, a few events at a time, and hand over a list now and then, until {@link #stop}. */
    void tell() {
        over = false;
        for (Agency agency : agencies) {
            Random own = new Random(random.nextLong());
            repeat(agency.source(), () -> {
                tell(agency, 1 + own.nextInt(MOST_AT_ONCE));
                TimeUnit.MILLISECONDS.sleep(10 + own.nextInt(60));
            });
        }
        lists.ifPresent(all -> all.sources().forEach(source -> {
            Random own = new Random(random.nextLong());
            repeat(source, () -> {
                all.hand(source);
                TimeUnit.MILLISECONDS.sleep(200 + own.nextInt(1000));
            });
        }));
    }

    /** What a thread does again and again. */
    private interface Telling {
        void once() throws IOException, InterruptedException;
    }

    private void repeat(String name, Telling telling) {
        Thread teller = new Thread(
                () -> {
                    try {
                        while (!over) {
                            telling.once();
                        }
                    } catch (IOException | InterruptedException e) {
                        e.printStackTrace(); // the ledger itself fails: what was sent is then missing from it
                    }
                },
                name);
        tellers.add(teller);
        teller.start();
    }

    /**
     * The receiver is away while many are told, and the other sinks pause; then it comes back, and falls silent after so many messages, until
     * {@link #stop}, and the others go on.
     */
    void tellWhileAway(int messages) throws IOException, InterruptedException {
        webhook.receiver().away();
        ask("pause");
        handOver();
        for (int round = 0; round < 6; round++) {
            for (Agency agency : agencies) {
                tell(agency, MANY);
            }
        }
        handOver();
        webhook.fallSilentAfter(messages);
        webhook.receiver().back();
        ask("resume");
    }

    private void ask(String what) throws IOException {
        for (String sink : systems.sinks()) {
            admin.send("POST", "/api/v1/sinks/" + sink + '/' + what, Map.of());
        }
    }

    /** Every agency that has lists hands one over. */
    private void handOver() throws IOException {
        if (lists.isPresent()) {
            for (String source : lists.get().sources()) {
                lists.get().hand(source);
            }
        }
    }

    private void tell(Agency agency, int count) throws IOException, InterruptedException {
        if (!tellAgain(agency)) {
            return;
        }
        Agency.Message message = agency.next(count);
        String name = name(agency, message);
        notes.before(name);
        Notes.Outcome outcome = outcome(agency, message);
        if (outcome == Notes.Outcome.OK && !isMqtt(agency) && sent.incrementAndGet() % MESSAGES_A_LOSS == 0) {
            outcome = Notes.Outcome.UNKNOWN;
        }
        notes.after(name, outcome);
        if (outcome == Notes.Outcome.UNKNOWN) {
            unknown.incrementAndGet();
            unanswered.put(agency, message);
        }
    }

    /** @return whether that agency has an answer to all that it told */
    private boolean tellAgain(Agency agency) throws IOException, InterruptedException {
        Agency.Message message = unanswered.get(agency);
        if (message == null) {
            return true;
        }
        if (outcome(agency, message) != Notes.Outcome.OK) { // a refusal now says nothing of the first time
            return false;
        }
        notes.after(name(agency, message), Notes.Outcome.OK);
        unanswered.remove(agency);
        return true;
    }

    /**
     * The agencies tell again what they have no answer to, until they have, and then one event more: once the receiver has that, it has been
     * brought whatever the hub made of what came twice.
     */
    void tellAgain() throws IOException, InterruptedException {
        Installed.await(60, "what agencies tell again is not taken", () -> {
            try {
                boolean all = true;
                for (Agency agency : agencies) {
                    all &= tellAgain(agency);
                }
                return all;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        for (Agency agency : agencies) {
            Agency.Message last = agency.next(1);
            notes.before(name(agency, last));
            notes.after(name(agency, last), outcome(agency, last));
        }
    }

    private static String name(Agency agency, Agency.Message message) {
        return agency.source() + ' ' + message.first() + ' ' + message.last();
    }

    /** By MQTT a message has no id by which it could be told again. */
    private static boolean isMqtt(Agency agency) {
        return agency.source().equals(Systems.MQTT);
    }

    private Notes.Outcome outcome(Agency agency, Agency.Message message) throws InterruptedException {
        try {
            if (isMqtt(agency)) {
                return systems.broker().orElseThrow().tell(message) ? Notes.Outcome.OK : Notes.Outcome.UNKNOWN;
            }
            int status = agency.sendSigned(message);
            return status == 202 ? Notes.Outcome.OK : status / 100 == 4 ? Notes.Outcome.FAIL : Notes.Outcome.UNKNOWN;
        } catch (ConnectException nothingSent) {
            return Notes.Outcome.FAIL;
        } catch (IOException cutOff) {
            return Notes.Outcome.UNKNOWN;
        }
    }

    /** Nobody tells any more, and the receiver takes everything again. */
    void stop() throws InterruptedException {
        over = true;
        for (Thread teller : tellers) {
            teller.join();
        }
        tellers.clear();
        webhook.goOn();
    }

    /** @return how many messages were acknowledged */
    int acknowledged() {
        return (int) notes.count("", Notes.Outcome.OK);
    }

    /** @return how many messages nobody knew the fate of, until they were told again */
    int unknown() {
        return unknown.get();
    }

    /** @return how many events the receiver has */
    int taken() {
        return webhook.brought().count();
    }

    /** Waits until what was acknowledged, or handed over, has come everywhere, or that long. */
    void awaitAll(int seconds) throws IOException, InterruptedException {
        Map<String, Notes.Outcome> fresh = notes.all();
        fresh.keySet().removeAll(awaited);
        arrivals.await(events(fresh, Notes.Outcome.OK), seconds);
        awaited.addAll(fresh.keySet());
        if (lists.isPresent()) {
            lists.get().awaitAll(admin, seconds);
        }
    }

    /** @return by source the numbers of the events with which that came of their message */
    private static Map<String, List<Integer>> events(Map<String, Notes.Outcome> notes, Notes.Outcome... wanted) {
        Map<String, List<Integer>> events = new LinkedHashMap<>();
        notes.forEach((name, outcome) -> {
            if (List.of(wanted).contains(outcome)) {
                String[] words = name.split(" ");
                List<Integer> numbers = events.computeIfAbsent(words[0], source -> new ArrayList<>());
                for (int number = Integer.parseInt(words[1]); number <= Integer.parseInt(words[2]); number++) {
                    numbers.add(number);
                }
            }
        });
        return events;
    }

    /** @return what must be 0, at all receivers together */
    Map<String, Long> wrong() throws IOException {
        Map<String, Notes.Outcome> noted = notes.all();
        Map<String, Long> wrong =
                arrivals.wrong(events(noted, Notes.Outcome.OK), events(noted, Notes.Outcome.OK, Notes.Outcome.UNKNOWN));
        wrong.put("forged", webhook.receiver().forged());
        if (lists.isPresent()) {
            lists.get().wrong(admin, wrong);
        }
        return wrong;
    }

    /** @return how often the hub was handed that event; once, but by a broker that may hand over what it has no answer to again */
    private int handed(String source, int number) {
        return source.equals(Systems.MQTT) ? systems.broker().orElseThrow().handedOver(number) : 1;
    }

    /** @return what has come of events, and where */
    Arrivals arrivals() {
        return arrivals;
    }

    /** @return how many events stand in the hub more than once because a broker handed them over again */
    long handedAgain() {
        return webhook.brought().doubled() - webhook.brought().doubled(this::handed);
    }

    /** @return the agencies that hand in lists; none if there is none of that kind */
    Optional<ListLedgers> lists() {
        return lists;
    }

    /** @return the first of what was wrong, in words */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(arrivals.faults());
        lists.ifPresent(all -> faults.addAll(all.faults()));
        return faults;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        webhook.close();
        if (systems != null) {
            systems.close();
        }
        if (lists.isPresent()) {
            lists.get().close();
        }
        notes.close();
    }
}
