package vn.matluoi.source.jdbc.internal;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;

/** The columns of an answer, and how a row becomes a record: every value as text, as the server writes it. */
final class Values {

    /** Characters in one value; the line bounds what comes for one that is longer. */
    static final int LONGEST = 1 << 20;

    private static final Pattern MIDNIGHT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T]00:00:00(?:\\.0+)?");

    private final List<String> names = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();

    /** @throws Unusable if a column has no name of its own, or no text */
    Values(ResultSetMetaData columns) throws SQLException, Unusable {
        if (columns.getColumnCount() > Records.MOST_HEADINGS) {
            throw Gathered.tooMuch();
        }
        for (var n = 1; n <= columns.getColumnCount(); n++) {
            var name = columns.getColumnLabel(n);
            if (names.contains(name)) {
                throw Unusable.because(
                        "jdbc.column",
                        "câu truy vấn cho hai cột cùng tên “%s”; đặt tên khác cho một cột bằng AS".formatted(name),
                        "the query gives two columns the name “%s”; give one another by AS".formatted(name));
            }
            if (isBinary(columns.getColumnType(n))) {
                throw Unusable.because(
                        "jdbc.column",
                        "cột “%s” chứa dữ liệu nhị phân; bỏ cột ấy khỏi câu truy vấn".formatted(name),
                        "column “%s” holds binary data; leave it out of the query".formatted(name));
            }
            names.add(name);
            types.add(columns.getColumnType(n));
        }
    }

    private static boolean isBinary(int type) {
        return type == Types.BINARY || type == Types.VARBINARY || type == Types.LONGVARBINARY || type == Types.BLOB;
    }

    /** @throws Unusable if a value is longer than any that can be taken */
    Map<String, String> record(ResultSet row) throws SQLException, Unusable {
        var record = new LinkedHashMap<String, String>();
        for (var n = 0; n < names.size(); n++) {
            record.put(names.get(n), value(row, n));
        }
        return record;
    }

    private String value(ResultSet row, int n) throws SQLException, Unusable {
        var text = row.getString(n + 1);
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST) {
            throw Unusable.because(
                    "jdbc.column",
                    "một giá trị của cột “%s” dài hơn %d ký tự; bỏ cột ấy khỏi câu truy vấn"
                            .formatted(names.get(n), LONGEST),
                    "a value of column “%s” has more than %d characters; leave the column out of the query"
                            .formatted(names.get(n), LONGEST));
        }
        return switch (types.get(n)) {
            case Types.BOOLEAN, Types.BIT -> bit(text);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                MIDNIGHT.matcher(text).replaceFirst("$1");
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> plain(text);
            default -> text;
        };
    }

    private static String bit(String text) {
        return switch (text) {
            case "t" -> "true";
            case "f" -> "false";
            default -> text;
        };
    }

    /** Without an exponent; what is no number stays. */
    private static String plain(String text) {
        if (text.indexOf('e') < 0 && text.indexOf('E') < 0 || text.length() > 40) {
            return text;
        }
        try {
            return new BigDecimal(text).toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
