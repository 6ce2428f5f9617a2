package vn.matluoi.api.intake;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The one way into the catalogue. Normalises by profile, checks the rules, matches identities, works out what
 * changed field by field, and writes it all in one transaction or not at all. Blocks on the database; may be
 * called from any thread.
 */
@ProviderType
public interface Intake {

    /**
     * Takes in a statement. Rows with an {@link Finding.Severity#ERROR} are left out, and reported; the others
     * are taken. A dry run gives the same report as the commit would, and writes nothing. What many rows share (a
     * unit that is not in the catalogue) is found once for the statement.
     *
     * <p>A complete statement that would mark more cameras missing than its source's options {@code missing.percent} and
     * {@code missing.least} allow, or more than half of them (or than {@code missing.percent}, if that is more) and two at
     * least, is kept whole and not applied: its report is {@link IntakeReport.Standing#WAITING} and has a finding with the
     * rule {@code statement.removes-much}. See {@link WaitingImports}.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if the source is unknown; {@code INVALID} if the default unit
     *     or sector is, naming {@code unit} or {@code sector}; {@code UNAVAILABLE} if the database is away, in which case
     *     nothing was written
     * @throws IllegalStateException if the database refuses what the hub wrote: a fault of the hub that no later try mends
     */
    IntakeReport submit(Statement statement, Mode mode);

    /** Whether to write. */
    enum Mode {
        DRY_RUN,
        COMMIT
    }
}
