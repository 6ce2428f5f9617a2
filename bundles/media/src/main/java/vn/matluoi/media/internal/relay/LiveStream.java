package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.media.internal.rtsp.Interleaved;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.sdp.SessionDescription;
import vn.matluoi.media.internal.sdp.VideoFormat;

/**
 * One stream of one camera and everyone who watches it. Opens the upstream when the first watcher comes, opens
 * it again when it breaks while somebody watches, and closes it some time after the last one left. Recorded footage is for one
 * watcher: it begins when that one plays, is not kept, not opened again, and closed when that one leaves or its time is over.
 * Everything happens on {@link #loop()}, so there are no locks.
 */
public final class LiveStream implements UpstreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final long TICK_MS = 500;
    /** For what a device sends late of recorded footage, after its time is over. */
    public static final Duration OVERTIME = Duration.ofSeconds(3);

    private static final int[] NO_CHANNELS = new int[0];

    private final StreamKey key;
    private final EventLoop loop;
    private final StreamParts parts;
    private final GopCache cache;
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private final List<ViewerGroup> groups = new ArrayList<>();

    private Optional<Upstream> upstream = Optional.empty();
    private Optional<Opening> opening = Optional.empty();
    private Optional<SessionDescription> description = Optional.empty();
    private Optional<FrameWalk> walk = Optional.empty();
    private Optional<ScheduledFuture<?>> linger = Optional.empty();
    private Optional<ScheduledFuture<?>> tick = Optional.empty();
    private State state = State.NEW;
    private Optional<ScheduledFuture<?>> end = Optional.empty();
    private Optional<Duration> length = Optional.empty();
    private boolean hasPlayed;
    private int failures;
    private long reportedAt;

    private enum State {
        NEW,
        OPENING,
        PLAYING,
        RESTING,
        CLOSED
    }

    LiveStream(StreamKey key, EventLoop loop, StreamParts parts) {
        this.key = key;
        this.loop = loop;
        this.parts = parts;
        this.cache = new GopCache(parts.cacheBudget(), parts.cacheLimit().getAsLong());
    }

    private boolean isRecorded() {
        return key.stretch().isPresent();
    }

    /** @return the loop on which a watcher's connection must be too */
    public EventLoop loop() {
        return loop;
    }

    /** @return whether it takes watchers; false if it has been closed since it was found */
    public boolean join(Watcher watcher) {
        if (state == State.CLOSED) {
            return false;
        }
        watchers.add(watcher);
        linger.ifPresent(timer -> timer.cancel(false));
        linger = Optional.empty();
        if (state == State.NEW) {
            open();
        }
        if (description.isPresent()) {
            watcher.described(description.get());
        } else if (state == State.RESTING) {
            watchers.remove(watcher);
            watcher.unavailable();
        }
        return true;
    }

    /** Takes a watcher off; after the last one the upstream lingers, that of recorded footage does not. */
    public void leave(Watcher watcher) {
        if (isRecorded()) {
            watchers.remove(watcher);
            close();
        } else if (watchers.remove(watcher) && watchers.isEmpty() && state != State.CLOSED && linger.isEmpty()) {
            linger = Optional.of(loop.schedule(this::close, parts.linger().get().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** Begins to send; at once from the newest group of pictures, if there is one. */
    public void play(Viewer viewer, Map<Integer, Interleaved> channels) {
        var group = groups.stream()
                .filter(known -> known.isFor(channels))
                .findFirst()
                .orElseGet(() -> {
                    var made = new ViewerGroup(
                            channels, walk.map(FrameWalk::channels).orElse(NO_CHANNELS));
                    groups.add(made);
                    return made;
                });
        group.viewers().add(viewer);
        upstream.ifPresent(Upstream::begin);
        if (cache.isReady() || walk.filter(known -> !known.knowsKeys()).isPresent()) {
            begin(group, viewer);
            viewer.flush();
        }
    }

    /** Sends no more to a viewer. */
    public void pause(Viewer viewer) {
        groups.forEach(group -> group.viewers().remove(viewer));
        groups.removeIf(group -> group.viewers().isEmpty());
        viewer.await();
    }

    private void begin(ViewerGroup group, Viewer viewer) {
        if (viewer.begin()) {
            cache.each(piece -> group.send(viewer, piece, piece.readerIndex(), piece.writerIndex()));
        }
    }

    private void open() {
        state = State.OPENING;
        var made = new Opening(key, loop, parts.locator(), new Opening.Outcome() {
            @Override
            public void mayConnect(Located place) {
                connect(place);
            }

            @Override
            public void failed(DeviceException why) {
                lost(why);
            }
        });
        opening = Optional.of(made);
        made.begin();
    }

    private void connect(Located found) {
        try {
            var made = new Upstream(found, parts, this);
            upstream = Optional.of(made);
            length = found.length();
            parts.meters().upstreams.increment();
            made.open(loop);
        } catch (MalformedRtsp e) {
            lost(new DeviceException.Garbled(
                    new Text("Địa chỉ luồng không phải RTSP.", "The stream's address is not RTSP.")));
        }
    }

    @Override
    public void described(SessionDescription offered) {
        var changed = description.isPresent() && !description.get().continues(offered);
        description = Optional.of(offered);
        if (changed) {
            endAll("has changed its tracks");
        }
        List.copyOf(watchers).forEach(watcher -> watcher.described(offered));
    }

    @Override
    public void playing(FrameWalk frames) {
        state = State.PLAYING;
        hasPlayed = true;
        failures = 0;
        walk = Optional.of(frames);
        cache.clear();
        var channels = frames.channels();
        for (var group : groups) {
            group.translate(channels);
            group.viewers().forEach(Viewer::await);
        }
        tick.ifPresent(timer -> timer.cancel(false));
        tick = Optional.of(loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS));
        LOG.info("camera {}: stream open, {}", key, picture());
    }

    /** What the description says of the picture, for the log. */
    private String picture() {
        try {
            return description
                            .flatMap(offered -> offered.video().map(offered.tracks()::get))
                            .map(track -> track.format().encoding())
                            .orElse("no picture")
                    + size().map(size -> " " + size.width() + "x" + size.height())
                            .orElse("");
        } catch (MalformedRtsp e) {
            return "parameter sets that cannot be read: " + e.getMessage();
        }
    }

    private Optional<VideoFormat> size() throws MalformedRtsp {
        var video = description.flatMap(offered -> offered.video().map(offered.tracks()::get));
        return video.isPresent() ? VideoFormat.of(video.get()) : Optional.empty();
    }

    @Override
    public void frames(ByteBuf in, int from, int to) {
        if (walk.isEmpty()) {
            return;
        }
        var frames = walk.get();
        if (!isRecorded()) {
            cache.append(in, from, to, frames);
        } else if (end.isEmpty() && frames.hasPictures()) {
            // not from its answer to PLAY: a recorder takes seconds to find its place
            end = length.map(
                    time -> loop.schedule(this::close, time.plus(OVERTIME).toMillis(), TimeUnit.MILLISECONDS));
        }
        var cut = frames.cut();
        for (var i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            group.send(in, from, to);
            if (cut != FrameWalk.NONE || !frames.knowsKeys()) {
                beginWaiting(group, in, Math.max(cut, from), to);
            }
        }
    }

    private void beginWaiting(ViewerGroup group, ByteBuf in, int from, int to) {
        for (var i = 0; i < group.viewers().size(); i++) {
            var viewer = group.viewers().get(i);
            if (!viewer.isWaiting()) {
                continue;
            }
            if (cache.isReady()) {
                begin(group, viewer);
            } else if (viewer.begin()) {
                group.send(viewer, in, from, to);
            }
        }
    }

    @Override
    public void readThrough() {
        for (var i = 0; i < groups.size(); i++) {
            groups.get(i).flush();
        }
    }

    private void tick() {
        var now = System.nanoTime();
        var timing = parts.timing();
        if (upstream.isPresent()
                && now - upstream.get().framesAt() > timing.silence().toNanos()) {
            upstream.get().close();
            lost(new DeviceException.Unreachable(
                    new Text("Luồng im lặng quá lâu.", "The stream was silent for too long.")));
            return;
        }
        for (var group : groups) {
            for (var viewer : List.copyOf(group.viewers())) {
                if (viewer.isStalled(now, timing.stalled().toNanos())) {
                    viewer.close();
                }
            }
        }
        if (now - reportedAt >= timing.reports().toNanos()) {
            reportedAt = now;
            walk.ifPresent(frames -> report(frames, now, timing.reports().toNanos() * 2));
        }
    }

    /** Sender reports of ours, for cameras that send none. */
    private void report(FrameWalk frames, long now, long patience) {
        for (var track : frames.heard()) {
            if (!track.needsSenderReport(now, patience)) {
                continue;
            }
            var report = track.senderReport(parts.allocator(), Instant.now(), now);
            for (var group : groups) {
                group.send(report, report.readerIndex(), report.writerIndex());
                group.flush();
            }
            report.release();
        }
    }

    @Override
    public void lost(DeviceException why) {
        release();
        if (state == State.CLOSED) {
            return;
        }
        if (failures == 0) {
            LOG.info("camera {}: no stream: {}", key, why.text().en());
        } else {
            LOG.debug("camera {}: still no stream: {}", key, why.text().en());
        }
        opening = Optional.empty();
        if (watchers.isEmpty() || isRecorded()) {
            close();
            return;
        }
        var mayRetry = !(why instanceof DeviceException.Refused) && !(why instanceof DeviceException.Unsupported);
        if (!hasPlayed || !mayRetry) {
            List.copyOf(watchers).forEach(watcher -> {
                watchers.remove(watcher);
                watcher.unavailable();
            });
            groups.clear();
            description = Optional.empty();
        }
        rest();
    }

    /** Waits before the next try, longer each time; whoever comes meanwhile is turned away. */
    private void rest() {
        state = State.RESTING;
        var timing = parts.timing();
        var jitter = ThreadLocalRandom.current().nextLong(timing.reopenJitter().toMillis() + 1);
        var wait = timing.reopenFirst().toMillis() + jitter << Math.min(failures, 6);
        failures++;
        loop.schedule(
                () -> {
                    if (state != State.RESTING) {
                        return;
                    }
                    if (watchers.isEmpty()) {
                        close();
                    } else {
                        open();
                    }
                },
                Math.min(wait, timing.reopenLongest().toMillis() - jitter),
                TimeUnit.MILLISECONDS);
    }

    private void endAll(String because) {
        LOG.info("camera {}: {}; its viewers are to open it again", key, because);
        for (var watcher : List.copyOf(watchers)) {
            watchers.remove(watcher);
            watcher.ended();
        }
        groups.clear();
        if (linger.isEmpty()) {
            linger = Optional.of(loop.schedule(this::close, parts.linger().get().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void release() {
        upstream.ifPresent(open -> {
            open.close();
            parts.meters().upstreams.decrement();
        });
        upstream = Optional.empty();
        walk = Optional.empty();
        cache.clear();
        tick.ifPresent(timer -> timer.cancel(false));
        tick = Optional.empty();
    }

    /** Closes the upstream and sends everyone away, for good. */
    void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        release();
        opening.ifPresent(Opening::cancel);
        linger.ifPresent(timer -> timer.cancel(false));
        end.ifPresent(timer -> timer.cancel(false));
        List.copyOf(watchers).forEach(Watcher::ended);
        watchers.clear();
        groups.clear();
        parts.closed().accept(this);
        LOG.info("camera {}: stream closed", key);
    }

    StreamKey key() {
        return key;
    }
}
