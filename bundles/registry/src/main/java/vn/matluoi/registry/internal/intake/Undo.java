package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.UndoneImports;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.Regroup;
import vn.matluoi.registry.internal.intake.BeforeImages.Image;

/** Takes one import back, within the caller's transaction. One instance takes back one. */
final class Undo {

    private final Connection connection;
    private final Journal journal;
    private final IntakeReport report;
    private final String by;
    private final Instant now;
    private final long id;

    Undo(Connection connection, Journal journal, IntakeReport report, String by, Instant now) {
        this.connection = connection;
        this.journal = journal;
        this.report = report;
        this.by = by;
        this.now = now;
        this.id = report.importId();
    }

    void run() throws SQLException {
        checkNewest();
        checkNoRegistry();
        var layer = Rows.first(
                        connection,
                        "select layer from imports where id = ? and kept_before = true",
                        List.of(id),
                        row -> Layer.valueOf(row.getString(1)))
                .orElseThrow(() -> conflict(
                        "import.not-kept",
                        "Trạm không giữ trạng thái trước lần nhập số %d: chỉ giữ của %d lần gần nhất, và không giữ của camera do trạm khác rút. Hãy gửi một bảng kê đúng."
                                .formatted(id, UndoneImports.MOST),
                        "What was before import %d is not kept: only that of the last %d is, and none of what another registry withdrew. Send a list that is right instead."
                                .formatted(id, UndoneImports.MOST)));
        var images = BeforeImages.of(connection, id);
        var created = created(layer);
        var ids = new TreeSet<String>();
        images.forEach(image -> ids.add(image.camera()));
        created.forEach(image -> ids.add(image.camera()));
        var cameras = CameraTable.of(connection, ids);
        var said = StatedTable.of(connection, ids);
        checkThere(images, said);
        checkThere(created, said);

        BeforeImages.restore(connection, id, report.source(), images);
        var again = StatedTable.of(connection, ids);
        keepSecrets(images, said, again);
        history(images, said, again);
        update(images, again, cameras);
        miss(created, cameras);
        Rows.update(
                connection,
                "update identity_questions set standing = 'CLOSED' where import_id = ? and standing = 'OPEN'",
                id);
        // the same may be brought once more
        Rows.update(
                connection,
                "update imports set standing = 'UNDONE', delivery_key = ? where id = ?",
                "undone " + id,
                id);
        BeforeImages.drop(connection, id);
    }

    private void checkNewest() throws SQLException {
        if (report.standing() != IntakeReport.Standing.APPLIED) {
            throw conflict(
                    "import.not-applied",
                    "Lần nhập số %d chưa được ghi, hoặc đã được hoàn tác: không có gì để hoàn tác.".formatted(id),
                    "Import %d was not applied, or was undone: there is nothing to undo.".formatted(id));
        }
        var newest = Rows.number(
                connection,
                "select id from imports where source = ? and standing = 'APPLIED' order by taken_at desc, id desc"
                        + " fetch first 1 rows only",
                List.of(report.source().value()));
        if (newest != id) {
            throw conflict(
                    "import.not-newest",
                    "Sau lần nhập số %d, nguồn %s đã có lần nhập số %d. Hãy hoàn tác lần mới nhất trước."
                            .formatted(id, report.source(), newest),
                    "Source %2$s brought import %3$d after import %1$d. Undo the newest first."
                            .formatted(id, report.source(), newest));
        }
    }

    /** It compares what it told with what is known here of it, and would not tell it again. */
    private void checkNoRegistry() throws SQLException {
        var tells = Rows.number(
                connection,
                "select count(*) from upstream_senders where source = ?",
                List.of(report.source().value()));
        if (tells > 0) {
            throw conflict(
                    "import.of-registry",
                    "Nguồn %s là danh mục của trạm khác: hãy sửa ở trạm ấy, nơi này theo sau."
                            .formatted(report.source()),
                    "Source %s is the catalogue of another registry: mend it there, and this one follows."
                            .formatted(report.source()));
        }
    }

    private List<Image> created(Layer layer) throws SQLException {
        return Rows.list(
                connection,
                "select camera from import_rows where import_id = ? and outcome = 'CREATED' and camera is not null"
                        + " order by camera",
                List.of(id),
                row -> new Image(row.getString(1), layer, "", true));
    }

    private void checkThere(List<Image> images, Map<String, List<Stated>> said) {
        for (var image : images) {
            if (find(said, image).isEmpty()) {
                throw conflict(
                        "import.moved-on",
                        "Từ lần nhập số %d, camera %s đã được gộp hoặc tách. Hãy hoàn tác việc đó trước."
                                .formatted(id, image.camera()),
                        "Since import %d camera %s was merged or split. Undo that first."
                                .formatted(id, image.camera()));
            }
        }
    }

    private Optional<Stated> find(Map<String, List<Stated>> said, Image image) {
        return said.getOrDefault(image.camera(), List.of()).stream()
                .filter(one -> one.layer() == image.layer()
                        && one.source().equals(report.source())
                        && one.part().equals(image.part()))
                .findFirst();
    }

    /** What was called a state secret may have been told to nobody since: that it is none is for people to say. */
    private void keepSecrets(List<Image> images, Map<String, List<Stated>> said, Map<String, List<Stated>> again)
            throws SQLException {
        for (var image : images) {
            var claim = find(said, image).map(one -> one.said().get(CameraField.STATE_SECRET));
            var before = find(again, image);
            if (claim.filter(one -> Boolean.parseBoolean(one.value())).isEmpty()
                    || before.flatMap(one -> one.value(CameraField.STATE_SECRET))
                            .filter(Boolean::parseBoolean)
                            .isPresent()) {
                continue;
            }
            var kept = before.orElseGet(() -> Stated.nothing(report.source(), image.layer(), image.part()));
            var fields = new EnumMap<CameraField, Stated.Said>(CameraField.class);
            fields.putAll(kept.said());
            fields.put(CameraField.STATE_SECRET, claim.get());
            var secret = new Stated(kept.source(), kept.layer(), fields, kept.missingSince(), kept.part());
            try (var write = new Batch(connection, before.isPresent() ? StatedTable.UPDATE : StatedTable.INSERT)) {
                write.add(StatedTable.row(image.camera(), secret, now));
            }
            var all = again.computeIfAbsent(image.camera(), any -> new ArrayList<>());
            before.ifPresent(all::remove);
            all.add(secret);
        }
    }

    private void history(List<Image> images, Map<String, List<Stated>> said, Map<String, List<Stated>> again)
            throws SQLException {
        try (var insert = new Batch(connection, StatedHistory.INSERT)) {
            for (var image : images) {
                var before = find(again, image);
                for (var ended : find(said, image).orElseThrow().said().entrySet()) {
                    var value = before.flatMap(one -> one.value(ended.getKey()));
                    if (!value.equals(Optional.of(ended.getValue().value()))) {
                        insert.add(StatedHistory.row(
                                image.camera(),
                                image.layer(),
                                report.source(),
                                image.part(),
                                ended.getKey(),
                                ended.getValue(),
                                now,
                                by,
                                id));
                    }
                }
            }
        }
    }

    private void update(List<Image> images, Map<String, List<Stated>> again, Map<String, Camera> cameras)
            throws SQLException {
        var regroup = new Regroup(connection, now);
        var done = new TreeSet<String>();
        for (var image : images) {
            if (!done.add(image.camera())) {
                continue;
            }
            var camera = Objects.requireNonNull(cameras.get(image.camera()), image.camera());
            var fields = regroup.rewrite(camera, carrier(regroup, camera));
            var missing = find(again, image).flatMap(Stated::missingSince).isPresent();
            var area = fields.getOrDefault(CameraField.AREA.key(), camera.area().value());
            journal.note(now, missing ? "camera.missing" : "camera.updated", image.camera(), area, fields, by, id);
        }
    }

    /** A device that took a camera over by this import does not carry it any more. */
    private Regroup.Carrier carrier(Regroup regroup, Camera camera) throws SQLException {
        var carried = Regroup.Carrier.of(camera);
        if (!carried.source().equals(report.source()) || carried.channel().isEmpty()) {
            return carried;
        }
        var calls = Rows.number(
                connection,
                "select count(*) from evidence where source = ? and camera = ? and kind = 'CHANNEL' and content = ?",
                List.of(
                        carried.source().value(),
                        camera.id().value(),
                        carried.channel().get()));
        return calls > 0 ? carried : regroup.carrier(camera.id().value()).orElse(carried);
    }

    private void miss(List<Image> created, Map<String, Camera> cameras) throws SQLException {
        try (var update = new Batch(
                connection,
                "update stated set missing_at = ? where camera = ? and layer = ? and source = ? and part = ''"
                        + " and missing_at is null")) {
            for (var image : created) {
                update.add(
                        now,
                        image.camera(),
                        image.layer().name(),
                        report.source().value());
            }
        }
        for (var image : created) {
            var area = cameras.get(image.camera()).area().value();
            journal.note(now, "camera.missing", image.camera(), area, Map.of(), by, id);
        }
    }

    private static HubException conflict(String rule, String vi, String en) {
        return new HubException(HubException.Reason.CONFLICT, rule, new Text(vi, en));
    }
}
