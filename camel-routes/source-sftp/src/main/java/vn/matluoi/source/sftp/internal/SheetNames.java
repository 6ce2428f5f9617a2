package vn.matluoi.source.sftp.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which names in a folder are those of sheets, and which of those can be used: a server's names are whatever it says they are. */
final class SheetNames {

    /** Room is left for {@code (2)} and {@code .report.xlsx}. */
    static final int MOST_BYTES = 200;

    private static final Pattern ONE = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,60}");
    private static final int MOST = 10;
    private static final int MOST_STARS = 3;
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".crdownload", ".filepart");

    private final List<Pattern> patterns;

    private SheetNames(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * @param text patterns with {@code *} and {@code ?}, with {@code ;} between; letters of either case are the same
     * @throws IllegalArgumentException if there is none, more than ten, or one is more than a name with three stars
     */
    static SheetNames of(String text) {
        var all = Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        if (all.isEmpty() || all.size() > MOST) {
            throw new IllegalArgumentException(text);
        }
        return new SheetNames(all.stream().map(SheetNames::pattern).toList());
    }

    private static Pattern pattern(String one) {
        if (!ONE.matcher(one).matches() || one.chars().filter(c -> c == '*').count() > MOST_STARS) {
            throw new IllegalArgumentException(one);
        }
        var regex = new StringBuilder();
        one.codePoints()
                .forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    /** @return whether a file of that name is a sheet; not what programs keep beside the real file, and no report of ours */
    boolean match(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return name.length() <= 4 * MOST_BYTES
                && !name.startsWith(".")
                && !name.startsWith("~$")
                && !lower.endsWith(".report.xlsx")
                && UNFINISHED.stream().noneMatch(lower::endsWith)
                && patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** @return whether it can be handed back to the server as the name of that file and of no other, and be shown */
    static boolean isUsable(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && name.codePoints().noneMatch(SheetNames::isUnfit);
    }

    /** Separators, control and direction characters, and what stands for bytes that are no letter. */
    private static boolean isUnfit(int c) {
        return c == '/'
                || c == '\\'
                || c == 0xFFFD
                || Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || Character.getType(c) == Character.SURROGATE;
    }
}
