package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The changes of one transaction. They get their sequence numbers, and are written, just before it commits. */
public final class Journal {

    private final Connection connection;
    private final List<Entry> entries = new ArrayList<>();

    Journal(Connection connection) {
        this.connection = connection;
    }

    /**
     * Notes one change.
     *
     * @param area where its subject stands: who may see it follows from that
     * @param fields field key to new effective value
     * @param importId the import that brought it; 0 if none
     */
    public void note(
            Instant at,
            String kind,
            String subject,
            String area,
            Map<String, String> fields,
            String by,
            long importId) {
        entries.add(new Entry(at.toEpochMilli(), kind, subject, area, Json.write(fields), by, importId));
    }

    /** @return how many were noted so far */
    public int size() {
        return entries.size();
    }

    void flush() throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        var sequence = Counter.CHANGE.take(connection, entries.size());
        try (var insert = new Batch(
                connection,
                "insert into changes (seq, changed_at, kind, subject, area, fields, changed_by, import_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var entry : entries) {
                insert.add(
                        sequence++,
                        entry.at(),
                        entry.kind(),
                        entry.subject(),
                        entry.area(),
                        entry.fields(),
                        entry.by(),
                        entry.importId());
            }
        }
    }

    private record Entry(long at, String kind, String subject, String area, String fields, String by, long importId) {}
}
