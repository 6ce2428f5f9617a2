package vn.matluoi.shell.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.BlockedModels;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;

/** {@code hub:blocked-put}: puts a device on the list of those warned of. */
@Service
@Command(
        scope = "hub",
        name = "blocked-put",
        description =
                "Đưa một loại thiết bị vào danh sách bị cảnh báo (R2.8), hoặc sửa mục đó / Puts a device on the list of those warned of (R2.8), or changes the entry")
public final class BlockedPut extends HubCommand {

    @Argument(name = "id", required = true, multiValued = true, description = "Mã của mục / The entry's id")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Option(name = "--manufacturer", description = "Hãng; bỏ trống là mọi hãng / Manufacturer; any if left out")
    String manufacturer;

    @Option(
            name = "--model",
            description = "Model; dấu * ở cuối là phần bất kỳ / Model; an asterisk at the end is any rest")
    String model;

    @Option(
            name = "--firmware",
            description = "Phần mềm; dấu * ở cuối là phần bất kỳ / Firmware; an asterisk at the end is any rest")
    String firmware;

    @Option(
            name = "--warning",
            required = true,
            description = "Văn bản cảnh báo: số, ngày, cơ quan / The warning: number, day, agency")
    String warning;

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    Map<String, String> details() {
        return Map.of("warning", warning);
    }

    @Reference(optional = true)
    BlockedModels models;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        there(models, "registry").put(caller, "shell", entry());
        out().println("đã đưa %s vào danh sách / %s is on the list".formatted(id, id));
    }

    private BlockedModel entry() {
        try {
            return new BlockedModel(
                    id,
                    Optional.ofNullable(manufacturer),
                    Optional.ofNullable(model),
                    Optional.ofNullable(firmware),
                    warning,
                    Instant.now());
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "model",
                    "blocked-model.words",
                    "mã gồm chữ thường, chữ số, gạch nối; cần --model hoặc --firmware",
                    e.getMessage());
        }
    }
}
