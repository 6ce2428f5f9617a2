package vn.matluoi.registry.internal.area;

import java.util.Map;
import java.util.Optional;
import vn.matluoi.registry.internal.SearchKey;

/**
 * The name of a unit as someone wrote it.
 *
 * @param key the name without its kind word, to be compared
 * @param kind search key of the official kind word, if one was written
 */
record AreaName(String key, Optional<String> kind) {

    /** Kind words as people write them, to the official word. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("xa", "xa"),
            Map.entry("x", "xa"),
            Map.entry("phuong", "phuong"),
            Map.entry("p", "phuong"),
            Map.entry("thi tran", "thi tran"),
            Map.entry("tt", "thi tran"),
            Map.entry("dac khu", "dac khu"),
            Map.entry("huyen", "huyen"),
            Map.entry("h", "huyen"),
            Map.entry("quan", "quan"),
            Map.entry("q", "quan"),
            Map.entry("thi xa", "thi xa"),
            Map.entry("tx", "thi xa"),
            Map.entry("thanh pho", "thanh pho"),
            Map.entry("tp", "thanh pho"),
            Map.entry("tinh", "tinh"));

    static AreaName of(String written) {
        var key = SearchKey.of(written);
        for (var words = 2; words >= 1; words--) {
            var cut = cut(key, words);
            if (cut > 0 && KINDS.containsKey(key.substring(0, cut))) {
                return new AreaName(key.substring(cut + 1), Optional.of(KINDS.get(key.substring(0, cut))));
            }
        }
        return new AreaName(key, Optional.empty());
    }

    boolean matches(AreaEntry entry) {
        return !key.isEmpty() && entry.searchKey().contains(key);
    }

    /** @return 0 for the very name and kind, more the less alike they are */
    int distance(AreaEntry entry) {
        var distance = kind.isEmpty() || kind.get().equals(SearchKey.of(entry.kind())) ? 0 : 1;
        if (entry.searchKey().equals(key)) {
            return distance;
        }
        return distance + (entry.searchKey().startsWith(key) ? 2 : 4);
    }

    private static int cut(String key, int words) {
        var cut = -1;
        for (var word = 0; word < words; word++) {
            cut = key.indexOf(' ', cut + 1);
            if (cut < 0) {
                return -1;
            }
        }
        return cut;
    }
}
