package vn.matluoi.shell.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;

/** {@code hub:dead-letter-show}: one letter, and the beginning of what was brought. */
@Service
@Command(
        scope = "hub",
        name = "dead-letter-show",
        description =
                "Xem một bản tin chưa nhận và phần đầu nội dung gốc / Shows one letter and the beginning of what was brought")
public final class DeadLetterShow extends DeadLetterCommand {

    @Option(
            name = "--bytes",
            description = "Bao nhiêu byte nội dung, mặc định 2000 / How many bytes of it, 2000 unless given")
    int bytes = 2000;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        var found = there(desk, "camel").find(route, letter).orElseThrow(() -> notFound("bản tin", "letter", letter));
        show(new Table("key", "value")
                .row("id", found.id())
                .row("name", found.name())
                .row("type", found.mediaType())
                .row("bytes", found.size())
                .row("whole", found.whole())
                .row("first", found.firstAt())
                .row("last", found.lastAt())
                .row("times", found.times())
                .row("replays", found.replays())
                .row("rule", found.rule())
                .row("why", found.why()));
        if (!json && bytes > 0) {
            var raw = desk.raw(caller, route, letter);
            var begin = Arrays.copyOf(raw, Math.min(bytes, raw.length));
            // it comes from outside: nothing of it may steer the terminal
            out().println(new String(begin, StandardCharsets.UTF_8)
                    .replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\n\t]]", "\ufffd"));
        }
    }
}
