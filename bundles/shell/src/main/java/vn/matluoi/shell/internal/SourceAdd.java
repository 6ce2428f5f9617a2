package vn.matluoi.shell.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-add}: adds a source and begins to supervise it. */
@Service
@Command(
        scope = "hub",
        name = "source-add",
        description = "Thêm nguồn và bắt đầu giám sát / Adds a source and begins to supervise it")
public final class SourceAdd extends SourceForm {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Reference(optional = true)
    Sources sources;

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    void run(Caller caller) throws IOException {
        var settings = over(Optional.empty(), Names.source(id), false);
        access().require(caller, Action.SOURCE_CHANGE, settings.area());
        Optional<char[]> secret = settings.username().isPresent()
                ? Optional.of(Secrets.read(session, Names.given(secretFile), "Mật khẩu / password: "))
                : Optional.empty();
        try {
            there(sources, "core").add(caller, settings, secret, Names.given(certificate));
        } finally {
            secret.ifPresent(clear -> Arrays.fill(clear, '\0'));
        }
        out().println("đã thêm nguồn %s / source %s added".formatted(id, id));
    }
}
