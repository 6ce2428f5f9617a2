package vn.matluoi.benchmarks.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Producers outside the hub, their ledgers, and the comparison of the two: whether anything was lost, made up, doubled or
 * half applied. The hub may be killed at any moment; whoever kills it starts it again and then asks for a verdict.
 */
public final class Harness implements AutoCloseable {

    private static final long SETTLE_SECONDS = 60;

    private final Api api;
    private final Path ledgers;
    private final Path inbox;
    private final long seed;
    private final int epoch;
    private final Duration patience;
    private final Properties begun = new Properties();
    private final List<Producer> agencies = new ArrayList<>();
    private final List<Producer> administrators = new ArrayList<>();
    private final Readback readback;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> speaking = new ArrayList<>();
    private SyncProducer recorder;

    /**
     * Begins, or goes on where earlier ones ended.
     *
     * @param ledgers folder of the ledgers
     * @param inbox folder whose route an administrator has set up; its name is its source's
     * @param patience how long a producer waits for an answer
     * @param rows of a sheet, at most
     */
    public Harness(Api api, Path ledgers, Path inbox, long seed, Duration patience, int rows)
            throws IOException, InterruptedException {
        this.api = api;
        this.ledgers = Files.createDirectories(ledgers);
        this.inbox = inbox;
        this.seed = seed;
        this.patience = patience;
        Path note = ledgers.resolve("begun.properties");
        if (Files.exists(note)) {
            try (var in = Files.newInputStream(note)) {
                begun.load(in);
            }
        } else {
            begun.setProperty("cameras", String.valueOf(Readback.cameras(api, "")));
            begun.setProperty("change", String.valueOf(Readback.lastChange(api)));
            begun.setProperty("epoch", "0");
        }
        epoch = (int) number("epoch") + 1;
        begun.setProperty("epoch", String.valueOf(epoch));
        try (var out = Files.newOutputStream(note)) {
            begun.store(out, null);
        }
        readback = new Readback(api, number("change"), 0);
        for (String source : List.of("lg-xa-a", "lg-xa-b")) {
            agencies.add(new SheetProducer(api, ledgers, source, epoch, seed, patience, rows));
        }
        agencies.add(new InboxProducer(api, ledgers, inbox, epoch, seed, patience, rows));
        for (RecordProducer.Kind kind : RecordProducer.Kind.values()) {
            administrators.add(new RecordProducer(api, ledgers, kind, epoch, seed, patience));
        }
        for (Producer agency : agencies) {
            agency.prepare();
        }
    }

    private long number(String name) {
        return Long.parseLong(begun.getProperty(name));
    }

    /** Agencies send sheets, by the API and by the inbox, and administrators write, all at once. */
    public void speakBySheets() {
        speak(agencies);
        speak(administrators);
    }

    /** A recorder that was not there before comes in, and is then renamed again and again; administrators write, too. */
    public void speakByRecorder(Recorder met) throws IOException, InterruptedException {
        recorder = new SyncProducer(api, ledgers, met, epoch, seed, patience);
        recorder.prepare();
        speak(List.of(recorder));
        speak(administrators);
    }

    /** One agency drops a sheet, without waiting for what becomes of it: so that a start finds work. */
    public void leaveInInbox() throws IOException, InterruptedException {
        Producer folder = agencies.get(agencies.size() - 1);
        folder.stop();
        folder.once();
    }

    /**
     * Until the answer to so many of the sheets sent to the API was lost on the way, and so many others were acknowledged: the
     * last of these a moment ago.
     */
    public void awaitSheets(int lost, int acknowledged) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 * SETTLE_SECONDS);
        List<Producer> byApi = agencies.subList(0, agencies.size() - 1);
        int before = 0;
        int now = 0;
        while (now < acknowledged
                || now == before
                || byApi.stream().mapToInt(Producer::answersLost).sum() < lost) {
            before = now;
            now = byApi.stream().mapToInt(Producer::acknowledged).sum();
            if (System.nanoTime() > until) {
                throw new IOException("the hub takes too few sheets");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** How much of what agencies and the recorder have said was acknowledged when it was sent for the first time. */
    public int acknowledged() {
        return sources().stream().mapToInt(Producer::acknowledged).sum();
    }

    /** How many of them wait for an answer just now. */
    public int waiting() {
        return (int) sources().stream().filter(Producer::waiting).count();
    }

    private void speak(List<? extends Producer> producers) {
        for (Producer producer : producers) {
            producer.resume();
            speaking.add(threads.submit(() -> {
                producer.speak();
                return null;
            }));
        }
    }

    /** Lets everybody fall silent. */
    public void stop() throws IOException, InterruptedException {
        everybody().forEach(Producer::stop);
        try {
            for (Future<?> one : speaking) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            speaking.clear();
        }
    }

    private List<Producer> everybody() {
        List<Producer> all = sources();
        all.addAll(administrators);
        return all;
    }

    private List<Producer> sources() {
        List<Producer> all = new ArrayList<>(agencies);
        if (recorder != null) {
            all.add(recorder);
        }
        return all;
    }

    /** The hub is back: everybody says again what he does not know the fate of, until he knows. */
    public void settle() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        for (Producer producer : everybody()) {
            producer.resume();
            while (!producer.retry() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            producer.stop();
        }
    }

    /** The recorder is taken out of the hub's supervision; its cameras stay. */
    public void leaveRecorder() throws IOException, InterruptedException {
        if (recorder != null) {
            recorder.leave();
            recorder.close();
            recorder = null;
        }
    }

    /** @param settled whether {@link #settle} was called since anybody spoke */
    public Verdict verdict(boolean settled) throws IOException, InterruptedException {
        awaitInbox();
        List<Ledger.Entry> entries = Ledger.read(ledgers);
        Set<String> sheets = new TreeSet<>();
        Set<String> recorders = new TreeSet<>();
        for (Ledger.Entry entry : entries) {
            switch (entry.event().kind()) {
                case "sheet", "inbox" -> sheets.add(entry.event().source());
                case "sync" -> recorders.add(entry.event().source());
                default -> { // read whole
                }
            }
        }
        Stored stored = readback.read(sheets, recorders);
        // a recorder's cameras may be coming in just now: they are counted when everybody is silent
        long others = settled ? number("cameras") : stored.others();
        return Verdict.of(entries, stored, others, deadLetters(), id -> settled && id.epoch() == epoch);
    }

    /** What lies in the inbox is taken up by itself: while that goes on, a list read page by page is of no one moment. */
    private void awaitInbox() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while ((isBusy(inbox) || isBusy(inbox.resolve("processing"))) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean isBusy(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(folder, file -> Files.isRegularFile(file))) {
            return files.iterator().hasNext();
        }
    }

    private Set<Event.Id> deadLetters() throws IOException {
        Set<Event.Id> dead = new HashSet<>();
        Path failed = inbox.resolve("failed");
        if (Files.isDirectory(failed)) {
            try (var files = Files.newDirectoryStream(failed, "*.csv")) {
                files.forEach(file ->
                        dead.add(SheetProducer.eventOf(file.getFileName().toString())));
            }
        }
        return dead;
    }

    /**
     * A simulated recorder.
     *
     * @param name also of the source
     * @param control where the simulator is told what to do
     * @param channels by number the name
     */
    public record Recorder(
            String name, String address, int rtspPort, String password, URI control, Map<String, String> channels) {}

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Producer producer : everybody()) {
            producer.close();
        }
    }
}
