package vn.matluoi.registry.internal.camera;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.LegalBases;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Checksums of cameras, made from the table {@code cameras} in one pass: nothing is kept that could grow stale. */
@Component(service = Checksums.class)
public final class ChecksumTable implements Checksums {

    private static final int MOST = 5_000;

    private final Database database;

    @Activate
    public ChecksumTable(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Map<AreaCode, Checksum> byArea(Of cameras, Optional<AreaCode> under) {
        var fields = fields(cameras);
        var where = where(cameras);
        under.ifPresent(area -> where.under(List.of(area), "c.area"));
        return database.read(connection -> {
            var sums = new HashMap<AreaCode, Checksum>();
            Rows.each(connection, select(fields) + where.sql(), where.values(), row -> {
                if (isAmong(cameras, row)) {
                    sums.merge(new AreaCode(row.getString(2)), checksum(row, fields), Checksum::and);
                }
                return sums;
            });
            return sums;
        });
    }

    @Override
    public List<One> in(Of cameras, AreaCode area, Optional<CameraId> after, int limit) {
        Limits.check("limit", limit, MOST);
        return database.read(connection -> {
            var found = new ArrayList<One>();
            var last = after.map(CameraId::value);
            List<Looked> page;
            do { // by legal basis some of a page fall out, and more may follow
                page = page(connection, cameras, area, last, limit);
                page.forEach(one -> one.found().ifPresent(found::add));
                last = page.isEmpty()
                        ? last
                        : Optional.of(page.get(page.size() - 1).id());
            } while (page.size() == limit && found.size() < limit);
            return found.subList(0, Math.min(limit, found.size()));
        });
    }

    /** @param found empty if it is not among those asked for */
    private record Looked(String id, Optional<One> found) {}

    private static List<Looked> page(
            Connection connection, Of cameras, AreaCode area, Optional<String> after, int limit) throws SQLException {
        var fields = fields(cameras);
        var where = where(cameras).and("c.area = ?", area.value());
        after.ifPresent(id -> where.and("c.id > ?", id));
        return Rows.list(
                connection,
                select(fields) + where.sql() + " order by c.id fetch first " + limit + " rows only",
                where.values(),
                row -> new Looked(
                        row.getString(1),
                        isAmong(cameras, row)
                                ? Optional.of(new One(row.getString(1), checksum(row, fields)))
                                : Optional.empty()));
    }

    /** Free text is compared as text is in the hub: engines have ideas of their own of upper and lower case. */
    private static boolean isAmong(Of cameras, ResultSet row) throws SQLException {
        return cameras.bases().equals(LegalBases.ALL)
                || cameras.bases().include(Optional.ofNullable(row.getString("basis")));
    }

    private static List<CameraField> fields(Of cameras) {
        var fields = new ArrayList<>(cameras.fields());
        fields.remove(CameraField.STATE_SECRET);
        return fields;
    }

    private static String select(List<CameraField> fields) {
        return "select c.id, c.area"
                + fields.stream()
                        .map(field -> ", c." + CameraColumns.column(field))
                        .collect(Collectors.joining())
                + ", c.legal_basis as basis from cameras c";
    }

    private static Where where(Of cameras) {
        var where = new Where().scope(cameras.scope(), "c.area").open("c");
        if (!cameras.sectors().isEmpty()) {
            where.and(
                    "c.sector in (" + Rows.marks(cameras.sectors().size()) + ")",
                    cameras.sectors().toArray());
        }
        return where;
    }

    private static Checksum checksum(ResultSet row, List<CameraField> fields) throws SQLException {
        var values = new HashMap<String, String>();
        for (var place = 0; place < fields.size(); place++) {
            var value = row.getString(place + 3);
            if (value != null) {
                values.put(fields.get(place).key(), value);
            }
        }
        return Checksum.of(row.getString(1), values);
    }
}
