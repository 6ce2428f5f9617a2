package vn.matluoi.source.jdbc.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;

/**
 * A statement that only reads. The guard is the server's read-only transaction and the rights of the account; this is the first look,
 * which tells whoever writes the query before it goes anywhere.
 */
final class OneSelect {

    static final int LONGEST = 64 * 1024;

    private static final Set<String> FORBIDDEN = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "INTO",
            "CALL",
            "EXEC",
            "EXECUTE",
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "GRANT",
            "REVOKE",
            "LOCK",
            "COPY",
            "LOAD",
            "HANDLER");

    private final String sql;
    private final List<String> words = new ArrayList<>(); // upper-case, outside of quotes and comments
    private int at;
    private Optional<Text> fault = Optional.empty();

    private OneSelect(String sql) {
        this.sql = sql;
    }

    /** @return why that is no statement of this kind; empty if it is one */
    static Optional<Text> fault(String sql) {
        if (sql.length() > LONGEST) {
            return text("dài hơn %d ký tự", "is longer than %d characters", LONGEST);
        }
        return new OneSelect(sql).look();
    }

    /** @return the statement without the semicolon at its end */
    static String bare(String sql) {
        return sql.strip().replaceFirst(";\\s*\\z", "");
    }

    private Optional<Text> look() {
        while (at < sql.length() && fault.isEmpty()) {
            step();
        }
        if (fault.isPresent()) {
            return fault;
        }
        if (words.isEmpty() || !words.get(0).equals("SELECT") && !words.get(0).equals("WITH")) {
            return text("phải bắt đầu bằng SELECT hoặc WITH%s", "must begin with SELECT or WITH%s", "");
        }
        var semicolon = words.indexOf(";");
        if (semicolon >= 0 && semicolon < words.size() - 1) {
            return text("phải là một câu lệnh duy nhất%s", "must be a single statement%s", "");
        }
        return words.stream()
                .filter(FORBIDDEN::contains)
                .findFirst()
                .flatMap(word -> text("chỉ được đọc, không dùng %s", "must only read, without %s", word));
    }

    private void step() {
        var c = sql.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            skipTo(String.valueOf(c), 1);
        } else if (sql.startsWith("--", at)) {
            var end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
            fault = text(
                    "không dùng chú thích /*! … */, máy chủ sẽ thực thi nó%s",
                    "must have no /*! … */: the server runs it%s", "");
        } else if (sql.startsWith("/*", at)) {
            skipTo("*/", 2);
        } else if (c == '$' && dollar().isPresent()) {
            var tag = dollar().orElseThrow();
            skipTo(tag, tag.length());
        } else if (Character.isLetter(c) || c == '_') {
            var end = at;
            while (end < sql.length()
                    && (Character.isLetterOrDigit(sql.charAt(end)) || "_$".indexOf(sql.charAt(end)) >= 0)) {
                end++;
            }
            words.add(sql.substring(at, end).toUpperCase(Locale.ROOT));
            at = end;
        } else {
            if (c == ';') {
                words.add(";");
            }
            at++;
        }
    }

    /** @return the mark that opens a text in dollars, {@code $tag$}, if one stands here */
    private Optional<String> dollar() {
        var end = sql.indexOf('$', at + 1);
        if (end < 0 || !sql.substring(at + 1, end).matches("[A-Za-z_]?\\w*")) {
            return Optional.empty();
        }
        return Optional.of(sql.substring(at, end + 1));
    }

    private void skipTo(String end, int from) {
        var found = sql.indexOf(end, at + from);
        if (found < 0) {
            fault = text(
                    "có dấu nháy hoặc chú thích mở mà không đóng%s",
                    "opens a quotation mark or a comment and never closes it%s", "");
        } else {
            at = found + end.length();
        }
    }

    private static Optional<Text> text(String vi, String en, Object quoted) {
        return Optional.of(new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
