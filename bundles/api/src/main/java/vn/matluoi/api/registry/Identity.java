package vn.matluoi.api.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;

/**
 * Which descriptions are one camera, where the hub does not decide by itself: questions for a person, and what a person
 * decides without being asked. Every decision is recorded in the audit log first, stands in the change feed
 * ({@code camera.merged}, {@code camera.split}), is done whole or not at all, and refuses with
 * {@link vn.matluoi.api.HubException}. Ids never end: one that was merged into another is answered by that other one for ever.
 * Blocks on the database; any thread.
 */
@ProviderType
public interface Identity {

    /**
     * @param standing only those that stand so
     * @param limit 1 to 200
     * @return questions about rows and cameras within the scope, newest first
     */
    Page<Question> questions(Scope scope, Optional<Standing> standing, int limit, Optional<String> cursor);

    /**
     * Answers yes. A row that waits is taken in as that camera, and so is whatever its source says of it later; of two
     * cameras the one asked about is merged into the candidate.
     *
     * @param by who answers
     * @param surface where the answer came in, for the audit log
     * @return the camera it is
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND}; {@code CONFLICT} if it is not open any more; {@code INVALID} if
     *     the row cannot be taken any more, with why
     */
    CameraId same(Scope scope, long question, String by, String surface);

    /**
     * Answers no. The same is not asked again unless what speaks for it changes. A row of which nothing else is asked
     * becomes a camera of its own.
     *
     * @return the camera the row became; empty if more is asked about it, or if the question was about two cameras
     * @throws vn.matluoi.api.HubException as {@link #same}
     */
    Optional<CameraId> different(Scope scope, long question, String by, String surface);

    /**
     * Makes one camera of two. What is said of both is kept side by side, and each source goes on speaking of it.
     *
     * @param survivor whose id stays
     * @param other whose id answers the survivor from now on
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if one is not in scope; {@code CONFLICT} if they are one already
     */
    CameraId merge(Scope scope, CameraId survivor, CameraId other, String by, String surface);

    /**
     * Undoes a wrong match: what one source says of a camera becomes a camera of its own.
     *
     * @return the new camera
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND}; {@code INVALID} if that source does not speak of it, or nobody
     *     else does
     */
    CameraId split(Scope scope, CameraId camera, SourceId source, String by, String surface);

    /**
     * Undoes the last merge or split of a camera. Of a merge the other camera is there again, with what its sources said
     * meanwhile; of a split the new camera's id answers the old one.
     *
     * @return the camera that came out of it, or went
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND}; {@code CONFLICT} if there is nothing to undo, or something later
     *     must be undone first
     */
    CameraId undo(Scope scope, CameraId camera, String by, String surface);

    /** @return the ids that were merged into that camera */
    Set<CameraId> aliases(CameraId camera);

    /** @return every id that was merged into another camera, with the id of the camera it is now */
    Map<CameraId, CameraId> merged();

    /**
     * What became of a camera, newest first, what it was before a merge included.
     *
     * @param limit 1 to 200
     * @return changes within the scope; empty if there is no such camera
     */
    Page<Changes.Change> history(Scope scope, CameraId camera, int limit, Optional<String> cursor);

    /** How a question stands. */
    enum Standing {
        OPEN,
        SAME,
        DIFFERENT,
        /** It settled itself: the row found its camera, or the cameras were merged. */
        CLOSED
    }

    /**
     * A question: is this row, or this camera, the candidate?
     *
     * @param camera the camera that is asked about; empty if a row is
     * @param row the row that waits; empty if a camera is asked about
     * @param candidate the camera it may be
     * @param score points; see {@code identity/weights.csv} of the registry
     * @param reason a stable word
     * @param signs what speaks for and against
     * @param answer the camera it turned out to be
     */
    record Question(
            long id,
            Optional<CameraId> camera,
            Optional<Row> row,
            CameraId candidate,
            SourceId source,
            int score,
            String reason,
            List<Sign> signs,
            Standing standing,
            Optional<CameraId> answer,
            Instant askedAt,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy) {

        public Question {
            Objects.requireNonNull(candidate, "candidate");
            signs = List.copyOf(signs);
        }
    }

    /**
     * A row that waits.
     *
     * @param importId the import that brought it last
     * @param row as people count it
     * @param values as normalised
     */
    record Row(long importId, int row, Optional<String> channel, Map<CameraField, String> values) {}

    /**
     * Something that speaks for it, or with less than no points against it.
     *
     * @param name a stable word: {@code serial, mac, recorder, endpoint, address, position, direction, code, name, place, channel,
     *     renamed, other-area, other-serial, other-mac, other-direction}
     */
    record Sign(String name, String content, int points) {}
}
