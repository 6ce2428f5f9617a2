package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.UndoneImports;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Rows;

/** What a source said before an import of cameras that the import changes, with the words it knew them by. */
final class BeforeImages {

    private static final String COLUMNS = "said, name_key, address_key, latitude, longitude, said_at, missing_at";

    private static final String WORDS = "insert into import_words_before (import_id, camera, part, kind, content)"
            + " select cast(? as bigint), camera, part, kind, content from evidence e"
            + " where source = ? and camera = ? and part = ? and not exists (select 1 from import_before b"
            + " where b.import_id = ? and b.camera = e.camera and b.part = e.part)";

    private static final String STATED = "insert into import_before (import_id, camera, layer, part, " + COLUMNS + ")"
            + " select cast(? as bigint), camera, layer, part, " + COLUMNS + " from stated s"
            + " where camera = ? and layer = ? and source = ? and part = ? and not exists (select 1 from import_before b"
            + " where b.import_id = ? and b.camera = s.camera and b.layer = s.layer and b.part = s.part)";

    private static final String NOTHING =
            "insert into import_before (import_id, camera, layer, part) values (?, ?, ?, ?)";

    private BeforeImages() {}

    /**
     * What an import is about to change.
     *
     * @param stated whether its source said something of it before
     */
    record Image(String camera, Layer layer, String part, boolean stated) {}

    /** Keeps the images of an import, before it writes; of what it keeps twice the first counts. */
    static void keep(Connection connection, long importId, SourceId source, List<Image> images) throws SQLException {
        try (var words = new Batch(connection, WORDS)) {
            for (var image : images) {
                words.add(importId, source.value(), image.camera(), image.part(), importId);
            }
        }
        try (var stated = new Batch(connection, STATED);
                var nothing = new Batch(connection, NOTHING)) {
            for (var image : images) {
                var layer = image.layer().name();
                if (image.stated()) {
                    stated.add(importId, image.camera(), layer, source.value(), image.part(), importId);
                } else {
                    nothing.add(importId, image.camera(), layer, image.part());
                }
            }
        }
        Rows.update(connection, "update imports set kept_before = true where id = ?", importId);
        dropOld(connection, source);
    }

    /** Of each source as many are kept as can be taken back. */
    private static void dropOld(Connection connection, SourceId source) throws SQLException {
        var old = Rows.list(
                connection,
                "select id from imports where source = ? and kept_before = true order by taken_at desc, id desc offset "
                        + UndoneImports.MOST + " rows",
                List.of(source.value()),
                row -> row.getLong(1));
        for (var id : old) {
            drop(connection, id);
        }
    }

    static void drop(Connection connection, long importId) throws SQLException {
        Rows.update(connection, "delete from import_before where import_id = ?", importId);
        Rows.update(connection, "delete from import_words_before where import_id = ?", importId);
        Rows.update(connection, "update imports set kept_before = false where id = ?", importId);
    }

    /** @return all of an import, in the order of cameras */
    static List<Image> of(Connection connection, long importId) throws SQLException {
        return Rows.list(
                connection,
                "select camera, layer, part, said_at from import_before where import_id = ? order by camera, layer, part",
                List.of(importId),
                row -> new Image(
                        row.getString(1),
                        Layer.valueOf(row.getString(2)),
                        row.getString(3),
                        Rows.maybeInstant(row, "said_at").isPresent()));
    }

    /** Says again what the source said before, known by the words of before. */
    static void restore(Connection connection, long importId, SourceId source, List<Image> images) throws SQLException {
        try (var delete = new Batch(
                        connection, "delete from stated where camera = ? and layer = ? and source = ? and part = ?");
                var words =
                        new Batch(connection, "delete from evidence where source = ? and camera = ? and part = ?")) {
            for (var image : images) {
                delete.add(image.camera(), image.layer().name(), source.value(), image.part());
                words.add(source.value(), image.camera(), image.part());
            }
        }
        Rows.update(
                connection,
                "insert into stated (camera, layer, source, part, " + COLUMNS + ")"
                        + " select camera, layer, cast(? as varchar(60)), part, " + COLUMNS
                        + " from import_before where import_id = ? and said_at is not null",
                source.value(),
                importId);
        Rows.update(
                connection,
                "insert into evidence (kind, content, source, camera, part)"
                        + " select kind, content, cast(? as varchar(60)), camera, part from import_words_before"
                        + " where import_id = ?",
                source.value(),
                importId);
    }
}
