package vn.matluoi.core.internal.supervise;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.work.Moment;

/**
 * One source as the catalogue has it: brings the device's statements there, when they are due or say something new, and
 * the states of its cameras. Used in the source's lane, unless said otherwise; what a call that came back late still does and
 * what is told beside it exclude one another.
 */
final class Catalogued {

    /** A statement that says nothing new is committed again this seldom. */
    static final Duration COMMITTED_EVERY = Duration.ofHours(24);

    /** Channels that changed bring a synchronisation forward, but not more often than this. */
    static final Duration EARLY_SYNC = Duration.ofMinutes(5);

    private final SourceId id;
    private final Site site;
    private final CameraStates states = new CameraStates();

    private volatile boolean outdated = true; // any thread sets it
    private boolean loaded;
    private Optional<DeviceInfo> device = Optional.empty();
    private Optional<ChannelId> next = Optional.empty(); // to be asked for its details
    private Optional<Moment> synced = Optional.empty(); // all three at the first synchronisation
    private Optional<Moment> nextSync = Optional.empty();
    private Optional<Moment> committed = Optional.empty();
    private String said = "";
    private int outline;

    Catalogued(SourceId id, Site site) {
        this.id = id;
        this.site = site;
    }

    /** The settings changed: the next look synchronises. Any thread. */
    void outdated() {
        outdated = true;
    }

    /** Channels may be other cameras by now: the next look reads which they are. */
    synchronized void relearn() {
        loaded = false;
    }

    /**
     * Asks a device just logged in to who it is, and compares.
     *
     * @return the serial number to pin, if none was pinned yet
     */
    Optional<String> identify(DeviceSession session, StoredSource source) throws DeviceException {
        var identity = session.facet(DeviceFacet.Identity.class);
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        var info = identity.get().info();
        device = Optional.of(info);
        if (info.serial().isEmpty()) {
            return Optional.empty();
        }
        var found = info.serial().get();
        if (source.pinnedIdentity().isPresent()) {
            requireSame(source.pinnedIdentity().get(), found);
            return Optional.empty();
        }
        return info.serial().filter(Twins::identifies); // else every other such device would be taken for this one
    }

    private static void requireSame(String pinned, String found) throws Refused {
        if (!pinned.equals(found)) {
            throw new Refused(
                    Refused.Why.WRONG_DEVICE,
                    new Text(
                            "thiết bị trả lời có số serial %s, không phải %s; hãy kiểm tra địa chỉ và cổng"
                                    .formatted(found, pinned),
                            "the device that answers has serial number %s, not %s; check address and port"
                                    .formatted(found, pinned)),
                    Optional.empty(),
                    Optional.of(found));
        }
    }

    /** Takes in a whole channel list, for the states. */
    synchronized void report(List<Channel> channels, Moment now) {
        load(now);
        states.report(channels, now);
    }

    synchronized void proved(String channel, Moment now) {
        states.proved(channel, now);
    }

    synchronized boolean due(List<Channel> channels) {
        var now = site.timer().now();
        return outdated
                || isOver(nextSync, Duration.ZERO, now)
                || ChannelStatement.outline(channels) != outline && isOver(synced, EARLY_SYNC, now);
    }

    ChannelStatement statement(StoredSource source, DeviceSession session, List<Channel> channels)
            throws DeviceException {
        var asked = ChannelStatement.ask(source, session, device, channels, next, site.timer());
        next = asked.next();
        return asked;
    }

    /**
     * Brings a statement to the catalogue; one that says nothing new only if it is asked for, or once a day.
     *
     * @param every time to the next synchronisation
     * @return the report, if it was brought
     */
    synchronized Optional<IntakeReport> takeIn(
            ChannelStatement asked, List<Channel> channels, boolean askedFor, Duration every) {
        var now = site.timer().now();
        var statement = asked.statement();
        var saying = digest(statement.complete() + "|" + statement.defaultArea() + "|" + statement.defaultUnit() + "|"
                + statement.defaultSector() + "|" + statement.label() + "|" + statement.items());
        Optional<IntakeReport> report = Optional.empty();
        if (askedFor || !saying.equals(said) || isOver(committed, COMMITTED_EVERY, now)) {
            var taken = site.intake().submit(statement, Intake.Mode.COMMIT);
            learn(taken, asked, now);
            states.report(channels, now);
            said = saying;
            committed = Optional.of(now);
            report = Optional.of(taken);
        }
        synced = Optional.of(now);
        nextSync = Optional.of(now.plus(site.backoff().around(every)));
        outline = ChannelStatement.outline(channels);
        outdated = false;
        return report;
    }

    /** @return whether that much time went by since the moment, or it never was */
    private static boolean isOver(Optional<Moment> moment, Duration time, Moment now) {
        return moment.filter(last -> now.isBefore(last.plus(time))).isEmpty();
    }

    /** Tells the catalogue what it does not know yet of the cameras' states. */
    synchronized void publish(State source, Moment now) {
        if (source.kind() == Kind.UNKNOWN && source.cause().isEmpty()) {
            return; // nothing was seen either way since the start: what the catalogue has is as good
        }
        load(now);
        var changes = states.changes(source, now.at());
        if (!changes.isEmpty()) {
            site.cameras().observe(changes);
            states.recorded(changes);
        }
    }

    private void learn(IntakeReport report, ChannelStatement asked, Moment now) {
        var channels = new HashMap<Integer, String>();
        asked.statement().items().forEach(item -> item.channel()
                .ifPresent(channel -> channels.put(item.row(), channel)));
        for (var row : report.rows()) {
            var channel = channels.get(row.row());
            if (channel != null && row.camera().isPresent()) {
                states.know(channel, row.camera().get(), State.unknown(now.at()), now);
            }
        }
    }

    private void load(Moment now) {
        if (loaded) {
            return;
        }
        Optional<String> cursor = Optional.empty();
        do {
            var page = site.cameras().list(Scope.all(), ours(cursor));
            page.items().forEach(camera -> know(camera, now));
            cursor = page.next();
        } while (cursor.isPresent());
        loaded = true;
    }

    private void know(Camera camera, Moment now) {
        if (camera.source().equals(id)) {
            camera.channel().ifPresent(channel -> states.know(channel, camera.id(), camera.state(), now));
        }
    }

    private CameraQuery ours(Optional<String> cursor) {
        return new CameraQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                200,
                cursor);
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not usable in this Java", e);
        }
    }
}
