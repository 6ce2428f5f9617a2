package vn.matluoi.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Says one thing after another, the next only when it knows what became of the last. What it does not know it says again,
 * the same, once the hub is back. Used by one thread at a time.
 */
public abstract class Producer implements AutoCloseable {

    private static final long AGAIN_MILLIS = 200;
    /** One answer in so many is taken for lost, so that what was done is sent again. */
    private static final int LOST_ANSWERS = 8;

    final String source;
    final Random random;
    private final Ledger ledger;
    private final int epoch;
    private int seq;
    /** What it does not know the fate of; null if nothing. */
    private Sending pending;
    /** Of {@link #pending}. */
    private int sendings;

    private volatile boolean stopped;
    private volatile boolean waiting;
    private volatile int acknowledged;
    private volatile int answersLost;

    /**
     * @param ledgers folder of the ledger, {@code SOURCE.ledger}
     * @param epoch greater than that of any earlier producer of the same source
     */
    Producer(Path ledgers, String source, int epoch, long seed) throws IOException {
        this.source = source;
        this.epoch = epoch;
        this.random = new Random(seed * 31 + source.hashCode());
        this.ledger = new Ledger(ledgers.resolve(source + ".ledger"));
    }

    /** What is sent, byte for byte the same each time. */
    record Sending(Event event, byte[] body, boolean meantToFail) {}

    /** Makes up the next thing to say. */
    abstract Sending next(Event.Id id);

    /** Says it. */
    abstract Api.Answer send(Sending sending) throws IOException, InterruptedException;

    /** Whether some of its answers are lost on the way. */
    boolean losesAnswers() {
        return true;
    }

    /** The hub has it. */
    void settled(Event event) {
        // most need not know
    }

    /** Makes what it needs at the hub; again after each restart. */
    void prepare() throws IOException, InterruptedException {
        // most need nothing
    }

    /** Speaks until it is stopped; what it does not know the fate of it says again and again. */
    public final void speak() throws IOException, InterruptedException {
        while (!stopped) {
            if (!once()) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            } else {
                pause();
            }
        }
    }

    /** Lets {@link #speak} end once what it is at was answered, or will not be. */
    public final void stop() {
        stopped = true;
    }

    /** It may speak again. */
    public final void resume() {
        stopped = false;
    }

    /** How many events the hub has said it has when they were sent for the first time. */
    final int acknowledged() {
        return acknowledged;
    }

    /** Whether it has sent something and has no answer yet. */
    final boolean waiting() {
        return waiting;
    }

    /** How many events it took for unknown although the hub had said that it has them. */
    final int answersLost() {
        return answersLost;
    }

    final boolean stopped() {
        return stopped;
    }

    /** A breath between two things said. */
    void pause() throws InterruptedException {
        // most need none
    }

    /** Says one thing. @return whether its fate is known */
    final boolean once() throws IOException, InterruptedException {
        if (pending == null) {
            Event.Id id = new Event.Id(source, epoch, ++seq);
            pending = next(id);
            sendings = 0;
            ledger.announce(pending.event());
        }
        return deliver();
    }

    /** Says again what it does not know the fate of. @return whether there is nothing like that any more */
    public final boolean retry() throws IOException, InterruptedException {
        return pending == null || deliver();
    }

    private boolean deliver() throws IOException, InterruptedException {
        Event event = pending.event();
        sendings++;
        ledger.sending(event.id());
        waiting = true;
        Api.Answer answer = send(pending);
        waiting = false;
        if (answer.outcome() == Outcome.OK && losesAnswers() && random.nextInt(LOST_ANSWERS) == 0) {
            answer = new Api.Answer(Outcome.UNKNOWN, 0, "this answer was lost on the way".getBytes(UTF_8));
            answersLost++;
        }
        ledger.outcome(event.id(), answer.outcome());
        if (answer.outcome() == Outcome.OK) {
            settled(event);
            pending = null;
            acknowledged += sendings == 1 ? 1 : 0;
        } else if (answer.forGood()) {
            if (!pending.meantToFail()) {
                throw new IOException(event.id() + " was refused: " + answer);
            }
            ledger.refused(event.id());
            pending = null;
        }
        return pending == null;
    }

    /** @return the keys of the ledger's events that the hub has, newest last */
    static List<String> keys(Path ledgers, String source) throws IOException {
        return Ledger.read(ledgers).stream()
                .filter(entry -> entry.event().source().equals(source) && entry.outcome() == Outcome.OK)
                .flatMap(entry -> entry.event().rows().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }
}
