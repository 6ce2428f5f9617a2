package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Counter;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.QuestionTable;
import vn.matluoi.registry.internal.identity.Subjects;
import vn.matluoi.registry.internal.source.SourceTable;

/**
 * What another registry tells of no more, in the table {@code upstream_withdrawals}: its cameras stay in the catalogue, marked as no longer
 * stated, and no question about them waits. If within a day it is more than a {@link RemovalGuard} lets go, what goes beyond waits for a
 * person, all in one import. Within the caller's transaction; one instance takes one message.
 */
public final class Withdrawals {

    static final String RULE = "upstream.withdraws-much";

    /** One that loses all it has little by little is to be noticed, too. */
    private static final Duration WINDOW = Duration.ofHours(24);

    private static final String WAITING =
            " in (select id from imports where source = ? and standing = '" + Standing.WAITING + "')";

    private final Connection connection;
    private final Journal journal;
    private final SourceId sender;
    private final String by;
    private final Instant now;

    public Withdrawals(Connection connection, Journal journal, SourceId sender, String by, Instant now) {
        this.connection = connection;
        this.journal = journal;
        this.sender = sender;
        this.by = by;
        this.now = now;
    }

    /**
     * Takes in that these are told of no more. Saying it again changes nothing.
     *
     * @param gone the sender's ids
     * @param known those of which something is remembered
     * @return those that wait for a person
     */
    public Set<String> take(Collection<String> gone, Set<String> known) throws SQLException {
        Rows.update(
                connection,
                "delete from upstream_withdrawals where source = ? and import_id = 0 and told_at < ?",
                sender.value(),
                now.minus(WINDOW));
        var waiting = held(gone);
        var stated = stated(gone);
        var news = gone.stream()
                .filter(id -> !waiting.contains(id))
                .filter(id -> known.contains(id) || stated.containsKey(id))
                .toList();
        if (news.isEmpty()) {
            return waiting;
        }
        var before = Rows.number(
                connection,
                "select count(*) from upstream_withdrawals where source = ? and (import_id = 0 or import_id" + WAITING
                        + ")",
                List.of(sender.value(), sender.value()));
        var named = before
                + Rows.number(
                        connection, "select count(*) from upstream_cameras where source = ?", List.of(sender.value()));
        var share = RemovalGuard.of(connection, sender).exceeded(before + news.size(), named);
        var placing = SourceTable.placing(connection, sender);
        if (share.isPresent() && placing.isPresent()) {
            var into = open();
            if (into == 0) {
                into = Counter.IMPORT.take(connection, 1);
                ImportWriter.write(
                        connection, into, head(), placing.get().area(), nothing(), List.of(), Standing.WAITING, now);
            }
            append(into, news, stated, finding(before + news.size(), named, share.getAsInt()));
            waiting.addAll(news);
        } else {
            mark(news, stated, 0);
            remember(news, 0);
        }
        return waiting;
    }

    /** @return those of them that wait, or were kept when a person discarded it */
    private Set<String> held(Collection<String> gone) throws SQLException {
        var held = new HashSet<String>();
        Lookup.each(
                connection,
                "select camera from upstream_withdrawals where source = ? and import_id > 0 and camera in (%s)",
                List.of(sender.value()),
                gone,
                row -> held.add(row.getString(1)));
        return held;
    }

    /** @return the import in which some wait already; 0 if none do */
    private long open() throws SQLException {
        return Rows.number(
                connection,
                "select coalesce(max(import_id), 0) from upstream_withdrawals where source = ? and import_id" + WAITING,
                List.of(sender.value(), sender.value()));
    }

    private Statement head() {
        return new Statement(
                sender,
                Layer.AGENCY,
                by,
                now,
                false,
                Optional.empty(),
                Optional.empty(),
                "%s: camera được báo rút / cameras withdrawn".formatted(sender),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Plan nothing() {
        return new Plan(List.of(), List.of(), 0, List.of(), List.of(), "", List.of(), Optional.empty());
    }

    private void append(long importId, List<String> ids, Map<String, List<Part>> stated, Finding finding)
            throws SQLException {
        var place = (int) Rows.number(connection, "select row_count from imports where id = ?", List.of(importId));
        try (var insert = new Batch(connection, ImportWriter.INSERT_ROW)) {
            for (var id : ids) {
                insert.add(
                        importId,
                        place,
                        place + 1,
                        Outcome.UNCHANGED.name(),
                        stated.getOrDefault(id, List.of()).stream()
                                .map(Part::camera)
                                .findFirst()
                                .orElse(null),
                        Json.write(Map.of("id", id)),
                        FindingJson.write(List.of()));
                place++;
            }
        }
        Rows.update(
                connection,
                "update imports set row_count = ?, unchanged = ?, missing = missing + ?, findings = ?, said_at = ?"
                        + " where id = ?",
                place,
                place,
                ids.size(),
                FindingJson.write(List.of(finding)),
                now,
                importId);
        remember(ids, importId);
    }

    private void remember(List<String> ids, long importId) throws SQLException {
        forget(connection, sender, ids);
        try (var insert = new Batch(
                connection,
                "insert into upstream_withdrawals (source, camera, told_at, import_id) values (?, ?, ?, ?)")) {
            for (var id : ids) {
                insert.add(sender.value(), id, now, importId);
            }
        }
    }

    private static void forget(Connection connection, SourceId sender, Collection<String> ids) throws SQLException {
        try (var delete = new Batch(connection, "delete from upstream_withdrawals where source = ? and camera = ?")) {
            for (var id : ids) {
                delete.add(sender.value(), id);
            }
        }
    }

    /** What the sender says of these cameras, by its ids, and has not been marked yet. */
    private Map<String, List<Part>> stated(Collection<String> ids) throws SQLException {
        var stated = new HashMap<String, List<Part>>();
        Lookup.each(
                connection,
                "select distinct e.content, s.camera, s.part, c.area from evidence e join stated s on s.camera = e.camera"
                        + " and s.source = e.source and s.part = e.part join cameras c on c.id = s.camera"
                        + " where e.kind = 'CODE' and e.source = ? and s.layer = ? and s.missing_at is null"
                        + " and e.content in (%s)",
                List.of(sender.value(), Layer.AGENCY.name()),
                ids,
                row -> {
                    var part = new Part(row.getString(2), row.getString(3), row.getString(4));
                    var parts = stated.computeIfAbsent(row.getString(1), any -> new ArrayList<>());
                    return parts.contains(part) || parts.add(part);
                });
        return stated;
    }

    private void mark(Collection<String> ids, Map<String, List<Part>> stated, long importId) throws SQLException {
        try (var update = new Batch(
                connection,
                "update stated set missing_at = ? where camera = ? and layer = ? and source = ? and part = ?")) {
            for (var id : ids) {
                QuestionTable.close(connection, Subjects.named(sender.value(), "", id));
                for (var part : stated.getOrDefault(id, List.of())) {
                    update.add(now, part.camera(), Layer.AGENCY.name(), sender.value(), part.part());
                    journal.note(now, "camera.missing", part.camera(), part.area(), Map.of(), by, importId);
                }
            }
        }
    }

    /** @return those of these cameras that were withdrawn within the day, or wait */
    public static Set<String> among(Connection connection, SourceId sender, Collection<String> ids)
            throws SQLException {
        var found = new HashSet<String>();
        Lookup.each(
                connection,
                "select camera from upstream_withdrawals where source = ? and camera in (%s)",
                List.of(sender.value()),
                ids,
                row -> found.add(row.getString(1)));
        return found;
    }

    /** Of these cameras something is told again: they wait no longer. What a person discarded stays discarded. */
    public static void returned(Connection connection, SourceId sender, Collection<String> ids) throws SQLException {
        var less = new HashMap<Long, Integer>();
        Lookup.each(
                connection,
                "select import_id from upstream_withdrawals where source = ? and import_id > 0 and camera in (%s)",
                List.of(sender.value()),
                Set.copyOf(ids),
                row -> less.merge(row.getLong(1), 1, Integer::sum));
        forget(connection, sender, ids);
        for (var one : less.entrySet()) {
            Rows.update(
                    connection, "update imports set missing = missing - ? where id = ?", one.getValue(), one.getKey());
            if (!waits(connection, one.getKey())) {
                Rows.update(
                        connection,
                        "update imports set standing = ? where id = ? and standing = ?",
                        Standing.REPLACED.name(),
                        one.getKey(),
                        Standing.WAITING.name());
            }
        }
    }

    /** @return how many cameras of that sender wait for a person */
    public static long waiting(Connection connection, SourceId sender) throws SQLException {
        return Rows.number(
                connection,
                "select count(*) from upstream_withdrawals where source = ? and import_id" + WAITING,
                List.of(sender.value(), sender.value()));
    }

    /** @return whether that import is one of withdrawals, and not decided, or discarded */
    static boolean waits(Connection connection, long importId) throws SQLException {
        return Rows.number(
                        connection, "select count(*) from upstream_withdrawals where import_id = ?", List.of(importId))
                > 0;
    }

    /** A person agrees: it is marked as it would have been. From now on the share is counted anew. */
    static void release(Connection connection, Journal journal, long importId, Instant now) throws SQLException {
        var waiting = Rows.first(
                        connection,
                        "select source, said_by from imports where id = ?",
                        List.of(importId),
                        row -> new Withdrawals(
                                connection, journal, new SourceId(row.getString(1)), row.getString(2), now))
                .orElseThrow();
        var ids = Rows.list(
                connection,
                "select camera from upstream_withdrawals where import_id = ? order by camera",
                List.of(importId),
                row -> row.getString(1));
        waiting.mark(ids, waiting.stated(ids), importId);
        Rows.update(
                connection,
                "delete from upstream_withdrawals where source = ? and import_id in (0, ?)",
                waiting.sender.value(),
                importId);
        Rows.update(connection, "update imports set taken_at = ? where id = ?", now, importId);
        WaitingTable.stand(connection, importId, Standing.APPLIED);
    }

    private static Finding finding(long gone, long named, int percent) {
        return new Finding(
                Severity.ERROR,
                0,
                Optional.empty(),
                Optional.empty(),
                RULE,
                new Text(
                        "Sổ đăng ký này báo rút %d trong %d camera của nó trong 24 giờ (quá %d%%); camera nêu ở đây chưa bị đánh dấu."
                                .formatted(gone, named, percent),
                        "This registry withdraws %d of its %d cameras within 24 hours (more than %d %%); those listed here are not marked."
                                .formatted(gone, named, percent)),
                new Text(
                        "Hỏi lại bên gửi. Nếu đúng, chấp nhận lần nhập này; nếu sai, hủy nó: camera mà bên gửi nêu lại thì không"
                                + " còn chờ. Ngưỡng: tùy chọn missing.percent và missing.least của nguồn.",
                        "Ask those who run it. If it is right, release this import; if not, discard it: what the sender tells"
                                + " again waits no longer. The bounds are the source's options missing.percent and missing.least."),
                List.of());
    }

    private record Part(String camera, String part, String area) {}
}
