package vn.matluoi.api.registry;

import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;

/**
 * Which cameras to list. What is empty does not restrict.
 *
 * @param text words to find in name, address, code or id; without regard to case and accents
 * @param area an area: its whole subtree
 * @param limit 1 to 200
 * @param cursor {@code next} of the page before
 */
public record CameraQuery(
        Optional<String> text,
        Optional<AreaCode> area,
        Optional<String> sector,
        Optional<String> unit,
        Optional<SourceId> source,
        Optional<State.Kind> state,
        int limit,
        Optional<String> cursor) {

    public CameraQuery {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(cursor, "cursor");
        if (limit < 1 || limit > 200) {
            throw new IllegalArgumentException("limit is 1 to 200, not " + limit);
        }
    }

    /** The first page of everything. */
    public static CameraQuery first(int limit) {
        return new CameraQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit,
                Optional.empty());
    }
}
