package vn.matluoi.media.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.spi.SelectorProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.media.internal.relay.ByteBudget;
import vn.matluoi.media.internal.relay.LiveStreams;
import vn.matluoi.media.internal.relay.LoginGate;
import vn.matluoi.media.internal.relay.Meters;
import vn.matluoi.media.internal.relay.Pace;
import vn.matluoi.media.internal.relay.StreamKey;
import vn.matluoi.media.internal.relay.StreamLocator;
import vn.matluoi.media.internal.relay.Timing;
import vn.matluoi.media.internal.server.ConnectionLimits;
import vn.matluoi.media.internal.server.RtspServer;
import vn.matluoi.media.internal.server.ServerParts;
import vn.matluoi.media.internal.ticket.Grant;
import vn.matluoi.media.internal.ticket.Tickets;
import vn.matluoi.media.internal.ticket.WatchRights;

/**
 * The running whole: event loops, server, streams, tickets. What it opens it closes. Any thread but its own event
 * loops.
 */
final class MediaPlane implements LiveTickets, AutoCloseable {

    private static final int LOCATORS = 4;

    private static final int PAGE = 8192;
    private static final int CHUNK_ORDER = 7;

    private final Clock clock;
    private final Timing timing;
    private final Meters meters = new Meters();
    private final ByteBudget budget;
    private final ByteBudget cacheBudget;
    private final ConnectionLimits limits;
    private final Tickets tickets;
    private final WatchRights rights;
    private final ExecutorService locators;
    private final PooledByteBufAllocator allocator;
    private final NioEventLoopGroup loops;
    private final LiveStreams streams;
    private final RtspServer server;
    private final AtomicLong played = new AtomicLong();
    private volatile Settings settings;

    /**
     * Opens everything.
     *
     * @param nanos a clock that never jumps, in nanoseconds; for tickets
     * @throws IOException if the port cannot be had
     */
    MediaPlane(Settings settings, Timing timing, Clock clock, LongSupplier nanos, Neighbours hub) throws IOException {
        this.settings = settings;
        this.timing = timing;
        this.clock = clock;
        this.budget = new ByteBudget(settings.queueBytesTotal());
        this.cacheBudget = new ByteBudget(forCaches(settings));
        this.limits = new ConnectionLimits(settings.connections(), settings.connectionsAddress());
        this.tickets = new Tickets(nanos, timing.ticket());
        this.rights = new WatchRights(
                hub.accounts(),
                hub.decisions(),
                hub.cameras(),
                hub.audit(),
                new DefaultThreadFactory("matluoi-media-clerk", true));
        var pool = new ThreadPoolExecutor(
                LOCATORS,
                LOCATORS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("matluoi-media-locator", true));
        pool.allowCoreThreadTimeOut(true);
        this.locators = pool;
        var count = Runtime.getRuntime().availableProcessors();
        this.allocator = new PooledByteBufAllocator(true, 1, count, PAGE, CHUNK_ORDER, 256, 64, false);
        var threads = new DefaultThreadFactory("matluoi-media-loop", true);
        this.loops = new NioEventLoopGroup(count, threads, SelectorProvider.provider(), new Pace(timing.rest()));
        var locator = new StreamLocator(hub.devices(), hub.networks(), locators);
        this.streams = new LiveStreams(
                loops,
                allocator,
                locator,
                new LoginGate(System::nanoTime, locator::rejected),
                cacheBudget,
                timing,
                meters,
                () -> this.settings.queueBytesViewer(),
                () -> this.settings.linger());
        var parts = new ServerParts(
                tickets, rights, streams, budget, () -> this.settings.queueBytesViewer(), limits, timing, meters);
        try {
            this.server =
                    new RtspServer(loops, allocator, parts, new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    /** Kept for viewers who are not there yet: half of what those who are may cost. */
    private static long forCaches(Settings settings) {
        return settings.queueBytesTotal() / 2;
    }

    /**
     * Takes over other settings; viewers there are already stay.
     *
     * @throws IOException if the new port cannot be had; nothing is changed then
     */
    void apply(Settings next) throws IOException {
        if (next.port() != settings.port() || !next.address().equals(settings.address())) {
            server.move(new InetSocketAddress(next.address(), next.port()));
        }
        budget.resize(next.queueBytesTotal());
        cacheBudget.resize(forCaches(next));
        limits.resize(next.connections(), next.connectionsAddress());
        settings = next;
    }

    /** @return where viewers connect */
    InetSocketAddress address() {
        return server.address();
    }

    @Override
    public Ticket issue(Caller caller, CameraId camera, StreamKind kind) {
        var ticket = ticket(new Grant(caller.account(), new StreamKey(camera, kind)));
        return new Ticket(settings.live(address().getPort(), ticket), expires());
    }

    @Override
    public Ticket issue(Caller caller, CameraId camera, Instant from, Instant to) {
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_PLAYBACK) > 0) {
            var text = new Text(
                    "Xem lại mỗi lần tối đa 6 giờ, kết thúc sau khi bắt đầu.",
                    "Footage is played for at most 6 hours, and ends after it begins.");
            throw new HubException(
                    Reason.INVALID, "playback.window", text, List.of(new FieldError("to", "playback.window", text)));
        }
        var stretch = new StreamKey.Stretch(from, to, played.incrementAndGet());
        var ticket = ticket(new Grant(caller.account(), new StreamKey(camera, StreamKind.MAIN, Optional.of(stretch))));
        return new Ticket(settings.playback(address().getPort(), ticket), expires());
    }

    private Instant expires() {
        return clock.instant().plus(timing.ticket());
    }

    private String ticket(Grant grant) {
        if (budget.isTight()) {
            throw new HubException(
                    Reason.BUSY,
                    "live.budget",
                    new Text(
                            "Người xem chậm đã dùng hết bộ nhớ dành cho xem trực tiếp; hãy thử lại sau.",
                            "Slow viewers fill the memory for live pictures; try again later."));
        }
        return tickets.issue(grant);
    }

    @Override
    public URI base() {
        return settings.live(address().getPort(), "");
    }

    /** @return whether connections from that address are turned away, since there are as many as there may be */
    boolean isFullFor(InetAddress address) {
        return limits.isFullFor(address);
    }

    @Override
    public Load load() {
        return new Load(
                meters.upstreams(),
                meters.viewers(),
                budget.used(),
                meters.bytesIn(),
                meters.bytesOut(),
                meters.droppedGroups());
    }

    /** @return bytes of direct memory in use by {@link ByteBuf}s that were not released */
    long pinnedBytes() {
        return allocator.pinnedDirectMemory();
    }

    @Override
    public void close() {
        server.close();
        streams.close();
        stop();
    }

    private void stop() {
        loops.shutdownGracefully(50, 3000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        locators.shutdownNow();
        rights.close();
    }
}
