package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-replay}: moves a sink to a place in its journal. */
@Service
@Command(
        scope = "hub",
        name = "sink-replay",
        description =
                "Gửi lại từ một vị trí trong nhật ký / Moves a sink to a place in its journal; what follows is sent again")
public final class SinkReplay extends HubCommand {

    @Argument(
            name = "place",
            required = true,
            multiValued = true,
            description =
                    "Tên nơi nhận và số của mục cuối cùng không gửi lại, 0 là từ đầu / The sink's name and the entry after which it goes on, 0 for the first")
    List<String> words;

    @Reference(optional = true)
    Sinks sinks;

    private String name;
    private long after;

    @Override
    void words() {
        if (words.size() != 2 || !words.get(1).matches("\\d{1,18}")) {
            throw invalid(
                    "place",
                    "sink.argument",
                    "cần tên nơi nhận và một số, xem hub:sink-list",
                    "the sink's name and a number are wanted, see hub:sink-list");
        }
        name = words.get(0);
        after = Long.parseLong(words.get(1));
    }

    @Override
    Optional<String> subject() {
        return Optional.of(name);
    }

    @Override
    Map<String, String> details() {
        return Map.of("after", Long.toString(after));
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        there(sinks, "forward").replay(caller, name, after);
        out().println("nơi nhận %s được gửi lại sau mục %d / sink %s is sent all after %d"
                .formatted(name, after, name, after));
    }
}
