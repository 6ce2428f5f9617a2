package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How a device is, in its own words, and what the hub adds. What it does not say is absent.
 *
 * @param clockOffsetMillis device clock minus hub clock
 * @param roundTripMillis of one small exchange
 * @param uptimeSeconds since the device started
 * @param recording for each channel it speaks of, whether it is set to record
 * @param faults what it complains of
 * @param remarks what the hub has to say of it
 */
public record HealthJson(
        @Limit(least = ClockJson.LEAST, most = ClockJson.MOST, about = "device clock minus hub clock")
                Long clockOffsetMillis,
        @Limit(about = "of one small exchange with the device") Long roundTripMillis,
        @Limit(about = "since the device started") Long uptimeSeconds,
        @Limit(max = 200) String firmware,
        @Limit(items = HealthJson.MOST, required = true) List<DiskJson> disks,
        @Limit(items = HealthJson.MOST, required = true) List<ChannelRecordsJson> recording,
        @Limit(items = HealthJson.MOST, required = true, about = "what the device complains of, in its own words")
                List<String> faults,
        @Limit(
                        items = HealthJson.MOST,
                        required = true,
                        about = "of the hub's own: a serial number that is missing or stands twice")
                List<String> remarks) {

    static final int MOST = 1000;

    static HealthJson of(HealthReport report, List<String> remarks) {
        return new HealthJson(
                report.clockOffset().map(Duration::toMillis).orElse(null),
                report.roundTrip().map(Duration::toMillis).orElse(null),
                report.uptime().map(Duration::toSeconds).orElse(null),
                report.firmware().orElse(null),
                report.disks().stream().limit(MOST).map(DiskJson::of).toList(),
                report.recording().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey((a, b) -> a.value().compareTo(b.value())))
                        .limit(MOST)
                        .map(ChannelRecordsJson::of)
                        .toList(),
                report.faults().stream().limit(MOST).toList(),
                remarks);
    }

    /**
     * A disk.
     *
     * @param status the device's own word
     * @param freeMegabytes 0 on a healthy disk of a recorder that overwrites
     */
    public record DiskJson(
            @Limit(max = 100, required = true) String id,
            @Limit(required = true) boolean healthy,
            @Limit(max = 200, required = true) String status,
            @Limit(required = true) long capacityMegabytes,
            @Limit(required = true, about = "0 is usual where old footage is written over") long freeMegabytes) {

        static DiskJson of(Health.Disk disk) {
            return new DiskJson(
                    disk.id(), disk.healthy(), disk.status(), disk.capacityMegabytes(), disk.freeMegabytes());
        }
    }

    /** Whether a channel is set to record. */
    public record ChannelRecordsJson(
            @Limit(max = 64, required = true) String channel, @Limit(required = true) boolean records) {

        static ChannelRecordsJson of(Map.Entry<ChannelId, Boolean> channel) {
            return new ChannelRecordsJson(channel.getKey().value(), channel.getValue());
        }
    }
}
