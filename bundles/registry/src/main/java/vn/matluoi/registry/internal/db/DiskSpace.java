package vn.matluoi.registry.internal.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;

/**
 * Whether there is room on the disks the hub writes to. With too little, the catalogue is not changed, and what is left is
 * for log-ins and their audit. Should the disk fill up all the same, a file kept aside gives way: Derby cannot even be read
 * once its log finds no room, for it must first undo what was under way, and that writes. Nobody need do anything once there
 * is room again: the file is made anew, and changes go on.
 */
@Component(
        service = {DiskSpace.class, HealthCheck.class},
        configurationPid = DiskConfig.PID,
        immediate = true)
@Designate(ocd = DiskConfig.class)
public final class DiskSpace implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long MIB = 1 << 20;
    private static final long LOOK_MILLIS = 500;

    private final Path data;
    private final Path log;
    private final Path reserve;
    private final long least;
    private final long reserved;
    private final ToLongFunction<Path> gauge;
    private final AtomicInteger changes = new AtomicInteger();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "matluoi-disk"));

    /** The file that is kept aside is all there, or none is wanted. */
    private volatile boolean whole;

    @Activate
    public DiskSpace(DiskConfig config) {
        this(
                Path.of(System.getProperty("karaf.data", "data")),
                Path.of(System.getProperty("karaf.log", "data/log")),
                Math.max(1, config.least_mib()) * MIB,
                Math.max(0, config.reserve_mib()) * MIB,
                folder -> folder.toFile().getUsableSpace());
        look();
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param gauge how many bytes may still be written below a folder; 0 if that cannot be told */
    DiskSpace(Path data, Path log, long least, long reserved, ToLongFunction<Path> gauge) {
        this.data = data;
        this.log = log;
        this.reserve = data.resolve("reserve");
        this.least = least;
        this.reserved = reserved;
        this.gauge = gauge;
    }

    @Deactivate
    void stop() {
        thread.shutdown();
    }

    /**
     * A change of the catalogue begins; {@link #end} must follow.
     *
     * @throws HubException {@code UNAVAILABLE} if there is too little room for it; nothing has begun then
     */
    void begin() {
        if (isTight(data)) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "disk.full", full(data));
        }
        changes.incrementAndGet();
    }

    void end() {
        changes.decrementAndGet();
    }

    /**
     * Gives the file kept aside away when nothing else is left, and makes it anew when there is room. While a change is under
     * way it stays: that change would only use it up, and need it then to be undone.
     */
    void look() {
        try {
            var there = Files.exists(reserve) ? Files.size(reserve) : 0;
            var free = gauge.applyAsLong(data);
            if (there > 0 && free < least / 4) {
                if (changes.get() > 0) {
                    return;
                }
                Files.delete(reserve);
                whole = false;
                LOG.error(
                        "{} is full: the {} MiB kept aside are given away, and nothing is taken in", data, there / MIB);
            } else if (there == reserved) {
                whole = true;
            } else if (free >= least + reserved - there) {
                fill();
                whole = true;
                LOG.info("{} MiB of {} are kept aside for when it is full", reserved / MIB, data);
            } else {
                whole = false;
            }
        } catch (IOException e) {
            whole = false;
            LOG.debug("{} cannot be looked at, or nothing can be kept aside there", data, e);
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(reserve)) {
            var block = new byte[1 << 16];
            for (var left = reserved; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private boolean isTight(Path folder) {
        return folder.equals(data) && !whole || gauge.applyAsLong(folder) < least;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Result check() {
        for (var folder : List.of(data, log)) {
            if (isTight(folder)) {
                return Result.down(full(folder));
            }
        }
        return Result.ok(new Text("Đĩa còn chỗ: " + data + ", " + log, "There is room in " + data + ", " + log));
    }

    private Text full(Path folder) {
        var needed = (folder.equals(data) && !whole ? least + reserved : least) / MIB;
        return new Text(
                "Đĩa chứa %s sắp đầy: cần ít nhất %d MiB trống. Danh mục chưa bị thay đổi. Hãy giải phóng dung lượng, hệ thống sẽ tự tiếp tục."
                        .formatted(folder, needed),
                "The disk of %s is almost full: at least %d MiB must be free. The catalogue was not changed. Make room, and the hub goes on by itself."
                        .formatted(folder, needed));
    }
}
