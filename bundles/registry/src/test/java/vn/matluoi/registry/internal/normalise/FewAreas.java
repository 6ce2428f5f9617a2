package vn.matluoi.registry.internal.normalise;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Validity;
import vn.matluoi.api.registry.Areas;

/** A few real units of Tây Ninh and Hà Nội, before and after 1 July 2025. */
final class FewAreas implements Areas {

    private static final LocalDate REFORM = LocalDate.of(2025, 7, 1);

    private final List<Area> all = List.of(
            now("01", "Thành phố", "Hà Nội", null),
            now("00004", "Phường", "Ba Đình", "01"),
            now("80", "Tỉnh", "Tây Ninh", null),
            now("27694", "Phường", "Long An", "80"),
            now("27712", "Phường", "Tân An", "80"),
            now("27868", "Xã", "Bình Thành", "80"),
            now("25489", "Xã", "Tân Lập", "80"),
            now("25490", "Phường", "Tân Lập", "80"),
            former("80", "Tỉnh", "Long An", null, "80"),
            former("794", "Thành phố", "Tân An", "80", "27694", "27712"),
            former("27694", "Phường", "1", "794", "27694"),
            former("27712", "Xã", "Bình Tâm", "794", "27712"),
            former("27715", "Xã", "Nhơn Thạnh Trung", "794", "27712"),
            former("740", "Huyện", "Long Thành", "80", "27868"),
            former("26404", "Xã", "Tân Lập", "740", "25489"),
            former("26405", "Phường", "1", "740", "27868"),
            former("27700", "Xã", "Chia Đôi", "794", "27694", "27712"),
            former("00004", "Phường", "Trúc Bạch", "001", "00004"),
            former("00005", "Phường", "Hàng Cũ", "001", "00004"));

    private static Area now(String code, String kind, String name, String parent) {
        return area(code, kind, name, parent, Validity.since(REFORM), List.of());
    }

    private static Area former(String code, String kind, String name, String parent, String... successors) {
        return area(
                code,
                kind,
                name,
                parent,
                Validity.between(LocalDate.of(2004, 1, 1), REFORM.minusDays(1)),
                List.of(successors).stream().map(AreaCode::new).toList());
    }

    private static Area area(
            String code, String kind, String name, String parent, Validity validity, List<AreaCode> successors) {
        var level = code.length() == 2
                ? Area.Level.PROVINCE
                : code.length() == 3 ? Area.Level.DISTRICT : Area.Level.COMMUNE;
        return new Area(
                new AreaCode(code),
                level,
                kind,
                name,
                kind + " " + name,
                name,
                Optional.ofNullable(parent).map(AreaCode::new),
                validity,
                successors);
    }

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        return history(code).stream()
                .filter(area -> area.validity().covers(day))
                .findFirst();
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        return find(code, LocalDate.of(2026, 11, 22));
    }

    @Override
    public List<Area> history(AreaCode code) {
        return all.stream().filter(area -> area.code().equals(code)).toList();
    }

    @Override
    public List<Area> children(Optional<AreaCode> parent) {
        return all.stream()
                .filter(area -> area.validity().to().isEmpty() && area.parent().equals(parent))
                .toList();
    }

    @Override
    public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
        var folded = Words.fold(name);
        return all.stream()
                .filter(area -> former || area.validity().to().isEmpty())
                .filter(area -> within.isEmpty() || standsIn(area, within.get()))
                .filter(area -> folded.endsWith(Words.fold(area.name())))
                .toList();
    }

    @Override
    public boolean within(AreaCode area, AreaCode ancestor) {
        return area.equals(ancestor)
                || find(area)
                        .flatMap(Area::parent)
                        .filter(parent -> within(parent, ancestor))
                        .isPresent();
    }

    private boolean standsIn(Area area, AreaCode wanted) {
        return area.code().equals(wanted)
                || area.successors().contains(wanted)
                || area.parent().stream()
                        .flatMap(parent -> history(parent).stream())
                        .filter(parent ->
                                parent.validity().covers(area.validity().from()))
                        .anyMatch(parent -> standsIn(parent, wanted));
    }
}
