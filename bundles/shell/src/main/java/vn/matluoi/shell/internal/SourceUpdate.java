package vn.matluoi.shell.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-update}: changes a source; a new secret closes the bad-password circuit. */
@Service
@Command(
        scope = "hub",
        name = "source-update",
        description =
                "Sửa một nguồn; mật khẩu mới thì nguồn được thử đăng nhập lại / Changes a source; a new secret closes the bad-password circuit")
public final class SourceUpdate extends SourceForm {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Option(name = "--secret", description = "Hỏi mật khẩu mới / Ask for a new password")
    boolean newSecret;

    @Option(name = "--suspend", description = "Tạm ngừng giám sát / Switch supervision off")
    boolean suspend;

    @Option(name = "--resume", description = "Giám sát trở lại / Switch supervision on")
    boolean resume;

    @Reference(optional = true)
    Sources sources;

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    void run(Caller caller) throws IOException {
        var scope = access().require(caller, Action.SOURCE_CHANGE);
        var present = there(sources, "core")
                .find(scope, Names.source(id))
                .map(Sources.Source::settings)
                .orElseThrow(() -> notFound("nguồn", "source", id));
        var settings = over(Optional.of(present), present.id(), !resume && (suspend || present.suspended()));
        access().require(caller, Action.SOURCE_CHANGE, settings.area());
        Optional<char[]> secret = newSecret || secretFile != null
                ? Optional.of(Secrets.read(session, Names.given(secretFile), "Mật khẩu mới / new password: "))
                : Optional.empty();
        try {
            sources.update(caller, settings, secret, Names.given(certificate));
        } finally {
            secret.ifPresent(clear -> Arrays.fill(clear, '\0'));
        }
        out().println("đã lưu nguồn %s / source %s saved".formatted(id, id));
    }
}
