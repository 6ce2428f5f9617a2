package vn.matluoi.api.route;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * A place where an agency lays its sheets, on a server or in a mailbox, that is looked into again and again. Why a look brought
 * nothing is shown, and said in the log once for each cause; after such a look the pauses grow. Any thread.
 */
public final class SheetPoll implements Poll {

    private static final Logger LOG = System.getLogger(SheetPoll.class.getName());

    private final String routeName;
    private final AgencySheets sheets;
    private final Look look;
    private final Rhythm rhythm;
    private final ReentrantLock running = new ReentrantLock(); // guards the next
    private String failing = ""; // the rule
    private volatile int failures;
    private volatile Runs runs = new Runs(0, Optional.empty());
    private volatile Optional<Text> problem = Optional.empty();
    private volatile Optional<Object> term = Optional.of(new Object()); // from begin to end

    /** Looks into one place once. */
    @FunctionalInterface
    public interface Look {

        /**
         * Takes in what lies there, each sheet whole or not at all. One thread at a time.
         *
         * @param sheets takes them
         * @param wanted whether anybody still wants them; to be asked before each, and during what takes long
         * @throws Unusable if not all could be brought, and a person should know why; what was brought stays taken
         * @throws HubException if the hub cannot take them now; the next look tries again
         */
        void into(AgencySheets sheets, BooleanSupplier wanted) throws Unusable;
    }

    /** @param timing when it looks */
    public SheetPoll(String routeName, Timing timing, AgencySheets sheets, Look look) {
        this.routeName = Objects.requireNonNull(routeName, "routeName");
        this.sheets = Objects.requireNonNull(sheets, "sheets");
        this.look = Objects.requireNonNull(look, "look");
        this.rhythm = timing.rhythm(Clock.systemUTC());
    }

    /** @return why the last look did not bring all, if it did not */
    public Optional<Text> problem() {
        return problem;
    }

    @Override
    public void begin() {
        term = Optional.of(new Object());
    }

    @Override
    public void end() {
        term = Optional.empty();
    }

    @Override
    public Duration pause() {
        return rhythm.after(failures);
    }

    @Override
    public Optional<Times> times() {
        return rhythm.times();
    }

    @Override
    public Runs runs() {
        return runs;
    }

    /**
     * Looks once. Does nothing while an earlier look is still under way.
     *
     * @throws HubException if the hub cannot take sheets now; the next look tries again
     */
    @Override
    public void run() {
        var mine = term;
        if (mine.isEmpty() || !running.tryLock()) {
            return;
        }
        var begun = Instant.now();
        var well = false;
        try {
            well = look(() -> term == mine);
            runs = well
                    ? new Runs(runs.failed(), Optional.of(Instant.now()))
                    : new Runs(runs.failed() + 1, runs.lastGood());
        } finally {
            failures = well ? 0 : failures + 1;
            if (well) {
                rhythm.ran(begun);
            }
            running.unlock();
        }
    }

    private boolean look(BooleanSupplier wanted) {
        try {
            sheets.register();
            look.into(sheets, wanted);
            problem = Optional.empty();
            failing = "";
            return true;
        } catch (Unusable e) {
            if (wanted.getAsBoolean()) {
                failed(e.rule(), e.text());
            }
        } catch (HubException e) {
            if (AgencySheets.passes(e)) {
                throw e;
            }
            failed(e.rule(), e.text());
        }
        return false;
    }

    private void failed(String rule, Text why) {
        problem = Optional.of(why);
        if (!failing.equals(rule)) {
            LOG.log(Level.WARNING, "route {0}: {1}", routeName, why);
        }
        failing = rule;
    }
}
