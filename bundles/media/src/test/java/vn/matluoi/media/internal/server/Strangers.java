package vn.matluoi.media.internal.server;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.media.internal.relay.ByteBudget;
import vn.matluoi.media.internal.relay.LiveStreams;
import vn.matluoi.media.internal.relay.LoginGate;
import vn.matluoi.media.internal.relay.Meters;
import vn.matluoi.media.internal.relay.StreamKey;
import vn.matluoi.media.internal.relay.StreamLocator;
import vn.matluoi.media.internal.relay.Timing;
import vn.matluoi.media.internal.ticket.Tickets;
import vn.matluoi.media.internal.ticket.WatchRights;

/** What viewers' connections work with, where no ticket was issued, no camera answers and nothing touches the net. */
final class Strangers {

    static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.2", 40_000);
    static final StreamKey STREAM = new StreamKey(CameraId.of("80", 1), StreamKind.MAIN);

    private static final WatchRights RIGHTS = new WatchRights(
            silent(Accounts.class),
            silent(AccessDecisions.class),
            silent(Cameras.class),
            silent(AuditLog.class),
            new DefaultThreadFactory("strangers", true));

    private Strangers() {}

    static ServerParts parts(EmbeddedChannel channel) {
        var timing = Timing.standard();
        var budget = new ByteBudget(1 << 20);
        var meters = new Meters();
        var locator = new StreamLocator(silent(CameraDevices.class), silent(DeviceNetworks.class), task -> {});
        var streams = new LiveStreams(
                channel.eventLoop(),
                UnpooledByteBufAllocator.DEFAULT,
                locator,
                new LoginGate(System::nanoTime, source -> {}),
                budget,
                timing,
                meters,
                () -> 1 << 20,
                () -> Duration.ofSeconds(1));
        return new ServerParts(
                new Tickets(System::nanoTime, timing.ticket()),
                RIGHTS,
                streams,
                budget,
                () -> 1 << 20,
                new ConnectionLimits(1, 1),
                timing,
                meters);
    }

    /** @return something that does nothing and answers nothing */
    private static <T> T silent(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.getReturnType().isInstance(CompletableFuture.class) ? new CompletableFuture<>() : null));
    }

    /** A connection from somewhere. */
    static final class Connection extends EmbeddedChannel {

        @Override
        protected SocketAddress remoteAddress0() {
            return FROM;
        }
    }
}
