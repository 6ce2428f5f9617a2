package vn.matluoi.api.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;

/**
 * Checksums of areas with all that stands below them, by the order of areas in force today; a unit no longer in force stands at the top, for
 * itself. Immutable; any thread.
 */
public final class ChecksumTree {

    private static final int DEEPEST = 10;

    private final Map<AreaCode, Checksum> whole = new HashMap<>();
    private final Map<Optional<AreaCode>, TreeMap<AreaCode, Checksum>> below = new HashMap<>();
    private final Checksum all;

    /** @param own of each area in which cameras stand, without what stands below it */
    public ChecksumTree(Map<AreaCode, Checksum> own, Areas areas) {
        var sum = Checksum.NONE;
        var parents = new HashMap<AreaCode, Optional<AreaCode>>();
        for (var area : own.entrySet()) {
            sum = sum.and(area.getValue());
            for (var code : line(area.getKey(), areas, parents)) {
                whole.merge(code, area.getValue(), Checksum::and);
            }
        }
        all = sum;
        whole.forEach((area, checksum) ->
                below.computeIfAbsent(parents.get(area), any -> new TreeMap<>()).put(area, checksum));
    }

    /** @return the area and all that stand above it */
    private static List<AreaCode> line(AreaCode area, Areas areas, Map<AreaCode, Optional<AreaCode>> parents) {
        var line = new ArrayList<AreaCode>();
        var next = Optional.of(area);
        while (next.isPresent() && line.size() < DEEPEST) {
            var here = next.get();
            line.add(here);
            next = parents.computeIfAbsent(here, code -> areas.find(code).flatMap(Area::parent));
        }
        return line;
    }

    /** @param area empty for all there is */
    public Checksum of(Optional<AreaCode> area) {
        return area.map(code -> whole.getOrDefault(code, Checksum.NONE)).orElse(all);
    }

    /**
     * @param area empty for those that stand at the top
     * @return the areas right below it in which there is anything, by code
     */
    public Map<AreaCode, Checksum> below(Optional<AreaCode> area) {
        return below.getOrDefault(area, new TreeMap<>());
    }
}
