package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.HandlerWatch.Owner;

/** What is to run later, where the I/O thread is quicker than the one that asks for it. */
class LaterTest {

    /** By the time the caller knows that something is scheduled, it has been run. */
    private static final class QuickLoop extends DefaultEventLoop {
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            var due = super.schedule(command, delay, unit);
            due.awaitUninterruptibly();
            return due;
        }
    }

    private final QuickLoop loop = new QuickLoop();
    private final Handlers handlers = new Handlers(System::nanoTime, Optional::empty);
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        handlers.stop();
    }

    private DeviceConnection connection() {
        var target = new Target(
                new SourceId("later"),
                URI.create("http://127.0.0.1:1"),
                "",
                "",
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        var endpoint = new Endpoint(false, "127.0.0.1", 1, new InetSocketAddress("127.0.0.1", 1));
        return new DeviceConnection(
                target,
                endpoint,
                loop,
                handlers,
                handlers.driver(new Owner("", "")),
                new Dialer(),
                InetSocketAddress::new,
                new PushListener(""),
                new KnownDevices(System::nanoTime),
                new UnderWay());
    }

    @Test
    void whatIsDueAtOnceIsRunBeforeItsCallerHasItInHand() throws Exception {
        try (var connection = connection()) {
            var later = connection.later(Duration.ZERO, ran::incrementAndGet);
            await().until(() -> ran.get() == 1);
            later.close();
        }
    }

    @Test
    void nothingRunsOnceTheConnectionIsClosed() {
        var connection = connection();
        connection.close();
        connection.later(Duration.ZERO, ran::incrementAndGet);
        var after = connection.send(DeviceRequest.get("/")).toCompletableFuture();
        assertThat(after).failsWithin(Duration.ofSeconds(5)); // it is told in the same line
        assertThat(ran).hasValue(0);
    }
}
