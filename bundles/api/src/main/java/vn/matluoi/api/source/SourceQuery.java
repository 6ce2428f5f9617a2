package vn.matluoi.api.source;

import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.State;

/**
 * Which sources to list. What is empty does not restrict.
 *
 * @param text words to find in name, id or address; without regard to case and accents
 * @param area an area: its whole subtree
 * @param sector the sector its cameras serve
 * @param unit code of the unit that manages its cameras
 * @param driver the device family
 * @param state how the source is at the moment of the call
 * @param limit 1 to 200
 * @param cursor {@code next} of the page before
 */
public record SourceQuery(
        Optional<String> text,
        Optional<AreaCode> area,
        Optional<String> sector,
        Optional<String> unit,
        Optional<String> driver,
        Optional<State.Kind> state,
        int limit,
        Optional<String> cursor) {

    public SourceQuery {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(sector, "sector");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(cursor, "cursor");
    }

    /** Restricted by words alone. */
    public static SourceQuery of(Optional<String> text, int limit, Optional<String> cursor) {
        return new SourceQuery(
                text,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit,
                cursor);
    }

    /** @return whether nothing but words restricts */
    boolean wordsOnly() {
        return equals(of(text, limit, cursor));
    }
}
