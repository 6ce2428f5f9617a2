package vn.matluoi.registry.internal.area;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.area.FormedFrom.Mention;

/**
 * Turns the wording of the reorganisation map into codes: for each former unit every unit now in force that may have
 * taken over its territory. Where a name fits several former units, all of them are candidates; none is chosen.
 */
final class Successors {

    private static final String KEPT = "giữ nguyên";

    private final Map<String, AreaFiles.Line> former = byCode(AreaFiles.former());
    private final Map<String, AreaFiles.Line> inForce = byCode(AreaFiles.inForce());
    private final Map<String, List<Known>> byProvince;
    private final Map<String, Set<String>> formerProvinces = new HashMap<>();
    private final SortedMap<String, SortedSet<String>> successors = new TreeMap<>();
    private final List<String> unread = new ArrayList<>();

    /** @param formedFrom code of a new unit to the map's wording */
    Successors(Map<String, String> formedFrom) {
        byProvince = former.values().stream()
                .filter(unit -> unit.code().length() > 2)
                .map(unit -> new Known(unit, SearchKey.of(unit.name()), loose(unit.name())))
                .collect(groupingBy(unit -> province(unit.line())));
        formedFrom.forEach((code, text) -> {
            if (code.length() == 2) {
                province(code, text);
            }
        });
        var hard = new TreeMap<String, List<Mention>>();
        formedFrom.forEach((code, text) -> {
            if (code.length() == 5 && inForce.containsKey(code)) {
                commune(code, text, hard);
            }
        });
        hard.forEach((code, mentions) -> mentions.forEach(mention -> misspelt(code, mention)));
        districts();
    }

    /** @return former code to codes in force */
    SortedMap<String, SortedSet<String>> all() {
        return successors;
    }

    /** @return former communes of which nothing is known */
    List<String> lost() {
        return former.keySet().stream()
                .filter(code -> !successors.containsKey(code))
                .sorted()
                .toList();
    }

    /** @return mentions that fit no former unit: hamlets, mud flats, and the map's own filling words */
    List<String> unread() {
        return unread;
    }

    private void province(String code, String text) {
        var names = KEPT.equals(text) ? List.of(SearchKey.of(inForce.get(code).name())) : FormedFrom.provinces(text);
        for (var province : former.values()) {
            if (province.code().length() == 2 && names.contains(SearchKey.of(province.name()))) {
                add(province.code(), code);
                formerProvinces.computeIfAbsent(code, any -> new HashSet<>()).add(province.code());
            }
        }
    }

    private void commune(String code, String text, Map<String, List<Mention>> hard) {
        var line = inForce.get(code);
        var mentions = KEPT.equals(text.strip())
                ? FormedFrom.mentions(line.kind() + " " + line.name())
                : FormedFrom.mentions(text);
        for (var mention : mentions) {
            var found = narrowed(named(code, mention), mention);
            found.forEach(unit -> take(unit, code));
            if (found.isEmpty()) {
                hard.computeIfAbsent(code, any -> new ArrayList<>()).add(mention);
            }
        }
    }

    /** @return units of that name, accents aside: Hòa and Hoà, Mỹ and Mỵ are written either way */
    private List<AreaFiles.Line> named(String code, Mention mention) {
        var key = SearchKey.of(mention.name());
        // Phường Đúc is the whole name of a former ward
        var whole = SearchKey.of(mention.kind() + " " + mention.name());
        return candidates(
                code, mention, unit -> unit.key().equals(key) || unit.key().equals(whole));
    }

    /** The map and the register spell many names differently: Sà Phìn and Xà Phìn, A Xan and Axan, NT and Nông trường. */
    private void misspelt(String code, Mention mention) {
        var wanted = loose(mention.name());
        var same = candidates(code, mention, unit -> unit.loose().equals(wanted));
        var near = same.isEmpty() && wanted.length() >= 4 ? nearest(code, mention, wanted) : same;
        near.forEach(unit -> take(unit, code));
        if (near.isEmpty()) {
            unread.add(code + " " + mention.kind() + " " + mention.name());
        }
    }

    /** @return units of which nothing is known yet and whose names differ in at most two letters, the nearest */
    private List<AreaFiles.Line> nearest(String code, Mention mention, String wanted) {
        var near = candidates(code, mention, unit -> distance(unit.loose(), wanted) <= 2).stream()
                .filter(unit -> !successors.containsKey(unit.code()))
                .filter(unit -> sameKind(unit, mention))
                .toList();
        var best = near.stream()
                .mapToInt(unit -> distance(loose(unit.name()), wanted))
                .min()
                .orElse(0);
        return near.stream()
                .filter(unit -> distance(loose(unit.name()), wanted) == best)
                .toList();
    }

    /** A district that became a unit of its own took its communes along. */
    private void take(AreaFiles.Line unit, String successor) {
        add(unit.code(), successor);
        byProvince.get(province(unit)).stream()
                .filter(below -> below.line().parent().equals(unit.code()))
                .forEach(below -> add(below.line().code(), successor));
    }

    /** A district's territory went wherever its communes' went. */
    private void districts() {
        for (var unit : former.values()) {
            if (unit.code().length() == 5 && successors.containsKey(unit.code())) {
                successors.get(unit.code()).forEach(successor -> add(unit.parent(), successor));
            }
        }
    }

    private List<AreaFiles.Line> candidates(String code, Mention mention, Predicate<Known> name) {
        var length = "huyện".equals(mention.kind()) ? 3 : 5;
        return formerProvinces.get(inForce.get(code).parent()).stream()
                .flatMap(province -> byProvince.get(province).stream())
                .filter(unit -> unit.line().code().length() == length)
                .filter(name)
                .map(Known::line)
                .toList();
    }

    private List<AreaFiles.Line> narrowed(List<AreaFiles.Line> found, Mention mention) {
        var ofKind = preferring(found, unit -> sameKind(unit, mention));
        return mention.district().isEmpty()
                ? ofKind
                : preferring(
                        ofKind, unit -> SearchKey.of(former.get(unit.parent()).name())
                                .equals(mention.district().get()));
    }

    private static boolean sameKind(AreaFiles.Line unit, Mention mention) {
        return unit.kind().toLowerCase(Locale.ROOT).equals(mention.kind());
    }

    private static <T> List<T> preferring(List<T> all, Predicate<T> wish) {
        var wished = all.stream().filter(wish).toList();
        return wished.isEmpty() ? all : wished;
    }

    private String province(AreaFiles.Line unit) {
        return unit.code().length() == 3
                ? unit.parent()
                : former.get(unit.parent()).parent();
    }

    private void add(String formerCode, String successor) {
        successors.computeIfAbsent(formerCode, any -> new TreeSet<>()).add(successor);
    }

    private static String loose(String name) {
        return SearchKey.of(name).replace("nong truong", "nt").replace(" ", "").replace('y', 'i');
    }

    /** Levenshtein. */
    private static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var now = new int[other.length() + 1];
            now[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = now;
        }
        return before[other.length()];
    }

    private static Map<String, AreaFiles.Line> byCode(List<AreaFiles.Line> lines) {
        return lines.stream().collect(toMap(AreaFiles.Line::code, Objects::requireNonNull));
    }

    /** A former district or commune with the forms its name is compared in. */
    private record Known(AreaFiles.Line line, String key, String loose) {}
}
