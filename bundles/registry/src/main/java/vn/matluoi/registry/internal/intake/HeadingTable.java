package vn.matluoi.registry.internal.intake;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.source.SourceTable;

/** What people said the headings of single sources mean, in the table {@code learned_headings}. */
@Component(service = LearnedHeadings.class)
public final class HeadingTable implements LearnedHeadings {

    private static final int MOST = 200;
    private static final int LONGEST = 200;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    @Activate
    public HeadingTable(@Reference Database database, @Reference AuditLog audit) {
        this(database, audit, InstantSource.system());
    }

    HeadingTable(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<Learned> of(SourceId source) {
        return database.read(connection -> Rows.list(
                connection,
                "select heading, field, learned_by, learned_at from learned_headings where source = ?"
                        + " order by heading_key",
                List.of(source.value()),
                row -> new Learned(
                        source,
                        row.getString(1),
                        CameraField.ofKey(row.getString(2)).orElseThrow(),
                        row.getString(3),
                        Rows.instant(row, "learned_at"))));
    }

    @Override
    public Learned learn(Caller by, String surface, SourceId source, String heading, CameraField field) {
        var shown = heading.strip().replaceAll("\\s+", " ");
        var key = key(shown);
        if (key.isEmpty() || shown.length() > LONGEST) {
            throw invalid();
        }
        var learned =
                new Learned(source, shown, field, by.account(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        recorded(by, surface, "heading.learn", source, Map.of("heading", shown, "field", field.key()), connection -> {
            if (SourceTable.placing(connection, source).isEmpty()) {
                throw new HubException(
                        HubException.Reason.NOT_FOUND,
                        "source.unknown",
                        new Text(
                                "Không có nguồn \"%s\".".formatted(source),
                                "There is no source \"%s\".".formatted(source)));
            }
            forget(connection, source, key);
            if (Rows.number(
                            connection,
                            "select count(*) from learned_headings where source = ?",
                            List.of(source.value()))
                    >= MOST) {
                throw full();
            }
            return Rows.update(
                    connection,
                    "insert into learned_headings (source, heading_key, heading, field, learned_by, learned_at)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    source.value(),
                    key,
                    shown,
                    field.key(),
                    by.account(),
                    learned.at());
        });
        return learned;
    }

    @Override
    public void forget(Caller by, String surface, SourceId source, String heading) {
        recorded(by, surface, "heading.forget", source, Map.of("heading", heading), connection -> {
            var gone = forget(connection, source, key(heading));
            if (gone == 0) {
                throw new HubException(
                        HubException.Reason.NOT_FOUND,
                        "heading.unknown",
                        new Text(
                                "Nguồn này không có tiêu đề đã học như vậy.",
                                "Nothing was learned of that heading of this source."));
            }
            return gone;
        });
    }

    private static int forget(java.sql.Connection connection, SourceId source, String key)
            throws java.sql.SQLException {
        return Rows.update(
                connection, "delete from learned_headings where source = ? and heading_key = ?", source.value(), key);
    }

    private static String key(String heading) {
        return SearchKey.of(heading, LONGEST).replace(" ", "");
    }

    private static HubException invalid() {
        var text = new Text(
                "Tiêu đề gồm 1 đến %d ký tự, có ít nhất một chữ hoặc số.".formatted(LONGEST),
                "A heading has 1 to %d characters, a letter or digit among them.".formatted(LONGEST));
        return new HubException(
                HubException.Reason.INVALID,
                "heading.text",
                text,
                List.of(new HubException.FieldError("heading", "heading.text", text)));
    }

    private static HubException full() {
        return new HubException(
                HubException.Reason.CONFLICT,
                "heading.many",
                new Text(
                        "Nguồn này đã có %d tiêu đề đã học; xóa bớt trước.".formatted(MOST),
                        "%d headings of this source are known; remove some first.".formatted(MOST)));
    }

    private void recorded(
            Caller by,
            String surface,
            String action,
            SourceId source,
            Map<String, String> details,
            Database.Work<Integer> work) {
        audit.recorded(
                AuditRecord.of(by.account(), surface, action, source.value(), AuditRecord.Outcome.DONE, details),
                () -> database.write(work));
    }
}
