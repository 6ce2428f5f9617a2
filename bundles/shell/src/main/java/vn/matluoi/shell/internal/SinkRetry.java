package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-retry}: sends what a receiver rejected once more. */
@Service
@Command(
        scope = "hub",
        name = "sink-retry",
        description = "Gửi lại những bản tin nơi nhận đã trả lại / Sends what a receiver rejected once more")
public final class SinkRetry extends SinkCommand {

    @Override
    void change(Sinks all, Caller caller) {
        all.retry(caller, name);
        out().println("đang gửi lại cho nơi nhận %s / sink %s is sent it once more".formatted(name, name));
    }
}
