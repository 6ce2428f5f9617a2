package vn.matluoi.rest.internal;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Validity;
import vn.matluoi.api.registry.Areas;

/** Province 80 with the commune 80001, and the former province that had its code. */
final class FakeAreas implements Areas {

    private static final Area PROVINCE = area("80", Area.Level.PROVINCE, "Tây Ninh", Optional.empty(), List.of());
    private static final Area COMMUNE =
            area("80001", Area.Level.COMMUNE, "Tân An", Optional.of(new AreaCode("80")), List.of());
    private static final Area FORMER =
            area("80", Area.Level.PROVINCE, "Long An", Optional.empty(), List.of(new AreaCode("80")));

    private static Area area(
            String code, Area.Level level, String name, Optional<AreaCode> parent, List<AreaCode> successors) {
        return new Area(
                new AreaCode(code),
                level,
                "",
                name,
                name,
                name,
                parent,
                Validity.since(LocalDate.of(2025, 7, 1)),
                successors);
    }

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        return find(code);
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        return Arrays.asList(PROVINCE, COMMUNE).stream()
                .filter(area -> area.code().equals(code))
                .findFirst();
    }

    @Override
    public List<Area> history(AreaCode code) {
        return find(code).stream().toList();
    }

    @Override
    public List<Area> children(Optional<AreaCode> parent) {
        return List.of(parent.isEmpty() ? PROVINCE : COMMUNE);
    }

    @Override
    public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
        if (name.equals("xa")) {
            return IntStream.rangeClosed(1, 5)
                    .mapToObj(n ->
                            area("8000" + n, Area.Level.COMMUNE, "Xã " + n, Optional.of(new AreaCode("80")), List.of()))
                    .toList();
        }
        return former ? List.of(FORMER) : List.of();
    }

    @Override
    public boolean within(AreaCode area, AreaCode ancestor) {
        return area.value().startsWith(ancestor.value());
    }
}
