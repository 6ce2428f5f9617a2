package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceRequest;

/** What a device tells over its {@code alertStream}: one an answer, endless. Source: VENDORS 4.3. */
final class HikvisionEvents implements DeviceFacet.Events {

    static final String PATH = "/ISAPI/Event/notification/alertStream";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);

    private final HikvisionSession session;
    private final Target target;
    private final InstantSource clock;

    HikvisionEvents(HikvisionSession session, Target target, InstantSource clock) {
        this.session = session;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public Subscription subscribe(Sink sink) throws DeviceException {
        session.layout();
        var stream = new AlertStream(
                session.isapi(),
                target.id(),
                DeviceTime.zone(target),
                clock,
                System::nanoTime,
                new EventChannels(session::knownLayout),
                sink);
        var opened = session.isapi().stream(DeviceRequest.get(PATH), stream);
        opened.thenAccept(stream::runsOn);
        try {
            opened.toCompletableFuture().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return stream;
        } catch (ExecutionException e) {
            stream.close();
            if (e.getCause() instanceof DeviceException.Unsupported) {
                session.noEvents();
            }
            if (e.getCause() instanceof DeviceException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            stream.close();
            throw Words.silentStream(LONGEST_WAIT);
        } catch (InterruptedException e) {
            stream.close();
            Thread.currentThread().interrupt();
            throw Words.interrupted();
        }
    }
}
