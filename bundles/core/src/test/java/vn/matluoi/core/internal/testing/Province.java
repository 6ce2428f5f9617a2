package vn.matluoi.core.internal.testing;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;

/** A province with two communes, one former commune, one unit and one sector. */
public final class Province implements Areas, Units {

    public static final AreaCode LONG_AN = new AreaCode("27694");
    public static final AreaCode TAN_AN = new AreaCode("27712");
    public static final AreaCode FORMER = new AreaCode("27685");

    private static Area area(AreaCode code, String name, List<AreaCode> successors) {
        return new Area(
                code,
                Area.Level.COMMUNE,
                "Phường",
                name,
                "Phường " + name,
                name + " Ward",
                Optional.of(new AreaCode("80")),
                successors.isEmpty()
                        ? Validity.since(LocalDate.of(2025, 7, 1))
                        : Validity.between(LocalDate.of(2000, 1, 1), LocalDate.of(2025, 6, 30)),
                successors);
    }

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        return find(code);
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        return history(code).stream()
                .filter(area -> area.successors().isEmpty())
                .findFirst();
    }

    @Override
    public List<Area> history(AreaCode code) {
        if (code.equals(LONG_AN)) {
            return List.of(area(code, "Long An", List.of()));
        }
        if (code.equals(TAN_AN)) {
            return List.of(area(code, "Tân An", List.of()));
        }
        return code.equals(FORMER) ? List.of(area(code, "Phường 1", List.of(LONG_AN, TAN_AN))) : List.of();
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
        return area.equals(ancestor) || ancestor.value().equals("80");
    }

    @Override
    public Page<Unit> list(
            Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
        return new Page<>(List.of(), Optional.empty(), 0);
    }

    @Override
    public Optional<Unit> find(Scope scope, String code) {
        return code.equals("ubnd-long-an")
                ? Optional.of(new Unit(
                        code,
                        "UBND phường Long An",
                        LONG_AN,
                        Optional.empty(),
                        Validity.since(LocalDate.of(2025, 7, 1))))
                : Optional.empty();
    }

    @Override
    public void put(Unit unit, String by) {
        throw new UnsupportedOperationException("sources never change units");
    }

    @Override
    public Optional<Unit> named(String name) {
        return Optional.empty();
    }

    @Override
    public List<Sector> sectors() {
        return List.of(new Sector("traffic", new Text("Giao thông", "Traffic")));
    }
}
