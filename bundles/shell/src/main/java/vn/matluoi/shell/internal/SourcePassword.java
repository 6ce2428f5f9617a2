package vn.matluoi.shell.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-password}: gives the account of a source's device another password. */
@Service
@Command(
        scope = "hub",
        name = "source-password",
        description =
                "Đổi mật khẩu tài khoản trên thiết bị của nguồn; không có tùy chọn thì hệ thống tự tạo, không ai nhìn thấy / Changes the password of the account on a source's device; without an option the hub makes one that nobody sees")
public final class SourcePassword extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Option(
            name = "--ask",
            description = "Hỏi mật khẩu mới, không hiện khi gõ / Ask for the new password, which is not shown")
    boolean ask;

    @Option(
            name = "--secret-file",
            description =
                    "Tệp trên máy chủ, dòng đầu là mật khẩu mới / File on the hub's machine whose first line is the new password")
    String secretFile;

    @Reference(optional = true)
    Sources sources;

    @Reference(optional = true)
    DeviceUpkeep upkeep;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    Map<String, String> details() {
        return Map.of("made", ask || secretFile != null ? "person" : "hub");
    }

    @Override
    void run(Caller caller) throws IOException {
        var scope = access().require(caller, Action.SOURCE_CHANGE);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        Optional<char[]> chosen = ask || secretFile != null
                ? Optional.of(Secrets.read(session, Names.given(secretFile), "Mật khẩu mới / new password: "))
                : Optional.empty();
        try {
            var done = there(upkeep, "core").rotate(caller, source.settings().id(), chosen);
            var names = done.sources().stream().map(SourceId::value).collect(Collectors.joining(", "));
            out().println("thiết bị đã nhận mật khẩu mới, dùng cho: %s / the device takes the new password, used by: %s"
                    .formatted(names, names));
        } finally {
            chosen.ifPresent(clear -> Arrays.fill(clear, '\0'));
        }
    }
}
