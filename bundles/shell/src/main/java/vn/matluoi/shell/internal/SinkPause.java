package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-pause}: pauses a sink. */
@Service
@Command(scope = "hub", name = "sink-pause", description = "Tạm dừng gửi tới một nơi nhận / Pauses a sink")
public final class SinkPause extends SinkCommand {

    @Override
    void change(Sinks all, Caller caller) {
        all.pause(caller, name);
        out().println("đã tạm dừng nơi nhận %s / sink %s paused".formatted(name, name));
    }
}
