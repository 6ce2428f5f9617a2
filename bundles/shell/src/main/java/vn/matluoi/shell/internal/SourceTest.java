package vn.matluoi.shell.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.TestReport;

/** {@code hub:source-test}: climbs the test ladder; with --address for settings that are not yet a source. */
@Service
@Command(
        scope = "hub",
        name = "source-test",
        description =
                "Kiểm tra từng bước; thêm --address để thử khi chưa có nguồn / Climbs the test ladder; with --address for settings that are not yet a source")
public final class SourceTest extends SourceForm {

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
        var report = address == null ? stored(caller) : offered(caller);
        var table = new Table("rung", "holds", "millis", "message", "mend");
        report.rungs()
                .forEach(rung -> table.row(
                        rung.name(),
                        rung.passed() ? "✓" : "✗",
                        rung.millis(),
                        rung.message(),
                        rung.passed() ? "" : rung.mend()));
        show(table);
        if (!json) {
            report.certificate().ifPresent(print -> out().println("--certificate " + print));
        }
        if (!report.passed()) {
            var last = report.rungs().get(report.rungs().size() - 1);
            throw new HubException(HubException.Reason.DEVICE, "source.test-failed", last.message());
        }
    }

    private TestReport stored(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_TEST);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        return sources.test(caller, source.settings().id());
    }

    private TestReport offered(Caller caller) throws IOException {
        var settings = over(Optional.empty(), Names.source(id), false);
        access().require(caller, Action.SOURCE_TEST, settings.area());
        var secret = settings.username().isPresent()
                ? Secrets.read(session, Names.given(secretFile), "Mật khẩu / password: ")
                : new char[0];
        try {
            return there(sources, "core").test(caller, settings, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
