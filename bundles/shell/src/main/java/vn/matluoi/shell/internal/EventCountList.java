package vn.matluoi.shell.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.EventStatistics.By;
import vn.matluoi.api.event.EventStatistics.Count;
import vn.matluoi.api.event.EventStatistics.Counts;
import vn.matluoi.api.event.EventStatistics.Every;
import vn.matluoi.api.event.EventStatistics.Question;
import vn.matluoi.api.registry.Areas;

/** {@code hub:event-statistics}: how many events were told. */
@Service
@Command(
        scope = "hub",
        name = "event-statistics",
        description =
                "Đếm sự kiện theo giờ, ngày hoặc tháng, cả những sự kiện không còn lưu (R6.6) / Counts events by hour, day or month, also those that are not kept any more (R6.6)")
public final class EventCountList extends HubCommand {

    @Option(
            name = "--by",
            description =
                    "Theo type, area, sector, camera hoặc source; mặc định type / By one of these; type unless said")
    String by = "type";

    @Option(
            name = "--every",
            description = "Theo hour, day hoặc month; mặc định day / By hour, day or month; day unless said")
    String every = "day";

    @Option(name = "--area", description = "Chỉ trong địa bàn này / Only within this area")
    String area;

    @Option(name = "--type", description = "Loại, ví dụ motion, cách nhau dấu phẩy / Types, as motion, by commas")
    String type;

    @Option(
            name = "--from",
            description =
                    "Từ giờ, ngày, tháng có lúc này, ví dụ 2026-11-22 hoặc 2026-11-22T07:00 (giờ Việt Nam) / From the hour,"
                            + " day or month of this moment on, for example 2026-11-22 or 2026-11-22T07:00 (time of Việt Nam)")
    String from;

    @Option(
            name = "--to",
            description =
                    "Đến hết giờ, ngày, tháng trước lúc này, viết như --from / To the end of the one before this moment,"
                            + " written as --from")
    String to;

    @Reference(optional = true)
    EventStatistics statistics;

    @Reference(optional = true)
    Areas areas;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.EVENTS_READ);
        var question = new Question(
                one("--by", by, By.class),
                one("--every", every, Every.class),
                Names.given(area).map(code -> Names.area(there(areas, "registry"), code)),
                Names.given(type).map(EventList::types).orElse(Set.of()),
                Names.given(from).map(text -> Names.moment("--from", text)),
                Names.given(to).map(text -> Names.moment("--to", text)));
        var counts = there(statistics, "events").count(scope, question);
        show(question.by() == By.TYPE ? byType(counts) : byWhat(counts));
        if (!json) {
            var from = Table.wallClock(counts.from());
            var to = Table.wallClock(counts.to());
            out().println("từ %s đến %s (giờ Việt Nam) / from %s to %s (time of Việt Nam)"
                    .formatted(from, to, from, to));
            var since = counts.since().map(Table::wallClock).orElse("-");
            out().println("trạm đếm từ / counted since: " + since);
        }
    }

    private static Table byType(Counts counts) {
        var table = new Table("start", "type", "count");
        counts.items().forEach(one -> table.row(Table.there(one.start()), word(one), one.events()));
        return table;
    }

    private Table byWhat(Counts counts) {
        var table = new Table("start", by, "type", "count");
        counts.items().forEach(one -> table.row(Table.there(one.start()), one.of(), word(one), one.events()));
        return table;
    }

    private static String word(Count one) {
        return one.type().name().toLowerCase(Locale.ROOT);
    }

    private static <T extends Enum<T>> T one(String option, String text, Class<T> kind) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> {
                    var words = Arrays.stream(kind.getEnumConstants())
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
                    return invalid(
                            option,
                            "option.unknown",
                            option + " là một trong: " + words + "; không phải: " + text,
                            option + " is one of: " + words + "; not: " + text);
                });
    }
}
