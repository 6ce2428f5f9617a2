package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/**
 * Disks, clock, what is set to record, how long it runs, and whether alarms are sent to us. Any of it may be missing: cameras without storage,
 * door stations without a clock.
 */
final class HikvisionHealth implements DeviceFacet.Health {

    static final String STORAGE = "/ISAPI/ContentMgmt/Storage";
    static final String STATUS = "/ISAPI/System/status";

    private static final Set<String> USABLE = Set.of("ok", "idle", "normal", "sleeping", "dormant");

    private final HikvisionSession session;
    private final Isapi isapi;
    private final Target target;
    private final InstantSource clock;

    HikvisionHealth(HikvisionSession session, Target target, InstantSource clock) {
        this.session = session;
        this.isapi = session.isapi();
        this.target = target;
        this.clock = clock;
    }

    @Override
    public HealthReport health() throws DeviceException {
        var faults = new ArrayList<String>();
        var time = new HikvisionClock(isapi, target, clock).read();
        if (time.said().isPresent() && time.offset().isEmpty()) {
            faults.add("clock: " + Clean.text(time.said().get()));
        }
        var disks = disks();
        for (var disk : disks) {
            if (!disk.healthy()) {
                faults.add("disk %s: %s".formatted(disk.id(), disk.status()));
            }
        }
        ifTold(session::wiringFault).ifPresent(faults::add);
        return new HealthReport(
                time.offset(),
                disks,
                faults,
                recording(),
                Optional.of(session.firmware()).filter(f -> !f.isEmpty()),
                Optional.of(time.roundTrip()),
                ifTold(this::uptime));
    }

    /** Seconds, whole. Door stations have no such page. */
    private Optional<Duration> uptime() throws DeviceException {
        return isapi.find(STATUS, "DeviceStatus")
                .flatMap(status -> status.text("deviceUpTime"))
                .map(String::strip)
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** What may be missing alone: another right, an odd list, 503 for what is not there. The rest is still worth telling. */
    static <T> Optional<T> ifTold(Question<T> question) throws DeviceException {
        try {
            return question.ask();
        } catch (Refused e) {
            if (e.why() != Why.RIGHTS) {
                throw e;
            }
            return Optional.empty();
        } catch (Busy | Garbled | Unsupported e) {
            return Optional.empty();
        }
    }

    /** Asks a device something. */
    interface Question<T> {
        Optional<T> ask() throws DeviceException;
    }

    private Map<ChannelId, Boolean> recording() throws DeviceException {
        var tracks = ifTold(() -> Tracks.read(isapi)).map(Tracks::scheduled).orElse(Map.of());
        var recording = new HashMap<ChannelId, Boolean>();
        for (var slot : session.knownLayout().slots()) {
            tracks.getOrDefault(slot.stream(), Optional.empty())
                    .ifPresent(on -> recording.put(slot.channel().id(), on));
        }
        return recording;
    }

    List<Disk> disks() throws DeviceException {
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
