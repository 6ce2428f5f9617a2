package vn.matluoi.driver.dahua.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;

/** Clock and disks of a device, and what a recorder does not record. Any may be missing. */
final class DahuaHealth implements DeviceFacet.Health {

    static final String STORAGE = "/cgi-bin/storageDevice.cgi?action=getDeviceAllInfo";
    static final String TIME = "/cgi-bin/global.cgi?action=getCurrentTime";
    static final String MODES = Cgi.config("RecordMode");

    /** Each word was seen on a disk that was in use. */
    private static final Set<String> USABLE = Set.of("success", "normal", "running", "active", "ok");

    private static final String RECORDS_NOTHING = "2";
    private static final long MEGABYTE = 1_000_000; // as Hikvision counts, so that one disk has one size

    private final DahuaSession session;
    private final Target target;
    private final InstantSource clock;

    DahuaHealth(DahuaSession session, Target target, InstantSource clock) {
        this.session = session;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public HealthReport health() throws DeviceException {
        var faults = new ArrayList<String>();
        var offset = clockOffset(faults);
        var disks = disks();
        for (var disk : disks) {
            if (!disk.healthy()) {
                faults.add("disk %s: %s".formatted(disk.id(), disk.status()));
            }
        }
        recording(faults);
        return new HealthReport(offset, disks, faults);
    }

    private Optional<Duration> clockOffset(List<String> faults) throws DeviceException {
        var zone = zone();
        var before = clock.instant();
        var time = session.cgi().find(TIME, "result").flatMap(t -> t.get("result"));
        var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        var wall = time.flatMap(DeviceTime::wall);
        if (time.isPresent() && wall.isEmpty()) {
            faults.add("clock: " + Clean.text(time.get()));
        }
        return wall.map(w -> DeviceTime.offset(w, zone, middle));
    }

    private ZoneId zone() throws DeviceException {
        var option =
                Optional.ofNullable(target.options().get(DeviceTime.OPTION)).filter(o -> !o.isBlank());
        try {
            return option.map(ZoneId::of).orElse(DeviceTime.USUAL);
        } catch (DateTimeException e) {
            throw Words.badOption(DeviceTime.OPTION, option.orElse(""), "Asia/Ho_Chi_Minh");
        }
    }

    private List<Disk> disks() throws DeviceException {
        var storage = session.cgi().find(STORAGE, "list");
        return storage.map(s -> s.rows("list.info").entrySet().stream()
                        .map(row -> disk(row.getKey(), row.getValue()))
                        .toList())
                .orElse(List.of());
    }

    /** A disk in partitions, {@code Detail[k]}; one that overwrites shows all of it used, and is well. */
    private static Disk disk(int index, KeyValues row) {
        var parts = row.rows("Detail").values();
        long total = parts.stream().mapToLong(p -> p.number("TotalBytes")).sum();
        long used = parts.stream().mapToLong(p -> p.number("UsedBytes")).sum();
        boolean failed = parts.stream().anyMatch(p -> p.flag("IsError", false));
        var state = Clean.text(row.get("State").orElse(""));
        boolean usable = USABLE.contains(state.toLowerCase(Locale.ROOT));
        return new Disk(
                row.get("Name").map(Clean::text).orElse(String.valueOf(index + 1)),
                usable && !failed,
                usable && failed ? "IsError" : state,
                Math.max(total, 0) / MEGABYTE,
                Math.max(total - used, 0) / MEGABYTE);
    }

    /** On a camera nothing is amiss: its recorder records. */
    private void recording(List<String> faults) throws DeviceException {
        var layout = session.layout();
        if (!layout.recorder()) {
            return;
        }
        var modes = session.cgi()
                .find(MODES, "table.RecordMode")
                .map(v -> v.rows("table.RecordMode"))
                .orElse(Collections.emptySortedMap());
        for (var slot : layout.slots()) {
            boolean off = Optional.ofNullable(modes.get(slot.index()))
                    .flatMap(m -> m.get("Mode"))
                    .filter(RECORDS_NOTHING::equals)
                    .isPresent();
            if (off && slot.channel().status() != Status.EMPTY) {
                faults.add("channel %s: RecordMode %s, nothing is recorded"
                        .formatted(slot.channel().id(), RECORDS_NOTHING));
            }
        }
    }
}
