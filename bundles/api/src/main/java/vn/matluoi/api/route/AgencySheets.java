package vn.matluoi.api.route;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

/**
 * Takes in the sheets that one route brings for its agency, whichever way they came: a folder, a server, a mail. What a sheet
 * or the route's settings are at fault for is told in the sheet's report; what passes by itself is thrown. Any thread; blocks
 * on the database.
 */
public final class AgencySheets {

    /** So often a sheet is tried over which the hub itself fails or ends. */
    public static final int MOST_TRIES = 5;

    private final AgencyRoute agency;
    private final Text mend;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final Clock clock;
    private volatile Optional<DeadLetters> letters = Optional.empty();
    private volatile Optional<Text> refusal = Optional.empty();

    /** @param mend how a person hands a sheet in again once what was wrong is mended */
    public AgencySheets(AgencyRoute agency, Text mend, Imports imports, Intake intake, Sources sources, Clock clock) {
        this.agency = Objects.requireNonNull(agency, "agency");
        this.mend = Objects.requireNonNull(mend, "mend");
        this.imports = Objects.requireNonNull(imports, "imports");
        this.intake = Objects.requireNonNull(intake, "intake");
        this.sources = Objects.requireNonNull(sources, "sources");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Has sheets of which nothing was taken kept as they came, see {@link #keep}. @return this */
    public AgencySheets keepingIn(DeadLetters deadLetters) {
        letters = Optional.of(deadLetters);
        return this;
    }

    /** @return why the source that the sheets speak for could not be made when it was last tried; empty if it could */
    public Optional<Text> refusal() {
        return refusal;
    }

    /**
     * Makes the source that the sheets speak for, if it is not there.
     *
     * @throws HubException as {@link AgencyRoute#register}
     */
    public void register() {
        try {
            agency.register(sources);
            refusal = Optional.empty();
        } catch (HubException e) {
            if (!passes(e)) {
                refusal = Optional.of(e.text());
            }
            throw e;
        }
    }

    /**
     * Takes in one sheet, and makes its source if that is not there.
     *
     * @param name what people call the sheet; only shown
     * @param delivery identity of this delivery, see {@link Statement#delivery()}
     * @param sheet its bytes, closed by the caller
     * @return what became of it; {@link #isRefused} tells whether anything was taken
     * @throws HubException {@code UNAVAILABLE} or {@code BUSY}: nothing was taken, and a later try may go well
     */
    public IntakeReport take(String name, String delivery, InputStream sheet) {
        try {
            register();
            return imports.take(agency.order(name, Optional.of(delivery)), sheet);
        } catch (HubException e) {
            if (passes(e)) {
                throw e;
            }
            return refuse(name, e.rule(), e.text(), mend);
        }
    }

    /**
     * Refuses a sheet without looking into it. That it came, and why it was not taken, is kept among the imports.
     *
     * @param rule a stable word for what it broke
     * @param why what is wrong with it
     * @param mend what a person can do
     * @throws HubException {@code UNAVAILABLE} or {@code BUSY}, as {@link #take}
     */
    public IntakeReport refuse(String name, String rule, Text why, Text mend) {
        var finding =
                new Finding(Finding.Severity.ERROR, 0, Optional.empty(), Optional.empty(), rule, why, mend, List.of());
        // without the route's own defaults: one that the catalogue does not know would keep this from being kept
        var statement = new Statement(
                agency.source(),
                Layer.AGENCY,
                "route:" + agency.routeName(),
                clock.instant(),
                false,
                Optional.empty(),
                Optional.empty(),
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(finding),
                List.of());
        try {
            return intake.submit(statement, Intake.Mode.COMMIT);
        } catch (
                RuntimeException
                        e) { // no source to keep it with, or a fault of the hub: the sheet ends with its report all the
            // same
            if (e instanceof HubException refused && passes(refused)) {
                throw e;
            }
            return new IntakeReport(
                    0,
                    agency.source(),
                    name,
                    Intake.Mode.COMMIT,
                    clock.instant(),
                    new IntakeReport.Counts(0, 0, 0, 0, 0, 0, 0),
                    List.of(finding),
                    List.of());
        }
    }

    /**
     * Refuses a sheet over which the hub failed or ended {@link #MOST_TRIES} times.
     *
     * @param reference what to look for in the log
     * @throws HubException {@code UNAVAILABLE} or {@code BUSY}, as {@link #take}
     */
    public IntakeReport giveUp(String name, String reference) {
        return refuse(
                name,
                "hub.fault",
                new Text(
                        "Hệ thống đã %d lần gặp lỗi hoặc dừng khi đọc tệp. Mã tra cứu: %s"
                                .formatted(MOST_TRIES, reference),
                        "The hub failed or ended %d times while it read the file. Reference: %s"
                                .formatted(MOST_TRIES, reference)),
                new Text(
                        "Báo mã tra cứu cho người quản trị (mã có trong nhật ký); khi đã khắc phục, gửi lại tệp. Gửi lại không ghi trùng.",
                        "Give the reference to the administrator (it is in the log); once mended, hand the file in again. Nothing is written twice by that."));
    }

    /**
     * Keeps a sheet of which nothing was taken among the route's dead letters, whatever becomes of it where it came from. Does nothing
     * with one that was taken.
     *
     * @param raw its bytes from the first one; closed by the caller
     * @throws HubException {@code UNAVAILABLE} if it cannot be kept now
     */
    public void keep(String name, IntakeReport report, InputStream raw) {
        if (letters.isEmpty() || !isRefused(report)) {
            return;
        }
        byte[] bytes;
        try {
            bytes = raw.readNBytes(DeadLetters.MOST_BYTES + 1); // one more, and it is not whole
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        letters.get().keep(agency.routeName(), letter(name, mediaType(name), report, bytes));
    }

    /**
     * Takes a sheet in again that was kept.
     *
     * @return what people should know of how it was taken
     * @throws HubException as {@link DeadLetterReplay#replay}
     */
    public Optional<Text> replay(DeadLetter letter, byte[] raw) {
        register();
        var report = imports.take(agency.again(letter.name(), letter), new ByteArrayInputStream(raw));
        return taken(letter, report);
    }

    /**
     * @return what people should know of how a letter was taken
     * @throws HubException {@code INVALID} if nothing of it was taken
     */
    public static Optional<Text> taken(DeadLetter letter, IntakeReport report) {
        if (isRefused(report)) {
            var why = letter(letter.name(), letter.mediaType(), report, new byte[0]);
            throw new HubException(HubException.Reason.INVALID, why.rule(), why.why());
        }
        return report.findings().stream()
                .filter(finding -> finding.rule().equals(Statement.OUTDATED))
                .map(Finding::message)
                .findFirst();
    }

    /** Writes a report as {@link Imports#writeReport}, with what the agency may see of it: it lies where the agency reads. */
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        imports.writeReport(imports.forAgency(report), xlsx);
    }

    /**
     * @param mediaType of what was brought
     * @param report in which it {@link #isRefused}
     * @param raw what was brought, as it came
     * @return what to keep of it
     */
    public static DeadLetters.Letter letter(String name, String mediaType, IntakeReport report, byte[] raw) {
        var fault = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst();
        return new DeadLetters.Letter(
                name,
                mediaType,
                raw,
                fault.map(Finding::rule).orElse("import.no-row"),
                fault.map(Finding::message)
                        .orElseGet(() -> new Text(
                                "cả %d dòng đều bị trả lại; xem báo cáo của lần nhập"
                                        .formatted(report.counts().rows()),
                                "all %d rows were returned; see the import's report"
                                        .formatted(report.counts().rows()))));
    }

    /** @return media type of a sheet of that name */
    public static String mediaType(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".xlsx")
                ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                : "text/csv";
    }

    /** @return what became of a sheet, in a line for the log */
    public static String inShort(IntakeReport report) {
        var counts = report.counts();
        return "%d rows, %d new, %d changed, %d unchanged, %d refused, %d doubtful"
                .formatted(
                        counts.rows(),
                        counts.created(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.rejected(),
                        counts.doubtful());
    }

    /** @return whether nothing of it was taken: it is no sheet, or no row could be used */
    public static boolean isRefused(IntakeReport report) {
        var counts = report.counts();
        return report.findings().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)
                || (counts.rows() > 0 && counts.rejected() == counts.rows());
    }

    /** @return whether it will be otherwise in a while without anybody's doing */
    public static boolean passes(HubException e) {
        return e.reason() == HubException.Reason.UNAVAILABLE || e.reason() == HubException.Reason.BUSY;
    }
}
