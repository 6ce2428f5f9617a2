package vn.matluoi.driver.dahua.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;

/** Clock, disks and firmware of a device, and what a recorder does not record. Any may be missing. */
final class DahuaHealth implements DeviceFacet.Health {

    static final String STORAGE = "/cgi-bin/storageDevice.cgi?action=getDeviceAllInfo";
    static final String MODES = Cgi.config("RecordMode");

    /** Each word was seen on a disk that was in use. */
    private static final Set<String> USABLE = Set.of("success", "normal", "running", "active", "ok");

    private static final String RECORDS_NOTHING = "2";
    private static final long MEGABYTE = 1_000_000; // as Hikvision counts, so that one disk has one size

    private final DahuaSession session;

    DahuaHealth(DahuaSession session) {
        this.session = session;
    }

    @Override
    public HealthReport health() throws DeviceException {
        var faults = new ArrayList<String>();
        var look = session.clock().look();
        look.filter(l -> l.offset().isEmpty()).ifPresent(l -> faults.add("clock: " + Clean.text(l.said())));
        var disks = disks();
        for (var disk : disks) {
            if (!disk.healthy()) {
                faults.add("disk %s: %s".formatted(disk.id(), disk.status()));
            }
        }
        var recording = recording();
        recording.forEach((channel, records) -> {
            if (!records) {
                faults.add("channel %s: RecordMode %s, nothing is recorded".formatted(channel, RECORDS_NOTHING));
            }
        });
        return new HealthReport(
                look.flatMap(DahuaClock.Look::offset),
                disks,
                faults,
                recording,
                Optional.of(Description.firmware(session.cgi())).filter(f -> !f.isEmpty()),
                look.map(DahuaClock.Look::roundTrip));
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

    /** A camera is not asked: its recorder records. Slots without a camera need not. */
    private Map<ChannelId, Boolean> recording() throws DeviceException {
        var layout = session.layout();
        if (!layout.recorder()) {
            return Map.of();
        }
        var modes = session.cgi()
                .find(MODES, "table.RecordMode")
                .map(v -> v.rows("table.RecordMode"))
                .orElse(Collections.emptySortedMap());
        var recording = new LinkedHashMap<ChannelId, Boolean>();
        for (var slot : layout.slots()) {
            var mode = Optional.ofNullable(modes.get(slot.index())).flatMap(m -> m.get("Mode"));
            if (mode.isPresent() && slot.channel().status() != Status.EMPTY) {
                recording.put(slot.channel().id(), !mode.get().equals(RECORDS_NOTHING));
            }
        }
        return recording;
    }
}
