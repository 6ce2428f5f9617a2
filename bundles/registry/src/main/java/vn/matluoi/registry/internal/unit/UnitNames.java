package vn.matluoi.registry.internal.unit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Unit;
import vn.matluoi.registry.internal.SearchKey;

/** Every unit by code and by name, for the length of one statement. */
public final class UnitNames {

    private final Map<String, Unit> byCode = new HashMap<>();
    private final Map<String, Unit> byName = new HashMap<>();

    private UnitNames() {}

    public static UnitNames read(Connection connection) throws SQLException {
        var names = new UnitNames();
        var several = new HashSet<String>();
        for (var unit : UnitTable.all(connection)) {
            names.byCode.put(unit.code(), unit);
            var key = SearchKey.of(unit.name());
            if (names.byName.put(key, unit) != null) {
                several.add(key);
            }
        }
        names.byName.keySet().removeAll(several);
        return names;
    }

    /** @return the unit of that code, or of that name as people write it; empty if several have the name */
    public Optional<Unit> find(String codeOrName) {
        return Optional.ofNullable(byCode.get(codeOrName.strip()))
                .or(() -> Optional.ofNullable(byName.get(SearchKey.of(codeOrName))));
    }
}
