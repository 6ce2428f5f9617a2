package vn.matluoi.registry.internal.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import vn.matluoi.registry.internal.SearchKey;

/**
 * Reads how the reorganisation map words it: {@code Phường 1, Phường 3 (thành phố Tân An), phần còn lại của Xã Bình Tâm
 * sau khi sắp xếp}. Finds the former units that are named; what share of each went over it does not tell.
 */
final class FormedFrom {

    /** What remains of a unit after others took from it; those named inside are new units, not former ones. */
    private static final Pattern REMAINDER = Pattern.compile("\\((?:phần còn l[aạ]i|sau khi)[^)]*\\)");

    private static final Pattern BETWEEN = Pattern.compile("[,;]| và (?![^(]*\\))");
    private static final Pattern HINT = Pattern.compile("\\(([^)]*)\\)?");
    private static final Pattern AFTERWARDS = Pattern.compile("(?iu) sau khi .*");
    private static final Pattern KIND = Pattern.compile("(?iu)(xã|phường|thị trấn|huyện)\\s+");
    private static final Pattern DISTRICT =
            Pattern.compile("(?iu)^(?:thuộc |do )?(?:huyện|quận|thị xã|thành phố|tp\\.?) ?(.+?)(?: quản lý)?$");

    private FormedFrom() {}

    /** @return the former units in the order named */
    static List<Mention> mentions(String text) {
        var mentions = new ArrayList<Mention>();
        var kind = "";
        for (var piece : BETWEEN.split(REMAINDER.matcher(text).replaceAll(" "))) {
            var hint = HINT.matcher(piece);
            var district = hint.find() ? district(hint.group(1)) : Optional.<String>empty();
            var words = AFTERWARDS
                    .matcher(HINT.matcher(piece).replaceAll(" "))
                    .replaceAll("")
                    .strip();
            var last = KIND.matcher(words).results().reduce((first, second) -> second);
            if (last.isPresent()) {
                kind = last.get().group(1).toLowerCase(Locale.ROOT);
                words = words.substring(end(last.get(), words));
            }
            if (!words.isBlank()) {
                mentions.add(new Mention(kind, words.strip(), district));
            }
        }
        return numbered(mentions);
    }

    /** {@code Phường Phường Đúc} is called Phường Đúc; everything else ends its kind word where its name begins. */
    private static int end(MatchResult kind, String words) {
        return words.substring(kind.end()).isBlank() ? 0 : kind.end();
    }

    /** Units with a number for a name stand in a row before the town they belong to is told. */
    private static List<Mention> numbered(List<Mention> mentions) {
        var result = new ArrayList<>(mentions);
        for (var i = result.size() - 2; i >= 0; i--) {
            var one = result.get(i);
            var next = result.get(i + 1);
            if (one.district().isEmpty() && isNumber(one) && isNumber(next)) {
                result.set(i, new Mention(one.kind(), one.name(), next.district()));
            }
        }
        return result;
    }

    private static boolean isNumber(Mention mention) {
        return mention.name().chars().allMatch(Character::isDigit);
    }

    private static Optional<String> district(String hint) {
        var found = DISTRICT.matcher(hint.strip());
        return found.matches() ? Optional.of(SearchKey.of(found.group(1))) : Optional.empty();
    }

    /** @return the provinces a new one was formed from, without their kind words */
    static List<String> provinces(String text) {
        return Arrays.stream(text.split("\\.")[0].split(", | và "))
                .map(name -> name.strip().equals("TPHCM") ? "Hồ Chí Minh" : name)
                .map(name -> name.replaceFirst("(?iu)^\\s*(tỉnh|thành phố)\\s+", ""))
                .map(SearchKey::of)
                .toList();
    }

    /**
     * One former unit as it is named.
     *
     * @param kind {@code xã}, {@code phường}, {@code thị trấn} or {@code huyện}; blank if none was written yet
     * @param district search key of the former district's name, where the map tells it
     */
    record Mention(String kind, String name, Optional<String> district) {}
}
