package vn.matluoi.api.route;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Validity;
import vn.matluoi.api.registry.Areas;

/** A country of one commune in force, and one that is not. */
final class OneArea implements Areas {

    static final AreaCode HERE = new AreaCode("27694");
    static final AreaCode FORMER = new AreaCode("27691");

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        return code.equals(HERE) ? Optional.of(area(HERE, List.of())) : Optional.empty();
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        return find(code, LocalDate.of(2026, 1, 1));
    }

    @Override
    public List<Area> history(AreaCode code) {
        return code.equals(FORMER) ? List.of(area(FORMER, List.of(HERE))) : List.of();
    }

    @Override
    public List<Area> children(Optional<AreaCode> parent) {
        return List.of();
    }

    @Override
    public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
        return List.of();
    }

    @Override
    public boolean within(AreaCode area, AreaCode ancestor) {
        return area.equals(ancestor);
    }

    private static Area area(AreaCode code, List<AreaCode> successors) {
        return new Area(
                code,
                Area.Level.COMMUNE,
                "Phường",
                "Mẫu",
                "Phường Mẫu",
                "Mau Ward",
                Optional.empty(),
                Validity.since(LocalDate.of(2025, 7, 1)),
                successors);
    }
}
