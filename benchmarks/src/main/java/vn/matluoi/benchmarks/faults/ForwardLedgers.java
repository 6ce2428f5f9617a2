package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.forward.Agency;
import vn.matluoi.benchmarks.forward.Brought;
import vn.matluoi.benchmarks.forward.Collected;
import vn.matluoi.benchmarks.forward.Receiver;
import vn.matluoi.benchmarks.forward.Routes;
import vn.matluoi.benchmarks.forward.Told;

/**
 * Agencies that tell a hub events, and a receiver it brings them to, each with a ledger outside the hub that is on the disk before a word
 * is sent, or a message is confirmed; and a folder into which it lays them as files, which are a ledger themselves. What an agency has no
 * answer to it tells again under the same id, before it tells anything else.
 */
final class ForwardLedgers implements AutoCloseable {

    private static final int AGENCIES = 3;
    private static final int MOST_AT_ONCE = 20;
    private static final int MANY = 100;
    /** One answer of the receiver in so many is lost on its way. */
    private static final int ANSWERS_A_LOSS = 20;

    /** One answer to an agency in so many is lost on its way: the agency does not know that it was acknowledged. */
    private static final int MESSAGES_A_LOSS = 10;

    private static final String SINK = "so-su-kien";
    private static final String FILES = "kho-tep";

    private final Random random;
    private final Notes notes;
    private final FileOutputStream taken;
    private final Brought brought = new Brought();
    private final Path folder;
    private final Collected files;
    private final String key = Hub.password();
    private final Receiver receiver;
    private final List<Agency> agencies = new ArrayList<>();
    private final List<Thread> tellers = new ArrayList<>();
    private final Map<Agency, Agency.Message> unanswered = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile boolean over;
    private final AtomicInteger untilSilent = new AtomicInteger(Integer.MAX_VALUE); // messages
    private volatile CountDownLatch released = new CountDownLatch(1);

    /** @param folder for the ledgers */
    ForwardLedgers(Path folder, long seed) throws IOException {
        random = new Random(seed);
        Files.createDirectories(folder);
        notes = new Notes(folder.resolve("told.notes"));
        taken = new FileOutputStream(folder.resolve("taken.notes").toFile());
        receiver = new Receiver(key, this::take);
        this.folder = folder.resolve("laid");
        files = new Collected(this.folder);
    }

    /** Sets up a hub that has just been started for the first time. */
    void open(Hub admin, HttpClient http, URI base, Path data) throws IOException, InterruptedException {
        Routes routes = new Routes(data);
        for (int i = 1; i <= AGENCIES; i++) {
            routes.source("told-" + i);
        }
        routes.sink(SINK, "events", "first", receiver, key, MANY);
        routes.folder(FILES, "first", folder, MANY);
        Routes.awaitSink(admin, SINK);
        Routes.awaitSink(admin, FILES);
        for (int i = 1; i <= AGENCIES; i++) {
            Routes.awaitSource(admin, "told-" + i);
            agencies.add(Agency.of(http, base, admin, "told-" + i));
        }
    }

    private boolean take(Iterable<JsonNode> events) throws IOException {
        if (untilSilent.getAndDecrement()
                <= 0) { // read, and nothing kept of it: as a receiver that ends at that moment
            await(released);
            return false;
        }
        StringBuilder lines = new StringBuilder();
        for (JsonNode event : events) {
            Told told = Told.of(event);
            lines.append(
                    told.source() + ' ' + told.number() + ' ' + event.path("id").asText() + '\n');
        }
        synchronized (taken) {
            taken.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            taken.getFD().sync();
            events.forEach(
                    event -> brought.take(Told.of(event), event.path("id").asText()));
            return random.nextInt(ANSWERS_A_LOSS) > 0;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All tell, a few events at a time, until {@link #stop}. */
    void tell() {
        over = false;
        for (Agency agency : agencies) {
            Random own = new Random(random.nextLong());
            Thread teller = new Thread(
                    () -> {
                        try {
                            while (!over) {
                                tell(agency, 1 + own.nextInt(MOST_AT_ONCE));
                                TimeUnit.MILLISECONDS.sleep(10 + own.nextInt(60));
                            }
                        } catch (IOException | InterruptedException e) {
                            e.printStackTrace(); // the ledger itself fails: what was sent is then missing from it
                        }
                    },
                    agency.source());
            tellers.add(teller);
            teller.start();
        }
    }

    /** The receiver is away while many are told; then it comes back, and falls silent after so many messages, until {@link #stop}. */
    void tellWhileAway(int messages) throws IOException, InterruptedException {
        receiver.away();
        for (int round = 0; round < 6; round++) {
            for (Agency agency : agencies) {
                tell(agency, MANY);
            }
        }
        untilSilent.set(messages);
        receiver.back();
    }

    private void tell(Agency agency, int count) throws IOException, InterruptedException {
        if (!tellAgain(agency)) {
            return;
        }
        Agency.Message message = agency.next(count);
        String name = name(agency, message);
        notes.before(name);
        Notes.Outcome outcome = outcome(agency, message);
        if (outcome == Notes.Outcome.OK && sent.incrementAndGet() % MESSAGES_A_LOSS == 0) {
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

    private static Notes.Outcome outcome(Agency agency, Agency.Message message) throws InterruptedException {
        try {
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
        untilSilent.set(Integer.MAX_VALUE);
        released.countDown();
        released = new CountDownLatch(1);
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
        return brought.count();
    }

    /** Waits until what was acknowledged has come, or that long. */
    void awaitAll(int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while ((lost(brought) > 0 || lost(files.look()) > 0) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long lost(Brought brought) {
        return events(Notes.Outcome.OK).entrySet().stream()
                .mapToLong(told -> told.getValue().stream()
                        .filter(number -> !brought.has(told.getKey(), number))
                        .count())
                .sum();
    }

    /** @return by source the numbers of the events with which that came of their message */
    private Map<String, List<Integer>> events(Notes.Outcome... wanted) {
        Map<String, List<Integer>> events = new LinkedHashMap<>();
        notes.all().forEach((name, outcome) -> {
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

    /** @return what must be 0, at the receiver and in the files together */
    Map<String, Long> wrong() throws IOException {
        Map<String, Set<Integer>> mayBeThere = new LinkedHashMap<>();
        events(Notes.Outcome.OK, Notes.Outcome.UNKNOWN)
                .forEach((source, numbers) -> mayBeThere.put(source, new HashSet<>(numbers)));
        Map<String, Long> wrong = new LinkedHashMap<>();
        for (Brought one : List.of(brought, files.look())) {
            wrong.merge("lost", lost(one), Long::sum);
            wrong.merge(
                    "phantom",
                    one.phantoms((source, number) ->
                            mayBeThere.getOrDefault(source, Set.of()).contains(number)),
                    Long::sum);
            wrong.merge("disordered", one.disordered(), Long::sum);
            wrong.merge("doubled", one.doubled(), Long::sum);
            wrong.merge("altered", one.altered(), Long::sum);
        }
        wrong.put("forged", receiver.forged());
        return wrong;
    }

    /** @return how many events lie in the files */
    int laid() throws IOException {
        return files.look().count();
    }

    /** @return how many came again under the same id, to the receiver or in the files */
    long repeated() throws IOException {
        return brought.repeated() + files.look().repeated();
    }

    /** @return the first of what was wrong, in words */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(brought.faults());
        files.look().faults().forEach(fault -> faults.add("in files: " + fault));
        return faults;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        receiver.close();
        notes.close();
        taken.close();
    }
}
