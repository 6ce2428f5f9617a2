package vn.matluoi.registry.internal.unit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Where a unit may stand: in an area in force. Whom it may answer to: one that is there, and not itself or one below it,
 * or the way up would have no end.
 */
final class UnitRules {

    private UnitRules() {}

    /** @throws HubException {@code INVALID}, naming {@code area} or {@code parent} */
    static void check(Connection connection, Areas areas, Unit unit) throws SQLException {
        if (areas.find(unit.area()).isEmpty()) {
            throw invalid(
                    "area",
                    "area.unknown",
                    new Text(
                            "Không có đơn vị hành chính nào đang hiệu lực mang mã " + unit.area() + ".",
                            "No administrative unit in force has the code " + unit.area() + "."));
        }
        if (unit.parent().isPresent()) {
            checkParent(connection, unit.code(), unit.parent().get());
        }
    }

    private static void checkParent(Connection connection, String code, String parent) throws SQLException {
        if (!exists(connection, parent)) {
            throw invalid(
                    "parent",
                    "unit.unknown",
                    new Text("Không có đơn vị nào mang mã " + parent + ".", "No unit has the code " + parent + "."));
        }
        var above = Optional.of(parent);
        while (above.isPresent()) {
            if (above.get().equals(code)) {
                throw invalid(
                        "parent",
                        "unit.parent-cycle",
                        new Text(
                                "Đơn vị không thể trực thuộc chính mình hay đơn vị cấp dưới của mình: " + parent + ".",
                                "A unit cannot answer to itself or to one below it: " + parent + "."));
            }
            above = Rows.first(
                            connection,
                            "select parent from units where code = ?",
                            List.of(above.get()),
                            row -> Rows.text(row, "parent"))
                    .flatMap(next -> next);
        }
    }

    private static boolean exists(Connection connection, String code) throws SQLException {
        return Rows.first(
                        connection,
                        "select code from units where code = ?",
                        List.of(code),
                        row -> row.getString("code"))
                .isPresent();
    }

    private static HubException invalid(String field, String rule, Text text) {
        return new HubException(HubException.Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }
}
