package vn.matluoi.shell.internal;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.registry.Discretion;

/** {@code hub:events}: lists the newest events. */
@Service
@Command(scope = "hub", name = "events", description = "Liệt kê sự kiện mới nhất / Lists the newest events")
public final class EventList extends HubCommand {

    private static final int LONGEST_WORD = 64;

    @Option(name = "--camera", description = "Mã camera / Camera id")
    String camera;

    @Option(name = "--source", description = "Mã nguồn / Source id")
    String source;

    @Option(name = "--type", description = "Loại, ví dụ motion, cách nhau dấu phẩy / Types, as motion, by commas")
    String type;

    @Option(
            name = "--from",
            description =
                    "Đến trạm từ lúc nào, ví dụ 2026-11-22T07:00 (giờ Việt Nam) / Came to the hub from when on, for"
                            + " example 2026-11-22T07:00 (time of Việt Nam)")
    String from;

    @Option(
            name = "--to",
            description = "Đến trạm trước lúc nào, viết như --from / Came to the hub before when, written as --from")
    String to;

    @Option(
            name = "--limit",
            description =
                    "Nhiều nhất bao nhiêu, 1 đến 1000; mặc định 50 / How many, 1 to 1000; 50 unless said otherwise")
    int limit = 50;

    @Reference(optional = true)
    EventLog events;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.EVENTS_READ);
        var words = Discretion.towards(caller, access()).everything();
        var query = new EventQuery(
                Names.given(camera).map(Names::camera),
                Names.given(source).map(Names::source),
                Names.given(type).map(EventList::types).orElse(Set.of()),
                Names.given(from).map(text -> Names.moment("--from", text)),
                Names.given(to).map(text -> Names.moment("--to", text)));
        if (query.from()
                .filter(begin -> query.to().filter(end -> !begin.isBefore(end)).isPresent())
                .isPresent()) {
            throw invalid("--to", "time.order", "--to phải sau --from", "--to must be after --from");
        }
        if (limit < 1 || limit > 1_000) {
            throw invalid("--limit", "limit.range", "--limit từ 1 đến 1000", "--limit is 1 to 1000");
        }
        var table = new Table("sequence", "at", "source", "channel", "camera", "type", "phase", "topic");
        for (var stored : there(events, "events").newest(scope, query, limit)) {
            var event = stored.event();
            table.row(
                    stored.sequence(),
                    event.hubTime(),
                    event.source(),
                    event.channel()
                            .map(channel -> DeviceWords.clean(channel.value(), LONGEST_WORD))
                            .orElse(""),
                    stored.camera().map(CameraId::value).orElse(""),
                    word(event.type()),
                    word(event.phase()) + (stored.assumed() ? " (assumed)" : ""),
                    words ? DeviceWords.clean(event.topic(), LONGEST_WORD) : "");
        }
        show(table);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Set<CameraEvent.Type> types(String text) {
        var types = EnumSet.noneOf(CameraEvent.Type.class);
        for (var word : text.split(",")) {
            try {
                types.add(CameraEvent.Type.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw invalid(
                        "--type",
                        "event.type",
                        "không có loại sự kiện này: " + word,
                        "there is no such type of event: " + word);
            }
        }
        return types;
    }
}
