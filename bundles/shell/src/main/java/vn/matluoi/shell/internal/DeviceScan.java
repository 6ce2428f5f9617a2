package vn.matluoi.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.discovery.Discovery;
import vn.matluoi.api.discovery.ScanRequest;

/** {@code hub:device-scan}: looks for devices in a range of addresses. */
@Service
@Command(
        scope = "hub",
        name = "device-scan",
        description =
                "Tìm thiết bị trong một dải địa chỉ, không gửi mật khẩu / Looks for devices in a range of addresses; sends no password")
public final class DeviceScan extends HubCommand {

    @Argument(
            name = "range",
            multiValued = true,
            description = "Ví dụ 10.20.30.0/24, nhiều nhất /20 / For example 10.20.30.0/24, at most a /20")
    List<String> words;

    @Option(name = "--ports", description = "Cổng HTTP sẽ thử, ví dụ 80,8000 / HTTP ports to try, for example 80,8000")
    String ports;

    @Option(
            name = "--interface",
            description =
                    "Card mạng để hỏi multicast, nếu etc/vn.matluoi.discovery.cfg cho phép / Interface to ask by multicast, where etc/vn.matluoi.discovery.cfg allows it")
    String on;

    @Option(name = "--stop", description = "Dừng lượt tìm đang chạy / Ends the scan that runs")
    boolean stop;

    private Optional<String> range = Optional.empty();

    @Override
    void words() {
        if (words != null && !words.isEmpty()) {
            range = Optional.of(only(words));
        }
    }

    @Reference(optional = true)
    Discovery discovery;

    @Override
    Optional<String> subject() {
        return range;
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.SOURCE_CHANGE);
        var scans = there(discovery, "discovery");
        if (stop) {
            scans.stop(caller);
            out().println("đã dừng / stopped");
            return;
        }
        var scan = scans.start(caller, new ScanRequest(range, numbers(), Names.given(on)));
        out().println(new Text(
                "đang hỏi %d địa chỉ; kết quả: hub:device-found".formatted(scan.addresses()),
                "asking %d addresses; what answers: hub:device-found".formatted(scan.addresses())));
    }

    private List<Integer> numbers() {
        try {
            return ports == null
                    ? List.of()
                    : Arrays.stream(ports.split(","))
                            .map(String::strip)
                            .map(Integer::valueOf)
                            .toList();
        } catch (NumberFormatException e) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    "discovery.ports",
                    new Text("Cổng viết như 80,8000.", "Ports are written as 80,8000."));
        }
    }
}
