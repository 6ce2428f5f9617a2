package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-resume}: goes on with a sink that is paused, or that waits. */
@Service
@Command(scope = "hub", name = "sink-resume", description = "Gửi tiếp tới một nơi nhận / Goes on with a sink")
public final class SinkResume extends SinkCommand {

    @Override
    void change(Sinks all, Caller caller) {
        all.resume(caller, name);
        out().println("nơi nhận %s được gửi tiếp / sink %s goes on".formatted(name, name));
    }
}
