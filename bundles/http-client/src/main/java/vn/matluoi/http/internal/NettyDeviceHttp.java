package vn.matluoi.http.internal;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.api.http.HandlerWatch.Owner;

/**
 * The HTTP client of the hub on Netty: two I/O threads, and a few on which drivers' code is run, whatever the number of devices. It
 * stays while drivers come and go, since it remembers which accounts were rejected. Each bundle has it as {@link BundleDeviceHttp}.
 */
@Component(service = NettyDeviceHttp.class, immediate = true)
public final class NettyDeviceHttp implements DeviceHttp {

    /** Beginning of the I/O threads' names. */
    static final String THREAD = "device-http";

    private static final int THREADS = 2;
    private static final long CHECK_SECONDS = 1;

    /** Drivers tell their devices good-bye, as what they need not send any more. */
    private static final Duration GOOD_BYE = Duration.ofSeconds(2);

    private final EventLoopGroup loops = new NioEventLoopGroup(THREADS, new DefaultThreadFactory(THREAD, true));
    private final Dialer dialer = new Dialer();
    private final UnderWay underWay = new UnderWay();
    private final DeviceNetworks networks;
    private final PushListener listener;
    private final KnownDevices known;
    private final Handlers handlers;
    private final Handlers.Driver unnamed;

    /** Looks after drivers' code. It closes connections, tells and logs, which may take a while: not on an I/O thread. */
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory(Handlers.THREAD + "-looks", true));

    /** Who takes a driver out of service; without it nobody else is held up, but it goes on. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile HandlerWatch watch;

    @Activate
    public NettyDeviceHttp(@Reference DeviceNetworks networks, @Reference PushListener listener) {
        this(networks, listener, System::nanoTime);
    }

    /** It takes nothing in that devices send by themselves. */
    NettyDeviceHttp(DeviceNetworks networks, LongSupplier nanos) {
        this(networks, new PushListener(""), nanos);
    }

    /** @param nanos a clock that never jumps, in nanoseconds; tells when a lock is over, and what hangs */
    NettyDeviceHttp(DeviceNetworks networks, PushListener listener, LongSupplier nanos) {
        this.networks = networks;
        this.listener = listener;
        this.known = new KnownDevices(nanos);
        this.handlers = new Handlers(nanos, () -> Optional.ofNullable(watch));
        this.unnamed = handlers.driver(new Owner("", ""));
        looks.scheduleWithFixedDelay(handlers::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits at most two seconds for what is under way. */
    @Deactivate
    public void stop() {
        underWay.await(GOOD_BYE);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        looks.shutdownNow();
        handlers.stop();
    }

    /** Its bundle stops: what it has under way may come to its end, so that devices are told good-bye; nothing if it hangs. */
    void leave(Handlers.Driver driver) {
        if (driver.hangs() || looks.isShutdown()) {
            driver.end();
        } else {
            looks.schedule(driver::end, DeviceConnection.LONGEST.toSeconds(), TimeUnit.SECONDS);
        }
    }

    Handlers handlers() {
        return handlers;
    }

    @Override
    public Connection connect(Target target) throws DeviceException {
        return connect(target, unnamed, networks);
    }

    /** @param driver whose code it is that takes what comes */
    Connection connect(Target target, Handlers.Driver driver) throws DeviceException {
        return connect(target, driver, networks);
    }

    /** @param allowed where that one may go */
    Connection connect(Target target, Handlers.Driver driver, DeviceNetworks allowed) throws DeviceException {
        var address = target.address();
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw Failures.network(
                    "Địa chỉ thiết bị phải bắt đầu bằng http:// hoặc https://, không phải %s.".formatted(scheme),
                    "A device's address begins with http:// or https://, not %s.".formatted(scheme));
        }
        int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
        var resolved = allowed.resolve(address.getHost(), port);
        var endpoint = new Endpoint(tls, address.getHost(), port, resolved);
        var connection = new DeviceConnection(
                target, endpoint, loops.next(), handlers, driver, dialer, allowed, listener, known, underWay);
        if (connection.showsKey() && !connection.mayShow()) {
            connection.close();
            throw Failures.keyInTheClear(target.address().getHost());
        }
        if (driver.isOver()) {
            connection.close();
        }
        return connection;
    }

    @Override
    public void retryCredentials(SourceId source) {
        known.forgive(source);
    }

    @Override
    public DeviceReply kept(byte[] body) {
        return new Reply(HttpResponseStatus.OK.code(), EmptyHttpHeaders.INSTANCE, body);
    }
}
