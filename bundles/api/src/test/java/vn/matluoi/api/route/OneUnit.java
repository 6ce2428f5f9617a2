package vn.matluoi.api.route;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Units;

/** A province of one unit and one sector. */
final class OneUnit implements Units {

    static final String HERE = "ubnd-mau";
    static final String SECTOR = "security";

    @Override
    public Page<Unit> list(
            Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
        throw new AssertionError("a check lists no units");
    }

    @Override
    public Optional<Unit> find(Scope scope, String code) {
        return code.equals(HERE)
                ? Optional.of(new Unit(
                        code,
                        "UBND phường Mẫu",
                        OneArea.HERE,
                        Optional.empty(),
                        Validity.since(LocalDate.of(2025, 7, 1))))
                : Optional.empty();
    }

    @Override
    public void put(Unit unit, String by) {
        throw new AssertionError("a check adds no units");
    }

    @Override
    public Optional<Unit> named(String name) {
        throw new AssertionError("a check looks for no names");
    }

    @Override
    public List<Sector> sectors() {
        return List.of(new Sector(SECTOR, new Text("An ninh trật tự", "Security")));
    }
}
