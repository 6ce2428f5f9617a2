package vn.matluoi.driver.hikvision.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/** Disks and clock of a device. Either may be missing: cameras without storage, door stations without a clock. */
final class HikvisionHealth implements DeviceFacet.Health {

    static final String STORAGE = "/ISAPI/ContentMgmt/Storage";
    static final String TIME = "/ISAPI/System/time";

    private static final Set<String> USABLE = Set.of("ok", "idle", "normal", "sleeping", "dormant");

    private final Isapi isapi;
    private final Target target;
    private final InstantSource clock;

    HikvisionHealth(Isapi isapi, Target target, InstantSource clock) {
        this.isapi = isapi;
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
        return new HealthReport(offset, disks, faults);
    }

    private Optional<Duration> clockOffset(List<String> faults) throws DeviceException {
        var zone = zone();
        var before = clock.instant();
        var time = isapi.find(TIME, "Time").flatMap(t -> t.text("localTime"));
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
        var storage = isapi.find(STORAGE, "storage");
        var disks = new ArrayList<Disk>();
        storage.ifPresent(s -> {
            s.all("hdd").forEach(d -> disk(d, "").ifPresent(disks::add));
            s.all("ssd").forEach(d -> disk(d, "ssd-").ifPresent(disks::add));
            s.all("nas").forEach(d -> disk(d, "nas-").ifPresent(disks::add));
        });
        return disks;
    }

    /** Rows of disks that were taken out stay, as {@code notexist}: they are no disks. */
    private static Optional<Disk> disk(XmlElement row, String prefix) {
        var status = Clean.text(row.text("status").orElse(""));
        var word = status.toLowerCase(Locale.ROOT);
        if (word.equals("notexist")) {
            return Optional.empty();
        }
        return Optional.of(new Disk(
                prefix + row.text("id").map(Clean::text).orElse("?"),
                USABLE.contains(word),
                status,
                megabytes(row, "capacity"),
                megabytes(row, "freeSpace")));
    }

    private static long megabytes(XmlElement row, String name) {
        return row.text(name)
                .filter(n -> n.matches("\\d{1,15}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
