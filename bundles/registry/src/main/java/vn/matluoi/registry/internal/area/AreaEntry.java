package vn.matluoi.registry.internal.area;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Validity;

/**
 * One unit as it is kept in memory: small, because there are fourteen thousand.
 *
 * @param parent code of the unit above; blank for a province
 */
record AreaEntry(
        String code,
        Area.Level level,
        String kind,
        String name,
        String fullNameEn,
        String parent,
        Validity validity,
        String searchKey,
        List<String> successors) {

    boolean covers(LocalDate day) {
        return validity.covers(day);
    }

    Area area() {
        return new Area(
                new AreaCode(code),
                level,
                kind,
                name,
                kind + " " + name,
                fullNameEn,
                Optional.of(parent).filter(above -> !above.isEmpty()).map(AreaCode::new),
                validity,
                successors.stream().map(AreaCode::new).toList());
    }

    /** Makes entries that share what is the same in many. */
    static final class Shared {

        private final Map<Validity, Validity> validities = new HashMap<>();

        AreaEntry entry(ResultSet row, List<String> successors) throws SQLException {
            var to = row.getDate("valid_to");
            var validity = new Validity(
                    row.getDate("valid_from").toLocalDate(),
                    Optional.ofNullable(to).map(java.sql.Date::toLocalDate));
            var parent = row.getString("parent");
            return new AreaEntry(
                    row.getString("code").intern(),
                    Area.Level.valueOf(row.getString("area_level")),
                    row.getString("kind").intern(),
                    row.getString("name"),
                    row.getString("full_name_en"),
                    parent == null ? "" : parent.intern(),
                    validities.computeIfAbsent(validity, same -> same),
                    row.getString("search_key"),
                    List.copyOf(successors));
        }
    }
}
