package vn.matluoi.registry.internal.normalise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Sector;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;

/** The code lists of one profile, made ready for looking up. */
final class Codes {

    private static final int MOST_SUGGESTIONS = 12;

    private final Map<CameraField, Map<String, String>> byWord = new EnumMap<>(CameraField.class);
    private final Map<CameraField, Collection<String>> words = new EnumMap<>(CameraField.class);
    private final Map<CameraField, List<String>> canonical = new EnumMap<>(CameraField.class);

    Codes(Optional<Profile> profile, List<Sector> sectors) {
        profile.ifPresent(each -> each.codes().forEach(this::index));
        addSectors(sectors);
    }

    private void index(CameraField field, Map<String, String> list) {
        var folded = new HashMap<String, String>();
        var first = new LinkedHashMap<String, String>();
        list.forEach((word, code) -> {
            folded.put(Words.fold(word), code);
            folded.putIfAbsent(Words.fold(code), code);
            first.putIfAbsent(code, word);
        });
        byWord.put(field, folded);
        words.put(field, new LinkedHashSet<>(list.keySet()));
        canonical.put(field, List.copyOf(first.values()));
    }

    /** A sector goes by its code and both its names, and only by codes that the province has. */
    private void addSectors(List<Sector> sectors) {
        if (sectors.isEmpty()) {
            return;
        }
        var known = sectors.stream().map(Sector::code).toList();
        var list = byWord.computeIfAbsent(CameraField.SECTOR, field -> new HashMap<>());
        list.values().retainAll(known);
        var names = new LinkedHashSet<String>();
        var candidates = new LinkedHashSet<>(words.getOrDefault(CameraField.SECTOR, List.of()));
        candidates.removeIf(word -> !list.containsKey(Words.fold(word)));
        for (var sector : sectors) {
            list.put(Words.fold(sector.code()), sector.code());
            list.put(Words.fold(sector.name().vi()), sector.code());
            list.put(Words.fold(sector.name().en()), sector.code());
            names.add(sector.name().vi());
        }
        candidates.addAll(names);
        words.put(CameraField.SECTOR, candidates);
        canonical.put(CameraField.SECTOR, List.copyOf(names));
    }

    boolean has(CameraField field) {
        return byWord.containsKey(field);
    }

    /** @return the code a word stands for, compared without regard to case, accents and blanks */
    Optional<String> find(CameraField field, String written) {
        var list = byWord.get(field);
        return list == null ? Optional.empty() : Optional.ofNullable(list.get(Words.fold(written)));
    }

    /** @return the words nearest to what was written; if none is near, the words of the list */
    List<String> suggest(CameraField field, String written) {
        var near = Words.nearest(written, words.getOrDefault(field, List.of()));
        var all = canonical.getOrDefault(field, List.of());
        return near.isEmpty() ? new ArrayList<>(all.subList(0, Math.min(all.size(), MOST_SUGGESTIONS))) : near;
    }
}
