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
     * are taken. A dry run gives the same report as the commit would, and writes nothing.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if the source is unknown; {@code UNAVAILABLE} if the
     *     database cannot be written, in which case nothing was
     */
    IntakeReport submit(Statement statement, Mode mode);

    /** Whether to write. */
    enum Mode {
        DRY_RUN,
        COMMIT
    }
}
