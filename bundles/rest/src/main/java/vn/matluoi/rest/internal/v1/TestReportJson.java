package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.source.TestReport;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How far up the ladder a test came.
 *
 * @param certificate SHA-256 fingerprint the device showed; give it back as {@code acceptedCertificate}
 */
public record TestReportJson(
        @Limit(required = true) boolean passed,
        @Limit(items = 20, required = true) List<Rung> rungs,
        Device device,
        @Limit(items = 1000, required = true) List<ChannelJson> channels,
        @Limit(max = 100) String certificate) {

    static TestReportJson of(TestReport report, Asking asking) {
        return new TestReportJson(
                report.passed(),
                report.rungs().stream()
                        .map(rung -> new Rung(
                                rung.name(),
                                rung.passed(),
                                asking.say(rung.message()),
                                asking.say(rung.mend()),
                                rung.millis()))
                        .toList(),
                report.device().map(Device::of).orElse(null),
                report.channels().stream().map(ChannelJson::of).toList(),
                report.certificate().orElse(null));
    }

    /**
     * One rung.
     *
     * @param mend what to change on the device or in the settings
     * @param millis how long it took
     */
    public record Rung(
            @Limit(max = 40, required = true) String name,
            @Limit(required = true) boolean passed,
            @Limit(max = 4000, required = true) String message,
            @Limit(max = 4000, required = true) String mend,
            @Limit(required = true) long millis) {}

    /** What the device says it is. */
    public record Device(
            @Limit(max = 200) String manufacturer,
            @Limit(max = 200) String model,
            @Limit(max = 200) String serial,
            @Limit(max = 200) String firmware,
            @Limit(max = 40) String mac,
            @Limit(max = 200) String name,
            @Limit(max = 100) String type) {

        static Device of(DeviceInfo info) {
            return new Device(
                    info.manufacturer(),
                    info.model(),
                    info.serial().orElse(null),
                    info.firmware(),
                    info.mac().orElse(null),
                    info.name(),
                    info.type());
        }
    }

    /** One channel of it. */
    public record ChannelJson(
            @Limit(max = 64, required = true) String id,
            @Limit(required = true) int number,
            @Limit(max = 200) String name,
            @Limit(max = 10, pattern = "analog|ip|self") String kind,
            @Limit(max = 10, pattern = "online|offline|empty|unknown") String status,
            @Limit(max = 500) String detail) {

        static ChannelJson of(Channel channel) {
            return new ChannelJson(
                    channel.id().value(),
                    channel.number(),
                    channel.name(),
                    channel.kind().name().toLowerCase(Locale.ROOT),
                    channel.status().name().toLowerCase(Locale.ROOT),
                    channel.detail().orElse(null));
        }
    }
}
