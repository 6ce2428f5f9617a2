package vn.matluoi.http.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.http.DevicePush;

/**
 * Takes in what devices send by themselves, on a port of its own that serves nothing else: not the console's, for devices
 * speak plain HTTP. Off unless {@code etc/vn.matluoi.push.cfg} names the hub's address. One thread.
 */
@Component(
        service = {PushListener.class, HealthCheck.class},
        configurationPid = "vn.matluoi.push",
        immediate = true)
@Designate(ocd = PushListener.Config.class)
public final class PushListener implements HealthCheck {

    static final String FILE = "etc/vn.matluoi.push.cfg";

    private static final Logger LOG = LoggerFactory.getLogger(PushListener.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 24;
    private static final int FIRST_LINE = 512;
    private static final int HEADERS = 8 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int BACKLOG = 1024;
    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_FOR_A_DOOR = 16; // many devices may stand behind one router
    private static final int MOST_OF_ONE = 512;
    static final long MOST_HELD = 32L * 1024 * 1024;

    /** What may be configured. */
    @ObjectClassDefinition(
            name = "Events that devices send",
            description = "Where devices that send their events by themselves reach the hub; one file, " + FILE + ".")
    public @interface Config {

        @AttributeDefinition(
                description =
                        "The hub's address as devices see it, as http://10.1.2.3:8480; empty: nothing is taken in.")
        String address() default "";
    }

    private final EventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("device-push", true));
    private final ChannelGroup channels = new DefaultChannelGroup(loops.next());
    private final Map<String, PushDoor> doors = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> openTo = new ConcurrentHashMap<>(); // doors
    private final AtomicLong held = new AtomicLong();
    private final boolean anyPort;
    private String configured = ""; // guarded by this
    private volatile Optional<PushPlace> place = Optional.empty();
    private volatile Optional<Text> wrong = Optional.empty();

    @Activate
    public PushListener(Config config) {
        this(config.address(), false);
    }

    /** Port 0 is any that is free. */
    PushListener(String address) {
        this(address, true);
    }

    private PushListener(String address, boolean anyPort) {
        this.anyPort = anyPort;
        change(address.strip());
    }

    @Modified
    void changed(Config config) {
        changed(config.address());
    }

    synchronized void changed(String address) {
        if (!address.strip().equals(configured) || wrong.isPresent()) {
            change(address.strip());
        }
    }

    @Deactivate
    public synchronized void stop() {
        shut();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    /** What is miswritten changes nothing but what is said of it. */
    private synchronized void change(String address) {
        configured = address;
        wrong = Optional.empty();
        try {
            var wanted =
                    address.isEmpty() ? Optional.<PushPlace>empty() : Optional.of(PushPlace.parse(address, anyPort));
            if (!wanted.equals(place)) {
                shut();
                wanted.ifPresent(this::open);
            }
        } catch (Miswritten e) {
            fail(place.map(before -> new Text(
                            "%s; vẫn nhận sự kiện tại %s".formatted(e.text().vi(), before.base()),
                            "%s; events are still taken in at %s"
                                    .formatted(e.text().en(), before.base())))
                    .orElse(e.text()));
        }
    }

    private void open(PushPlace wanted) {
        try {
            var server = listen(wanted.socket());
            place = Optional.of(wanted.on(((InetSocketAddress) server.localAddress()).getPort()));
            LOG.info("devices may send their events to {}", place.get().base());
        } catch (Miswritten e) {
            fail(e.text());
        }
    }

    private Channel listen(InetSocketAddress socket) {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        var peer = channel.remoteAddress();
                        var decoding = new HttpDecoderConfig()
                                .setMaxInitialLineLength(FIRST_LINE)
                                .setMaxHeaderSize(HEADERS)
                                .setMaxChunkSize(PIECE);
                        channel.pipeline()
                                .addLast(new HttpRequestDecoder(decoding), new PushRequest(PushListener.this, peer));
                    }
                })
                .bind(socket)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var port = String.valueOf(socket.getPort());
            throw new Miswritten(
                    "không mở được cổng %s: %s".formatted(port, bound.cause().getMessage()),
                    "port %s cannot be opened: %s".formatted(port, bound.cause().getMessage()));
        }
        channels.add(bound.channel());
        return bound.channel();
    }

    private void fail(Text why) {
        wrong = Optional.of(new Text(
                "%s, khóa address: %s".formatted(FILE, why.vi()), "%s, key address: %s".formatted(FILE, why.en())));
        LOG.error("devices cannot send their events: {}", wrong.get().en());
    }

    private void shut() {
        place = Optional.empty();
        channels.close().awaitUninterruptibly();
        List.copyOf(doors.values()).forEach(door -> door.end(Failures.pushMoved()));
    }

    /**
     * @param source whom it is for
     * @param from the addresses it is open to
     * @param line where the sink is called
     * @param left told when it is closed
     * @return empty if nothing is taken in
     */
    synchronized Optional<PushDoor> open(
            SourceId source, Set<InetAddress> from, Handlers.Line line, DevicePush.Sink sink, Consumer<PushDoor> left) {
        return place.map(here -> {
            var secret = new byte[SECRET_BYTES];
            RANDOM.nextBytes(secret);
            var path = "/push/" + source + "/"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            var door = new PushDoor(URI.create(here.base() + path), from, line, sink, System::nanoTime, d -> {
                doors.remove(path);
                from.forEach(who -> openTo.computeIfPresent(who, (w, n) -> n > 1 ? n - 1 : null));
                left.accept(d);
            });
            from.forEach(who -> openTo.merge(who, 1, Integer::sum));
            doors.put(path, door);
            return door;
        });
    }

    Optional<PushDoor> door(String path) {
        return Optional.ofNullable(doors.get(path));
    }

    /** @return whether one more connection of that address may be held; it is to leave in any case */
    boolean enter(InetAddress peer) {
        int most = Math.min(MOST_OF_ONE, MOST_FOR_A_DOOR * openTo.getOrDefault(peer, 0));
        return connections.merge(peer, 1, Integer::sum) <= most && channels.size() <= MOST_CONNECTIONS;
    }

    void leave(InetAddress peer) {
        connections.computeIfPresent(peer, (p, n) -> n > 1 ? n - 1 : null);
    }

    /**
     * One driver's doors have half of the room: one that is slow, or hangs, leaves the other half to the others.
     *
     * @return whether there is so much room, in bytes; to be given back in any case
     */
    boolean lend(PushDoor door, int bytes) {
        boolean room = held.addAndGet(bytes) <= MOST_HELD;
        return door.lend(bytes) <= MOST_HELD / 2 && room;
    }

    /** @return bytes that are lent */
    long held() {
        return held.get();
    }

    void giveBack(PushDoor door, int bytes) {
        held.addAndGet(-bytes);
        door.lend(-bytes);
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public Result check() {
        var why = wrong;
        if (why.isPresent()) {
            return Result.down(why.get());
        }
        return Result.ok(place.map(
                        here -> new Text("Nhận sự kiện tại " + here.base(), "Taking events in at " + here.base()))
                .orElse(new Text("Không nhận sự kiện thiết bị tự gửi", "No events are taken in that devices send")));
    }
}
