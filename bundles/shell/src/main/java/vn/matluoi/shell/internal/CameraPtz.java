package vn.matluoi.shell.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.PtzOrder;

/** {@code hub:camera-ptz}: shows what a camera that moves can be told, or tells it. */
@Service
@Command(
        scope = "hub",
        name = "camera-ptz",
        description =
                "Xem camera quay quét làm được gì, hoặc ra lệnh cho nó / Shows what a camera that moves can be told, or tells it")
public final class CameraPtz extends HubCommand {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Argument(
            name = "camera order",
            required = true,
            multiValued = true,
            description =
                    "Mã camera, rồi move, stop, go, recall, save, remove, tour-start hoặc tour-stop; không có lệnh thì chỉ xem / The camera's id, then move, stop, go, recall, save, remove, tour-start or tour-stop; without an order it is only shown")
    List<String> words;

    @Option(name = "--pan", description = "-1 (trái) đến 1 (phải) / -1 (left) to 1 (right)")
    String pan;

    @Option(name = "--tilt", description = "-1 (xuống) đến 1 (lên) / -1 (down) to 1 (up)")
    String tilt;

    @Option(name = "--zoom", description = "-1 (xa) đến 1 (gần); với go từ 0 / -1 (wide) to 1 (tele); for go from 0")
    String zoom;

    @Option(name = "--seconds", description = "Với move: 1 đến 10 giây thì dừng / For move: stops after 1 to 10 s")
    int seconds = (int) PtzOrder.Move.USUAL.toSeconds();

    @Option(name = "--preset", description = "Mã vị trí đặt sẵn / Token of a preset")
    String preset;

    @Option(name = "--name", description = "Với save: tên vị trí / For save: what to call it")
    String name = "";

    @Option(name = "--tour", description = "Mã tuần tra / Token of a tour")
    String tour;

    @Reference(optional = true)
    Cameras cameras;

    @Reference(optional = true)
    CameraDevices devices;

    private CameraId id;
    Optional<PtzOrder> order = Optional.empty();

    @Override
    void words() {
        id = Names.camera(words.get(0));
        order = words.size() == 1 ? Optional.empty() : Optional.of(order(only(words.subList(1, words.size()))));
    }

    @Override
    Optional<String> subject() {
        return order.map(given -> id.value());
    }

    @Override
    Map<String, String> details() {
        return Map.of("order", words.get(1));
    }

    @Override
    void run(Caller caller) throws InterruptedException {
        var scope = access().require(caller, Action.PTZ);
        there(cameras, "registry").find(scope, id).orElseThrow(() -> notFound("camera", "camera", id));
        there(devices, "core");
        if (order.isEmpty()) {
            show();
            return;
        }
        var saved = Answers.of(devices.order(id, caller.account(), order.get()), LONGEST);
        if (saved.isPresent()) {
            out().println("đã lưu vị trí %s / preset %s kept"
                    .formatted(saved.get().token(), saved.get().token()));
        } else {
            out().println("đã gửi lệnh tới camera %s / order sent to camera %s".formatted(id, id));
        }
    }

    private void show() throws InterruptedException {
        var ability = Answers.of(devices.ptz(id), LONGEST);
        var table = new Table("what", "token", "name");
        if (ability.moves()) {
            table.row("move, stop", "", "");
        }
        if (ability.goes()) {
            var at = ability.position().map(Position::toString).orElse("");
            table.row("go", "", at);
        }
        ability.presets().ifPresent(all -> all.forEach(each -> table.row("preset", each.token(), each.name())));
        ability.tours().ifPresent(all -> all.forEach(each -> table.row("tour", each.token(), each.name())));
        show(table);
    }

    private PtzOrder order(String word) {
        try {
            return switch (word) {
                case "move" ->
                    new PtzOrder.Move(
                            number("--pan", pan),
                            number("--tilt", tilt),
                            number("--zoom", zoom),
                            Duration.ofSeconds(seconds));
                case "stop" -> new PtzOrder.Stop();
                case "go" ->
                    new PtzOrder.Go(new Position(number("--pan", pan), number("--tilt", tilt), number("--zoom", zoom)));
                case "recall" -> new PtzOrder.Recall(needed("--preset", preset));
                case "save" -> new PtzOrder.Save(Names.given(preset), name);
                case "remove" -> new PtzOrder.Remove(needed("--preset", preset));
                case "tour-start" -> new PtzOrder.StartTour(needed("--tour", tour));
                case "tour-stop" -> new PtzOrder.StopTour(needed("--tour", tour));
                default ->
                    throw invalid(
                            "order",
                            "ptz.order",
                            "lệnh là move, stop, go, recall, save, remove, tour-start hoặc tour-stop",
                            "an order is move, stop, go, recall, save, remove, tour-start or tour-stop");
            };
        } catch (IllegalArgumentException range) {
            throw invalid("order", "ptz.range", "giá trị ngoài phạm vi: " + range.getMessage(), range.getMessage());
        }
    }

    private static double number(String option, String text) {
        try {
            return text == null ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid(
                    option,
                    "option.number",
                    "%s cần một số, không phải %s".formatted(option, text),
                    "%s needs a number, not %s".formatted(option, text));
        }
    }

    private static String needed(String option, String text) {
        return Names.given(text)
                .orElseThrow(() -> invalid(option, "option.value", "thiếu " + option, option + " is missing"));
    }
}
