package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.BlockedModels;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;

/** The list of devices of which the authorities warned, in the table {@code blocked_models}. */
@Component(service = BlockedModels.class)
public final class BlockedTable implements BlockedModels {

    private static final int MOST = 1_000;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    @Activate
    public BlockedTable(@Reference Database database, @Reference AuditLog audit) {
        this(database, audit, InstantSource.system());
    }

    BlockedTable(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    static List<BlockedModel> read(Connection connection) throws SQLException {
        return Rows.list(
                connection,
                "select id, manufacturer, model, firmware, warning, since from blocked_models order by id",
                List.of(),
                row -> new BlockedModel(
                        row.getString(1),
                        Optional.of(row.getString(2)),
                        Optional.of(row.getString(3)),
                        Optional.of(row.getString(4)),
                        row.getString(5),
                        Rows.instant(row, "since")));
    }

    @Override
    public List<BlockedModel> list() {
        return database.read(BlockedTable::read);
    }

    @Override
    public void put(Caller by, String surface, BlockedModel model) {
        var details = new TreeMap<>(Map.of("warning", model.warning()));
        model.manufacturer().ifPresent(word -> details.put("manufacturer", word));
        model.model().ifPresent(word -> details.put("model", word));
        model.firmware().ifPresent(word -> details.put("firmware", word));
        recorded(by, surface, "blocked-model.put", model.id(), details, connection -> {
            Rows.update(connection, "delete from blocked_models where id = ?", model.id());
            if (Rows.number(connection, "select count(*) from blocked_models", List.of()) >= MOST) {
                throw full();
            }
            return Rows.update(
                    connection,
                    "insert into blocked_models (id, manufacturer, model, firmware, warning, since)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    model.id(),
                    model.manufacturer().orElse(""),
                    model.model().orElse(""),
                    model.firmware().orElse(""),
                    model.warning(),
                    now());
        });
    }

    @Override
    public void remove(Caller by, String surface, String id) {
        recorded(by, surface, "blocked-model.remove", id, Map.of(), connection -> {
            var gone = Rows.update(connection, "delete from blocked_models where id = ?", id);
            if (gone == 0) {
                throw new HubException(
                        HubException.Reason.NOT_FOUND,
                        "blocked-model.unknown",
                        new Text(
                                "Danh sách thiết bị bị cảnh báo không có mục này.",
                                "The list of blocked models has no such entry."));
            }
            return gone;
        });
    }

    private Instant now() {
        return clock.instant();
    }

    private static HubException full() {
        return new HubException(
                HubException.Reason.CONFLICT,
                "blocked-model.many",
                new Text(
                        "Danh sách đã có %d mục; xóa mục không còn cần trước.".formatted(MOST),
                        "The list has %d entries; remove some that are no longer needed.".formatted(MOST)));
    }

    private void recorded(
            Caller by,
            String surface,
            String action,
            String subject,
            Map<String, String> details,
            Database.Work<Integer> work) {
        audit.recorded(
                AuditRecord.of(by.account(), surface, action, subject, AuditRecord.Outcome.DONE, details),
                () -> database.write(work));
    }
}
