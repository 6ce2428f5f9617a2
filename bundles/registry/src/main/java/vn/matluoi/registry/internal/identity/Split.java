package vn.matluoi.registry.internal.identity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraNumbers;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.Regroup.Carrier;

/** Makes a camera of its own of what one source says of a camera, and one of the two again. */
final class Split {

    private static final TypeReference<State> STATE = new TypeReference<>() {};

    private final Connection connection;
    private final Journal journal;
    private final String by;
    private final Instant now;
    private final Regroup regroup;

    Split(Connection connection, Journal journal, String by, Instant now) {
        this.connection = connection;
        this.journal = journal;
        this.by = by;
        this.now = now;
        this.regroup = new Regroup(connection, now);
    }

    /** @return the new camera */
    String split(Camera camera, SourceId source, CameraNumbers numbers) throws SQLException {
        var from = camera.id().value();
        var said = stated(from, source);
        check(camera, source, said);
        var words = words(from, source);
        var to = numbers.mint(camera.area()).value();
        numbers.save(connection);
        var state = new State(camera.source().value(), camera.channel().orElse(null), said, words);
        for (var word : words) {
            // the same word may have stood under several parts
            Rows.update(
                    connection,
                    "delete from evidence where camera = ? and source = ? and kind = ? and content = ? and part = ?",
                    from,
                    source.value(),
                    word.kind(),
                    word.content(),
                    word.part());
        }
        for (var word : words.stream()
                .map(word -> new Word(word.kind(), word.content(), ""))
                .distinct()
                .toList()) {
            insert(to, source, word);
        }
        Rows.update(
                connection,
                "update stated set camera = ?, part = '' where camera = ? and source = ?",
                to,
                from,
                source.value());
        Rows.update(
                connection,
                "update identity_questions set answer = ? where answer = ? and source = ?",
                to,
                from,
                source.value());
        var own = regroup.carrier(to).orElseThrow();
        var left = camera.source().equals(source) ? regroup.carrier(from).orElseThrow() : Carrier.of(camera);
        var made = regroup.insert(to, camera.area(), own, now);
        var fields = regroup.rewrite(camera, left);
        StepTable.add(
                connection, StepTable.Kind.SPLIT, from, to, Optional.of(source.value()), Json.write(state), by, now);
        journal.note(now, "camera.split", from, camera.area().value(), Merge.told(to, fields), by, 0);
        journal.note(now, "camera.created", to, made.area().value(), Map.of(), by, 0);
        return to;
    }

    /** @return the camera that went */
    String undo(StepTable.Step step) throws SQLException {
        var to = step.camera();
        var from = step.other();
        var source = new SourceId(step.source().orElseThrow());
        var survivor = CameraTable.of(connection, List.of(to)).get(to);
        var gone = CameraTable.of(connection, List.of(from)).get(from);
        if (Rows.number(
                                connection,
                                "select count(*) from stated where camera = ? and source <> ?",
                                List.of(from, source.value()))
                        > 0
                || !stated(to, source).isEmpty()) {
            throw new HubException(
                    HubException.Reason.CONFLICT,
                    "identity.moved-on",
                    new Text(
                            "Từ khi tách, nguồn khác đã khai về camera %s hoặc nguồn %s đã khai lại về camera %s. Hãy gộp hai camera."
                                    .formatted(from, source, to),
                            "Since the split another source spoke of camera %s, or source %s of camera %s. Merge the two instead."
                                    .formatted(from, source, to)));
        }
        var state = Json.read(step.state(), STATE);
        var parts = state.stated().stream().collect(Collectors.toMap(Said::layer, Said::part, (one, same) -> one));
        for (var said : stated(from, source)) {
            Rows.update(
                    connection,
                    "update stated set camera = ?, part = ? where camera = ? and layer = ? and source = ?",
                    to,
                    parts.getOrDefault(said.layer(), ""),
                    from,
                    said.layer(),
                    source.value());
        }
        var before = state.words().stream()
                .collect(Collectors.toMap(word -> word.kind() + " " + word.content(), Word::part, (one, same) -> one));
        for (var word : words(from, source)) {
            insert(
                    to,
                    source,
                    new Word(word.kind(), word.content(), before.getOrDefault(word.kind() + " " + word.content(), "")));
        }
        Rows.update(connection, "delete from evidence where camera = ?", from);
        Rows.update(connection, "delete from cameras where id = ?", from);
        Rows.update(connection, "delete from camera_conflicts where camera = ?", from);
        Rows.update(connection, "update camera_aliases set camera = ? where camera = ?", to, from);
        Rows.update(
                connection,
                "insert into camera_aliases (alias, camera, source, channel, created_at) values (?, ?, ?, ?, ?)",
                from,
                to,
                gone.source().value(),
                gone.channel().orElse(null),
                gone.createdAt());
        var carrier = new Carrier(new SourceId(state.source()), Optional.ofNullable(state.channel()));
        var fields = regroup.rewrite(survivor, carrier);
        StepTable.undone(connection, step, by, now);
        journal.note(now, "camera.merged", from, gone.area().value(), Merge.told(to, Map.of()), by, 0);
        journal.note(now, "camera.merged", to, survivor.area().value(), Merge.told(from, fields), by, 0);
        return from;
    }

    private void check(Camera camera, SourceId source, List<Said> said) throws SQLException {
        if (said.isEmpty()) {
            throw invalid(
                    "identity.source-silent",
                    new Text(
                            "Nguồn %s không khai gì về camera %s.".formatted(source, camera.id()),
                            "Source %s says nothing of camera %s.".formatted(source, camera.id())));
        }
        var others = Rows.number(
                connection,
                "select count(*) from stated where camera = ? and source <> ?",
                List.of(camera.id().value(), source.value()));
        if (others == 0) {
            throw invalid(
                    "identity.only-source",
                    new Text(
                            "Chỉ có nguồn %s khai về camera %s: không có gì để tách.".formatted(source, camera.id()),
                            "Only source %s speaks of camera %s: there is nothing to split."
                                    .formatted(source, camera.id())));
        }
        if (said.stream().map(Said::layer).distinct().count() < said.size()) {
            throw new HubException(
                    HubException.Reason.CONFLICT,
                    "identity.parts",
                    new Text(
                            "Nguồn %s khai hai lần về camera %s vì đã gộp hai camera của nguồn này. Hãy hoàn tác việc gộp."
                                    .formatted(source, camera.id()),
                            "Source %s speaks twice of camera %s, since two of its cameras were merged. Undo the merge instead."
                                    .formatted(source, camera.id())));
        }
    }

    private static HubException invalid(String rule, Text text) {
        return new HubException(
                HubException.Reason.INVALID, rule, text, List.of(new HubException.FieldError("source", rule, text)));
    }

    private List<Said> stated(String camera, SourceId source) throws SQLException {
        return Rows.list(
                connection,
                "select layer, part from stated where camera = ? and source = ? order by layer, part",
                List.of(camera, source.value()),
                row -> new Said(row.getString(1), row.getString(2)));
    }

    private List<Word> words(String camera, SourceId source) throws SQLException {
        return Rows.list(
                connection,
                "select kind, content, part from evidence where camera = ? and source = ? order by kind, content, part",
                List.of(camera, source.value()),
                row -> new Word(row.getString(1), row.getString(2), row.getString(3)));
    }

    private void insert(String camera, SourceId source, Word word) throws SQLException {
        Rows.update(
                connection,
                "insert into evidence (content, kind, source, camera, part) values (?, ?, ?, ?, ?)",
                word.content(),
                word.kind(),
                source.value(),
                camera,
                word.part());
    }

    /** What the camera was before, and what was said of it under which part. */
    record State(String source, String channel, List<Said> stated, List<Word> words) {}

    record Said(String layer, String part) {}

    record Word(String kind, String content, String part) {}
}
