package vn.matluoi.api.source;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceInfo;

/**
 * How far up the ladder a test came.
 *
 * @param passed whether every rung held
 * @param rungs in order; those after the first failure are absent
 * @param device what the device says it is, if it got that far
 * @param channels what it has, if it got that far
 * @param certificate SHA-256 fingerprint the device showed, hex, for a person to accept; empty for http
 */
public record TestReport(
        boolean passed,
        List<Rung> rungs,
        Optional<DeviceInfo> device,
        List<Channel> channels,
        Optional<String> certificate) {

    public TestReport {
        rungs = List.copyOf(rungs);
        channels = List.copyOf(channels);
    }

    /**
     * One rung.
     *
     * @param name {@code name, tcp, tls, protocol, login, identity, clock, channels, streams, events}
     * @param passed whether it held
     * @param message what was found, or what failed
     * @param mend what to change on the device or in the settings; empty text if it held
     * @param millis how long it took
     */
    public record Rung(String name, boolean passed, Text message, Text mend, long millis) {}
}
