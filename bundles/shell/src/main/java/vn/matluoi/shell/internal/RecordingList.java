package vn.matluoi.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;

/** {@code hub:recording-list}: finds what was recorded of a camera. */
@Service
@Command(
        scope = "hub",
        name = "recording-list",
        description = "Tìm bản ghi của một camera / Finds what was recorded of a camera")
public final class RecordingList extends HubCommand {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Argument(
            name = "camera from to",
            required = true,
            multiValued = true,
            description =
                    "Mã camera, từ lúc nào, đến lúc nào, ví dụ 2026-11-22T07:00 (giờ Việt Nam); tối đa 31 ngày / The camera's id, from when, to when, for example 2026-11-22T07:00 (time of Việt Nam); at most 31 days")
    List<String> words;

    @Reference(optional = true)
    Cameras cameras;

    @Reference(optional = true)
    CameraDevices devices;

    private CameraId id;
    private Instant from;
    private Instant to;

    @Override
    void words() {
        if (words.size() != 3) {
            throw invalid(
                    "argument",
                    "argument.many",
                    "cần ba tham số: camera, từ, đến",
                    "three arguments are wanted: camera, from, to");
        }
        id = Names.camera(words.get(0));
        from = Names.moment("from", words.get(1));
        to = Names.moment("to", words.get(2));
    }

    @Override
    Optional<String> subject() {
        return Optional.of(id.value());
    }

    @Override
    Map<String, String> details() {
        return Map.of("from", from.toString(), "to", to.toString());
    }

    @Override
    void run(Caller caller) throws InterruptedException {
        var scope = access().require(caller, Action.PLAYBACK);
        there(cameras, "registry").find(scope, id).orElseThrow(() -> notFound("camera", "camera", id));
        var found = Answers.of(there(devices, "core").recordings(id, from, to), LONGEST);
        var table = new Table("from", "to", "trigger");
        found.forEach(each -> table.row(each.from(), each.to(), each.trigger().orElse("")));
        show(table);
        if (!json && found.size() == CameraDevices.MOST_RECORDINGS) {
            out().println("còn nữa: tìm tiếp từ đoạn cuối / there are more: go on from the last one");
        }
    }
}
