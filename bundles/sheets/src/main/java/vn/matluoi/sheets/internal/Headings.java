package vn.matluoi.sheets.internal;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;

/** Which headings of a profile mean which field. */
final class Headings {

    /** Columns that number the rows. */
    private static final Set<String> NUMBERING = Set.of("stt", "tt", "sott", "sothutu", "no", "so", "thutu");

    private static final int MOST_SUGGESTIONS = 3;

    private final Map<String, CameraField> fields = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, String> spelt = new LinkedHashMap<>();

    Headings(Profile profile) {
        for (var column : profile.columns()) {
            var rank = 0;
            for (var heading : column.headings()) {
                fields.putIfAbsent(fold(heading), column.field());
                ranks.putIfAbsent(fold(heading), rank++);
                spelt.putIfAbsent(fold(heading), heading);
            }
        }
    }

    /** @return the field; a remark in brackets behind the heading is not looked at if the whole is not known */
    Optional<CameraField> field(String heading) {
        return Optional.ofNullable(fields.get(known(heading)));
    }

    /** @return how many of the field's headings count for more than a known one; two that are the same have the same rank */
    int rank(String heading) {
        return ranks.get(known(heading));
    }

    private String known(String heading) {
        var whole = fold(heading);
        var bracket = heading.indexOf('(');
        return fields.containsKey(whole) || bracket <= 0 ? whole : fold(heading.substring(0, bracket));
    }

    static boolean numbers(String heading) {
        return NUMBERING.contains(fold(heading));
    }

    /** @return how many of the headings are known */
    int known(Iterable<String> headings) {
        var count = 0;
        for (var heading : headings) {
            count += field(heading).isPresent() ? 1 : 0;
        }
        return count;
    }

    /** @return the headings nearest to an unknown one */
    List<String> nearest(String heading) {
        var folded = fold(heading);
        record Near(String heading, int distance) {}
        return spelt.entrySet().stream()
                .map(entry -> new Near(entry.getValue(), distance(folded, entry.getKey())))
                .filter(near -> near.distance <= Math.max(1, folded.length() / 3))
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::heading))
                .limit(MOST_SUGGESTIONS)
                .map(Near::heading)
                .toList();
    }

    /** @return letters and digits only, lower-case, without accents */
    static String fold(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        var out = new StringBuilder(plain.length());
        for (var i = 0; i < plain.length(); i++) {
            var c = plain.charAt(i);
            if (c == 'đ') {
                out.append('d');
            } else if (Character.isLetterOrDigit(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int distance(String a, String b) {
        var before = new int[b.length() + 1];
        var now = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, 1 + Math.min(before[j], now[j - 1]));
            }
            var swap = before;
            before = now;
            now = swap;
        }
        return before[b.length()];
    }
}
