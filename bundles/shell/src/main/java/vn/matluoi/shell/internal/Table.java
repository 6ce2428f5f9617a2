package vn.matluoi.shell.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.support.table.ShellTable;

/** Rows under headings, for people as a table, for programs as a JSON array of objects. */
final class Table {

    static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(VIET_NAM);

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final List<String> headings;
    private final List<List<Object>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @param cells as many as there are headings; for nothing an empty text, or an empty {@link Optional} that programs do not see */
    Table row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(PrintStream out, boolean json) {
        if (json) {
            out.println(Json.of(rows.stream().map(this::named).toList()));
            return;
        }
        var table = new ShellTable();
        headings.forEach(table::column);
        rows.forEach(row ->
                table.addRow().addContent(row.stream().map(Table::forPeople).toList()));
        table.emptyTableText("(không có gì / nothing)");
        table.print(out, StandardCharsets.UTF_8, true);
    }

    /** Moments are wall-clock time in Việt Nam, to the second; programs get them as they are, with their offset. */
    private static Object forPeople(Object cell) {
        if (cell instanceof Optional<?> perhaps) {
            return perhaps.map(Table::forPeople).orElse("");
        }
        if (cell instanceof OffsetDateTime moment) {
            return wallClock(moment.toInstant());
        }
        return cell instanceof Instant moment ? wallClock(moment) : cell;
    }

    /** @return wall-clock time in Việt Nam, to the second */
    static String wallClock(Instant moment) {
        return WALL_CLOCK.format(moment);
    }

    /** @return the moment for a cell of which programs are to see the day in Việt Nam, as the API writes it */
    static OffsetDateTime there(Instant moment) {
        return moment.atZone(VIET_NAM).toOffsetDateTime();
    }

    private Map<String, Object> named(List<Object> row) {
        var named = new LinkedHashMap<String, Object>();
        for (var i = 0; i < headings.size(); i++) {
            var cell = row.get(i) instanceof Optional<?> perhaps ? perhaps.orElse(null) : row.get(i);
            if (cell != null) {
                named.put(headings.get(i), cell instanceof OffsetDateTime moment ? OFFSET.format(moment) : cell);
            }
        }
        return named;
    }
}
