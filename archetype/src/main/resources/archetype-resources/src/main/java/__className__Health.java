package ${package};

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;

/** How a device is: {@code /v1/health}. A device without it is asked nothing more, and has no faults. */
final class ${className}Health implements DeviceFacet.Health {

    static final String PATH = "/v1/health";

    private final Calls calls;
    private final InstantSource clock;

    ${className}Health(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public HealthReport health() throws DeviceException {
        var before = clock.instant();
        var told = calls.find(PATH).orElseGet(() -> KeyValues.line(""));
        var roundTrip = Duration.between(before, clock.instant());
        var disks = new ArrayList<Disk>();
        told.rows("disk").forEach((number, row) -> {
            var state = row.get("state").orElse("");
            disks.add(new Disk(
                    String.valueOf(number), state.equals("ok"), state, row.number("total-mb"), row.number("free-mb")));
        });
        var faults = new ArrayList<String>();
        told.rows("fault").forEach((number, row) -> row.get("").ifPresent(faults::add));
        var recording = new HashMap<ChannelId, Boolean>();
        told.rows("channel").forEach((number, row) -> row.get("recording")
                .ifPresent(word -> recording.put(new ChannelId(String.valueOf(number)), word.equals("true"))));
        var offset = told.get("time")
                .flatMap(${className}Health::time)
                .map(time -> Duration.between(before.plus(roundTrip.dividedBy(2)), time));
        return new HealthReport(offset, disks, faults, recording, told.get("firmware"), Optional.of(roundTrip));
    }

    /** @return a time as {@code 2026-11-28T03:00:00Z}; empty if it is none */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(t -> t.isAfter(Instant.EPOCH) && t.isBefore(FAR));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Beyond it an error of the device's clock is no number that helps anybody. */
    private static final Instant FAR = Instant.parse("2200-01-01T00:00:00Z");
}
