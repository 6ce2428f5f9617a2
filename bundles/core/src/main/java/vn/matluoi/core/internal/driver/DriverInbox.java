package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.core.internal.work.SystemTimer;
import vn.matluoi.core.internal.work.Timer;

/**
 * Takes in what is put into {@code drivers/inbox}: a {@code .kar} file that has not grown between two looks goes through the same
 * gate as any other, is installed, and leaves the inbox; one that is refused goes to {@code drivers/refused}, with a text
 * beside it that says why. What fails by the hub's own fault (the database is away) stays, and is tried again.
 */
@Component(service = DriverInbox.class, immediate = true)
public final class DriverInbox {

    static final Duration LOOKED_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(DriverInbox.class);

    /** Not the file's fault, and soon over. */
    private static final Set<String> PASSING =
            Set.of("driver.slow", "driver.no-features-service", "driver.plan-disturbed", "driver.not-noted");

    private final Path inbox;
    private final Path refused;
    private final DriverAdmin drivers;
    private final Timer timer;
    private final Runnable end;
    private final Executor thread;
    private volatile Map<Path, Look> seen = Map.of();
    private volatile boolean stopped;

    private record Look(long size, FileTime changed) {}

    @Activate
    public DriverInbox(@Reference DriverAdmin drivers) {
        this(drivers, new SystemTimer(), pool());
    }

    private DriverInbox(DriverAdmin drivers, SystemTimer timer, ThreadPoolExecutor thread) {
        this(Folders.drivers("inbox"), Folders.drivers("refused"), drivers, timer, thread, () -> {
            timer.close();
            thread.shutdown();
        });
    }

    /** @param thread what takes files in, one after the other */
    DriverInbox(Path inbox, Path refused, DriverAdmin drivers, Timer timer, Executor thread, Runnable end) {
        this.inbox = inbox;
        this.refused = refused;
        this.drivers = drivers;
        this.timer = timer;
        this.end = end;
        this.thread = thread;
        try {
            Files.createDirectories(inbox);
        } catch (IOException e) {
            LOG.warn("{} cannot be made: {}", inbox, e.toString());
        }
        lookSoon();
    }

    private static ThreadPoolExecutor pool() {
        var pool = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var own = new Thread(task, "matluoi-drivers-inbox");
            own.setDaemon(true);
            return own;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Deactivate
    void stop() {
        stopped = true;
        end.run();
    }

    private void lookSoon() {
        if (!stopped) {
            // an empty folder costs no thread
            timer.after(LOOKED_EVERY, () -> {
                if (seen.isEmpty() && isEmpty()) {
                    lookSoon();
                } else if (!stopped) {
                    thread.execute(this::look);
                }
            });
        }
    }

    private boolean isEmpty() {
        var names = inbox.toFile().list();
        return names == null || names.length == 0;
    }

    private void look() {
        try {
            var now = new HashMap<Path, Look>();
            for (var file : files()) {
                var look = new Look(Files.size(file), Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
                if (look.equals(seen.get(file))) {
                    take(file);
                } else {
                    now.put(file, look);
                }
            }
            seen = Map.copyOf(now);
        } catch (IOException | RuntimeException e) { // looked at again, whatever it is
            LOG.warn("{}: {}", inbox, e.toString());
        } finally {
            lookSoon();
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(inbox)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".kar"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private void take(Path file) throws IOException {
        try {
            drivers.carryOut(
                    Caller.system(), new DriverAdmin.Order.Take(file), plan -> LOG.info("inbox: {}", plan.steps()));
            Files.deleteIfExists(file); // the archive has it
            LOG.info("{} is installed from the inbox", file.getFileName());
        } catch (HubException e) {
            if (!e.rule().startsWith("driver.") || PASSING.contains(e.rule())) {
                LOG.warn("{} waits in the inbox: {}", file.getFileName(), e.getMessage());
                return;
            }
            LOG.warn("{}: {}", file.getFileName(), e.text());
            refuse(file, e);
        }
    }

    private void refuse(Path file, HubException why) throws IOException {
        Files.createDirectories(refused);
        var name = file.getFileName().toString();
        var place = refused.resolve(name);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            name = timer.instant().getEpochSecond() + "-" + name;
            place = refused.resolve(name);
        }
        Files.writeString(
                refused.resolve(name + ".txt"),
                "%s%n%s%n%s%n"
                        .formatted(
                                Instant.ofEpochSecond(timer.instant().getEpochSecond()),
                                why.text().vi(),
                                why.text().en()),
                StandardCharsets.UTF_8);
        Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
    }
}
