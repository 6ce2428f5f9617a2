package vn.matluoi.registry.internal.unit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.registry.internal.db.Rows;

/** Whom a unit may answer to: one that is there, and not itself or one below it, or the way up would have no end. */
final class UnitParents {

    private UnitParents() {}

    /** @throws HubException {@code INVALID}, naming {@code parent} */
    static void check(Connection connection, String code, String parent) throws SQLException {
        if (!exists(connection, parent)) {
            throw invalid(
                    "unit.unknown",
                    new Text("Không có đơn vị nào mang mã " + parent + ".", "No unit has the code " + parent + "."));
        }
        var above = Optional.of(parent);
        while (above.isPresent()) {
            if (above.get().equals(code)) {
                throw invalid(
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

    private static HubException invalid(String rule, Text text) {
        return new HubException(HubException.Reason.INVALID, rule, text, List.of(new FieldError("parent", rule, text)));
    }
}
