package vn.matluoi.registry.internal.normalise;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.Areas;

/** Asks {@link Areas} the questions the reader has. Not safe for several threads. */
final class AreaIndex {

    private static final int MOST_SUGGESTIONS = 8;

    /** Words and usual short forms in front of a unit's name, folded, longer ones first. */
    private static final List<String> KINDS = List.of(
            "thanhpho",
            "dackhu",
            "thitran",
            "thixa",
            "phuong",
            "huyen",
            "quan",
            "tinh",
            "xa",
            "tt",
            "tx",
            "tp",
            "p",
            "x");

    private static final Set<String> SHORT_KINDS = Set.of("tt", "tx", "tp", "p", "x");

    private final Areas areas;
    private final LocalDate today;
    private final Map<Optional<AreaCode>, List<Area>> communes = new HashMap<>();
    private final Map<AreaCode, Optional<Area>> provinces = new HashMap<>();

    AreaIndex(Areas areas, LocalDate today) {
        this.areas = areas;
        this.today = today;
    }

    /** @return the digits of a code as spreadsheets leave it ({@code '00004}, {@code 4.0}); empty if it is a word */
    static Optional<String> digits(String written) {
        var text = written.startsWith("'") ? written.substring(1) : written;
        if (text.endsWith(".0") || text.endsWith(",0")) {
            text = text.substring(0, text.length() - 2);
        }
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(text)
                : Optional.empty();
    }

    Optional<Area> current(AreaCode code) {
        return areas.find(code, today);
    }

    /** @return the unit no longer in force that had this code last */
    Optional<Area> former(AreaCode code) {
        return areas.history(code).stream()
                .filter(area -> !area.validity().covers(today))
                .max((one, other) ->
                        one.validity().from().compareTo(other.validity().from()));
    }

    Optional<Area> any(AreaCode code) {
        return current(code).or(() -> former(code));
    }

    boolean within(AreaCode area, AreaCode ancestor) {
        return areas.within(area, ancestor);
    }

    /** @return the province an area stands in today, or itself */
    Optional<Area> province(AreaCode code) {
        return provinces.computeIfAbsent(code, this::climb);
    }

    private Optional<Area> climb(AreaCode code) {
        var area = current(code);
        for (var step = 0; step < 3 && area.isPresent() && area.get().parent().isPresent(); step++) {
            area = current(area.get().parent().get());
        }
        return area.filter(each -> each.level() == Area.Level.PROVINCE);
    }

    /**
     * @param name without what stands behind a comma
     * @return units in force of that name, and of that kind if one is written, in the default area's province, else in
     *     the country
     */
    List<Area> exact(String name, Optional<AreaCode> fallback) {
        var same = inForce(name, fallback).stream()
                .filter(area -> kindAgrees(area, name))
                .toList();
        if (same.size() > 1) {
            var accents = same.stream().filter(area -> ends(name, area.name())).toList();
            return accents.isEmpty() ? same : accents;
        }
        return same;
    }

    /** @return units in force of that name, of whatever kind */
    List<Area> inForce(String name, Optional<AreaCode> fallback) {
        var within = fallback.flatMap(this::province).map(Area::code);
        return areas.search(name, within, false).stream()
                .filter(area -> area.validity().covers(today))
                .filter(area -> bare(area.name()).equals(bare(name)))
                .toList();
    }

    /**
     * @param name without what stands behind a comma
     * @param above what stands behind it: the district and province the unit lay in
     * @return units no longer in force of that name, of that kind and under that district if there are such; those whose
     *     territory is now in the default's province if there are such
     */
    List<Area> formerNamed(String name, List<String> above, Optional<AreaCode> fallback) {
        var province = fallback.flatMap(this::province).map(Area::code);
        var near = province.isEmpty() ? List.<Area>of() : formerWithin(name, province);
        var found = near.isEmpty() ? formerWithin(name, Optional.empty()) : near;
        var kind = found.stream().filter(area -> kindAgrees(area, name)).toList();
        var chosen = kind.isEmpty() ? found : kind;
        var under = chosen.stream()
                .filter(area -> area.parent().stream()
                        .flatMap(parent -> areas.history(parent).stream())
                        .anyMatch(parent -> above.stream().anyMatch(written -> named(parent, written))))
                .toList();
        return under.isEmpty() ? chosen : under;
    }

    private List<Area> formerWithin(String name, Optional<AreaCode> within) {
        return areas.search(name, within, true).stream()
                .filter(area -> !area.validity().covers(today))
                .filter(area -> bare(area.name()).equals(bare(name)))
                .toList();
    }

    /** @return the units of the province whose names come nearest */
    List<String> suggest(String name, Optional<AreaCode> fallback) {
        var within = fallback.flatMap(this::province).map(Area::code);
        if (within.isEmpty()) {
            return List.of();
        }
        var children = communes.computeIfAbsent(within, areas::children);
        var byName = new HashMap<String, String>();
        children.forEach(area -> byName.merge(area.name(), show(area), (one, other) -> one + "; " + other));
        return Words.nearest(bareText(name), byName.keySet()).stream()
                .map(byName::get)
                .toList();
    }

    /** @return whether what was written is the unit's name, with or without the word for its kind */
    boolean named(Area area, String written) {
        if (written.isEmpty()) {
            return false;
        }
        var folded = Words.fold(written);
        return folded.equals(Words.fold(area.name()))
                || folded.equals(Words.fold(area.fullName()))
                || bare(written).equals(bare(area.name())) && kindAgrees(area, written);
    }

    boolean resembles(Area area, String written) {
        return Words.distance(bare(written), bare(area.name())) <= 2;
    }

    List<String> showAll(List<AreaCode> codes) {
        return codes.stream()
                .limit(MOST_SUGGESTIONS)
                .map(code -> current(code).map(AreaIndex::show).orElse(code.value()))
                .toList();
    }

    /** @return code and full name */
    static String show(Area area) {
        return area.code() + " " + area.fullName();
    }

    /** @return whether the word for the kind, if one is written, is the unit's */
    static boolean kindAgrees(Area area, String written) {
        var kind = kindOf(written);
        return kind.isEmpty()
                || Words.fold(area.kind()).startsWith(kind)
                || Words.fold(area.fullName()).startsWith(kind);
    }

    /** The kind is a word of its own: {@code Xã Phú} is the commune Phú, {@code Xaphu} is a name. */
    private static String kindOf(String written) {
        var folded = Words.fold(written);
        return KINDS.stream()
                .filter(kind -> folded.startsWith(kind) && folded.length() > kind.length() && apart(written, kind))
                .map(kind -> SHORT_KINDS.contains(kind) ? spelled(kind) : kind)
                .findFirst()
                .orElse("");
    }

    private static String spelled(String kind) {
        return switch (kind) {
            case "tt" -> "thitran";
            case "tx" -> "thixa";
            case "tp" -> "thanhpho";
            case "p" -> "phuong";
            default -> "xa";
        };
    }

    private static boolean apart(String written, String kind) {
        return cutAfter(written, kind) > 0;
    }

    /** @return where the name begins behind the kind; 0 if the kind is not a word of its own */
    private static int cutAfter(String written, String kind) {
        var letters = 0;
        for (var i = 0; i < written.length(); i++) {
            if (Character.isLetterOrDigit(written.charAt(i))) {
                letters++;
            }
            if (letters == kind.length()) {
                var next = i + 1;
                return next < written.length() && (" .:-".indexOf(written.charAt(next)) >= 0) ? next + 1 : 0;
            }
        }
        return 0;
    }

    private static String bare(String written) {
        return Words.fold(bareText(written));
    }

    private static String bareText(String written) {
        var folded = Words.fold(written);
        for (var kind : KINDS) {
            if (folded.startsWith(kind) && folded.length() > kind.length()) {
                var cut = cutAfter(written, kind);
                if (cut > 0) {
                    return written.substring(cut).strip();
                }
            }
        }
        return written;
    }

    private static boolean ends(String written, String name) {
        return written.toLowerCase(java.util.Locale.ROOT).endsWith(name.toLowerCase(java.util.Locale.ROOT));
    }
}
