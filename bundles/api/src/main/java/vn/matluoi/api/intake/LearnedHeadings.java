package vn.matluoi.api.intake;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Caller;

/**
 * What a person once said a heading of one source means: later sheets of that source are read so, whatever the profile says of
 * the heading. Blocks on the database; any thread.
 */
@ProviderType
public interface LearnedHeadings {

    /** @return what is known of the source's headings, in their alphabetical order; at most 200 */
    List<Learned> of(SourceId source);

    /**
     * Keeps that the heading means the field, in place of what was kept of it before. Recorded in the audit log.
     *
     * @param heading as it stands in the sheet, 1 to 200 characters with a letter or digit among them; compared without regard to
     *     case, accents, blanks and punctuation
     * @throws vn.matluoi.api.HubException {@code INVALID} if the heading is none; {@code NOT_FOUND} if the source is unknown;
     *     {@code CONFLICT} if 200 headings of the source are known
     */
    Learned learn(Caller by, String surface, SourceId source, String heading, CameraField field);

    /**
     * Forgets what was said of a heading. Recorded in the audit log.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if nothing was
     */
    void forget(Caller by, String surface, SourceId source, String heading);

    /**
     * A heading of one source.
     *
     * @param by the account of who said so
     * @param at when
     */
    record Learned(SourceId source, String heading, CameraField field, String by, Instant at) {

        public Learned {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(heading, "heading");
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(at, "at");
        }
    }
}
