package vn.matluoi.api.route;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

/**
 * An agency's system that is asked for its cameras again and again. What it answers is taken whole or not at all; why it was not is
 * kept among the imports, once for each cause, and shown. An answer that was taken without a row refused is not taken in again while it
 * stays the same. After a run that brought nothing the pauses grow. Any thread.
 */
public final class AgencyPoll implements Poll {

    private static final Logger LOG = System.getLogger(AgencyPoll.class.getName());

    private final AgencyRoute agency;
    private final String label;
    private final List<String> headings;
    private final Listing listing;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final Clock clock;
    private final Rhythm rhythm;
    private final ReentrantLock running = new ReentrantLock(); // guards the next three
    private String taken = "";
    private String failing = ""; // the rule
    private String refusing = ""; // the rule by which the catalogue took nothing
    private volatile int failures;
    private volatile Runs runs = new Runs(0, Optional.empty());
    private volatile Optional<DeadLetters> letters = Optional.empty();
    private volatile Optional<Text> problem = Optional.empty();
    private volatile Optional<Object> term = Optional.of(new Object()); // from begin to end

    /**
     * @param agency for whom the system speaks
     * @param label what people call it in the list of imports: its host. No secret in it
     * @param timing when it is asked
     * @param headings see {@link Imports.Records#headings()}
     * @param listing how it is asked
     */
    public AgencyPoll(
            AgencyRoute agency,
            String label,
            Timing timing,
            List<String> headings,
            Listing listing,
            Imports imports,
            Intake intake,
            Sources sources) {
        this.agency = Objects.requireNonNull(agency, "agency");
        this.label = Objects.requireNonNull(label, "label");
        this.headings = List.copyOf(headings);
        this.listing = Objects.requireNonNull(listing, "listing");
        this.imports = Objects.requireNonNull(imports, "imports");
        this.intake = Objects.requireNonNull(intake, "intake");
        this.sources = Objects.requireNonNull(sources, "sources");
        this.clock = Clock.systemUTC();
        this.rhythm = timing.rhythm(clock);
    }

    /**
     * Has answers that cannot be used kept as they came, see {@link Unusable#answered}, and lists of which the catalogue took nothing, see
     * {@link KeptRecords}: the first of each cause.
     *
     * @return this
     */
    public AgencyPoll keepingIn(DeadLetters deadLetters) {
        letters = Optional.of(deadLetters);
        return this;
    }

    public String routeName() {
        return agency.routeName();
    }

    /** @return why the last run brought nothing, if it did not */
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

    /**
     * Asks once. Does nothing while an earlier run is still under way.
     *
     * @throws HubException if the hub cannot take it now; the next run tries again
     */
    @Override
    public void run() {
        var mine = term;
        if (mine.isEmpty() || !running.tryLock()) {
            return;
        }
        var begun = clock.instant();
        var brought = false;
        try {
            brought = ask(() -> term == mine);
            if (!brought) {
                runs = new Runs(runs.failed() + 1, runs.lastGood());
            } else if (problem.isEmpty()) {
                runs = new Runs(runs.failed(), Optional.of(clock.instant()));
            }
        } finally {
            failures = brought ? 0 : failures + 1;
            if (brought) {
                rhythm.ran(begun);
            }
            running.unlock();
        }
    }

    @Override
    public Runs runs() {
        return runs;
    }

    private boolean ask(BooleanSupplier wanted) {
        try (var gathered = new Gathered(headings)) {
            agency.register(sources);
            listing.read(gathered, wanted);
            if (gathered.count() == 0) {
                throw empty();
            }
            if (wanted.getAsBoolean()) {
                take(gathered);
            }
            return true;
        } catch (Unusable e) {
            if (wanted.getAsBoolean()) {
                failed(e);
            }
        } catch (HubException e) {
            if (e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.BUSY) {
                throw e;
            }
            if (!failing.equals(e.rule())) {
                LOG.log(Level.WARNING, "route {0}: {1}", routeName(), e.text());
            }
            failing = e.rule();
            problem = Optional.of(e.text());
        }
        return false;
    }

    /**
     * Takes a list that was answered before and kept. It is complete only if none was answered since.
     *
     * @param kept reads it
     * @return what people should know of how it was taken
     * @throws HubException as {@link DeadLetterReplay#replay}
     */
    public Optional<Text> replay(DeadLetter letter, Listing kept) {
        if (!running.tryLock()) {
            throw new HubException(
                    Reason.BUSY,
                    "letter.route-busy",
                    new Text(
                            "tuyến %s đang hỏi dở; hãy thử lại sau".formatted(routeName()),
                            "route %s is asking just now; try again later".formatted(routeName())));
        }
        try (var gathered = new Gathered(headings)) {
            agency.register(sources);
            kept.read(gathered, () -> true);
            if (gathered.count() == 0) {
                throw empty();
            }
            taken = ""; // the catalogue is not as the last answer left it
            return AgencySheets.taken(letter, imports.take(agency.again(label, letter), gathered.records()));
        } catch (Unusable e) {
            throw new HubException(Reason.INVALID, e.rule(), e.text());
        } finally {
            running.unlock();
        }
    }

    private static Unusable empty() {
        return Unusable.because(
                "agency.empty",
                "danh sách không có camera nào; trạm không coi đó là đã gỡ hết",
                "the list has no cameras; that is not taken for all of them being gone");
    }

    private void take(Gathered gathered) {
        var digest = gathered.sha256Hex();
        if (digest.equals(taken)) {
            problem = Optional.empty();
            failing = "";
        } else {
            var report = imports.take(agency.order(label, Optional.empty()), gathered.records());
            if (AgencySheets.isRefused(report)) {
                keep(report, gathered.records());
            }
            noted(report, digest);
        }
    }

    /** The first of each cause. */
    private void keep(IntakeReport report, Imports.Records records) {
        var why = AgencySheets.letter(label, KeptRecords.TYPE, report, new byte[0]);
        if (letters.isPresent() && !refusing.equals(why.rule())) {
            KeptRecords.of(records).ifPresent(raw -> letters.get()
                    .keep(routeName(), new DeadLetters.Letter(label, why.mediaType(), raw, why.rule(), why.why())));
            refusing = why.rule();
        }
    }

    /** What was refused is handed in again: what it lacked may be there by then. */
    private void noted(IntakeReport report, String digest) {
        var counts = report.counts();
        var fault = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst();
        taken = fault.isEmpty() && counts.rejected() == 0 ? digest : "";
        refusing = AgencySheets.isRefused(report) ? refusing : "";
        failing = fault.map(Finding::rule).orElse("");
        problem = fault.map(Finding::message).or(() -> Optional.of(new Text(
                        "%d trên %d camera bị trả lại; xem báo cáo của lần nhập"
                                .formatted(counts.rejected(), counts.rows()),
                        "%d of %d cameras were returned; see the import's report"
                                .formatted(counts.rejected(), counts.rows())))
                .filter(text -> counts.rejected() > 0));
        LOG.log(Level.INFO, () -> "route %s: %d rows, %d new, %d changed, %d unchanged, %d refused, %d doubtful"
                .formatted(
                        routeName(),
                        counts.rows(),
                        counts.created(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.rejected(),
                        counts.doubtful()));
    }

    /** What brought nothing is kept, too; for the same cause again it is not. */
    private void failed(Unusable why) {
        problem = Optional.of(why.text());
        if (failing.equals(why.rule())) {
            return;
        }
        LOG.log(Level.WARNING, "route {0}: {1}", routeName(), why.text());
        intake.submit(
                new Statement(
                        agency.source(),
                        Layer.AGENCY,
                        "route:" + routeName(),
                        clock.instant(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        label,
                        Optional.of(agency.area()),
                        agency.unit(),
                        agency.sector(),
                        Map.of(),
                        List.of(new Finding(
                                Finding.Severity.ERROR,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                why.rule(),
                                why.text(),
                                new Text(
                                        "Chưa ghi gì; lượt sau trạm hỏi lại.",
                                        "Nothing was taken; the hub asks again at the next run."),
                                List.of())),
                        List.of()),
                Intake.Mode.COMMIT);
        why.answer().ifPresent(answer -> keep(why, answer));
        failing = why.rule();
    }

    private void keep(Unusable why, Unusable.Answer answer) {
        letters.ifPresent(kept -> {
            kept.keep(
                    routeName(),
                    new DeadLetters.Letter(label, answer.mediaType(), answer.raw(), why.rule(), why.text()));
            taken = ""; // the next list is handed in even if it is the last one again: it outdates the letter
        });
    }
}
