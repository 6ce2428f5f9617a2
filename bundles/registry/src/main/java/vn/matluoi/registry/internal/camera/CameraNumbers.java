package vn.matluoi.registry.internal.camera;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.registry.internal.db.Rows;

/** Mints camera identities: the next number of the province the camera stands in. For one transaction. */
public final class CameraNumbers {

    private final Areas areas;
    private final LocalDate today;
    private final Map<String, Integer> before;
    private final Map<String, Integer> last;

    private CameraNumbers(Areas areas, LocalDate today, Map<String, Integer> before) {
        this.areas = areas;
        this.today = today;
        this.before = before;
        this.last = new HashMap<>(before);
    }

    public static CameraNumbers read(Connection connection, Areas areas, LocalDate today) throws SQLException {
        var last = new HashMap<String, Integer>();
        Rows.list(
                connection,
                "select province, last_number from camera_numbers",
                List.of(),
                row -> last.put(row.getString(1), row.getInt(2)));
        return new CameraNumbers(areas, today, last);
    }

    public CameraId mint(AreaCode area) {
        var province = province(area);
        return CameraId.of(province, last.merge(province, 1, Integer::sum));
    }

    public void save(Connection connection) throws SQLException {
        for (var entry : last.entrySet()) {
            var number = entry.getValue();
            var province = entry.getKey();
            if (!before.containsKey(province)) {
                Rows.update(
                        connection,
                        "insert into camera_numbers (province, last_number) values (?, ?)",
                        province,
                        number);
            } else if (!number.equals(before.get(province))) {
                Rows.update(
                        connection, "update camera_numbers set last_number = ? where province = ?", number, province);
            }
        }
    }

    private String province(AreaCode code) {
        var area = areas.find(code, today);
        while (area.isPresent() && area.get().parent().isPresent()) {
            area = areas.find(area.get().parent().get(), today);
        }
        return area.orElseThrow(() -> new IllegalStateException("no unit in force has the code " + code))
                .code()
                .value();
    }
}
