package vn.matluoi.registry.internal.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;

/**
 * The {@link QuietRows} of the last large statements of every source. Kept in memory only: without it a statement is worked out
 * in full, with the same outcome. Safe in any thread.
 */
final class QuietMemory {

    /** 16 MiB. */
    private static final int MOST_ROWS = 400_000;

    /** The one that was asked for the longest time ago first; guarded by this. */
    private final Map<Key, QuietRows> all = new LinkedHashMap<>(16, 0.75f, true);

    synchronized Optional<QuietRows> of(Statement statement) {
        return Optional.ofNullable(all.get(Key.of(statement)));
    }

    /** Keeps what is known once the statement is committed. */
    synchronized void keep(Statement statement, QuietRows rows) {
        all.put(Key.of(statement), rows);
        var size = all.values().stream().mapToInt(QuietRows::size).sum();
        for (var oldest = all.values().iterator(); size > MOST_ROWS; ) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }

    synchronized void clear() {
        all.clear();
    }

    private record Key(SourceId source, Layer layer) {

        static Key of(Statement statement) {
            return new Key(statement.source(), statement.layer());
        }
    }
}
