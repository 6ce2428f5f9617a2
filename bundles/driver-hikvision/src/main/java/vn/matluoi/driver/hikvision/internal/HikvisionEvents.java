package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceRequest;

/**
 * What a device tells: over its {@code alertStream}, one an answer, endless; or, where a person wants it so or the device has no
 * such stream, by sending it to the hub. Source: VENDORS 4.1, 4.3.
 */
final class HikvisionEvents implements DeviceFacet.Events {

    static final String PATH = "/ISAPI/Event/notification/alertStream";

    /** Option of a source: {@code stream}, the usual one, or {@code push}. */
    static final String OPTION = "events";

    private static final String STREAM = "stream";
    private static final String PUSH = "push";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);

    private final HikvisionSession session;
    private final Target target;
    private final InstantSource clock;
    private final Duration look;

    /** @param look time between two looks whether the device still sends */
    HikvisionEvents(HikvisionSession session, Target target, InstantSource clock, Duration look) {
        this.session = session;
        this.target = target;
        this.clock = clock;
        this.look = look;
    }

    @Override
    public Subscription subscribe(Sink sink) throws DeviceException {
        session.layout();
        var alerts = new AlertSink(
                target.id(), DeviceTime.zone(target), clock, new EventChannels(session::knownLayout), sink);
        if (pushed()) {
            return push(alerts, sink).orElseThrow(Words::hubTakesNothing);
        }
        try {
            return stream(alerts, sink);
        } catch (Unsupported noStream) {
            return instead(noStream, alerts, sink);
        }
    }

    private boolean pushed() throws Unsupported {
        var option =
                Optional.ofNullable(target.options().get(OPTION)).orElse(STREAM).strip();
        return switch (option.toLowerCase(Locale.ROOT)) {
            case PUSH -> true;
            case STREAM, "" -> false;
            default -> throw Words.badOption(OPTION, option, STREAM + ", " + PUSH);
        };
    }

    /** @return empty if the hub takes nothing in that devices send */
    private Optional<Subscription> push(AlertSink alerts, Sink sink) throws DeviceException {
        var pushed = new PushedAlarms(session.isapi(), alerts, sink, look);
        var door = session.isapi().push(pushed);
        if (door.isPresent()) {
            try {
                wait(session.pushes(pushed));
            } catch (DeviceException | RuntimeException e) {
                door.get().close();
                throw e;
            }
            pushed.open(door.get());
        }
        return door.map(opened -> pushed);
    }

    /** The place of the subscription before is given back first, or it would be taken for one left behind. */
    private static void wait(CompletionStage<Void> former) throws DeviceException {
        try {
            former.toCompletableFuture().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Words.formerNotGivenBack(LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.interrupted();
        }
    }

    private Subscription instead(Unsupported noStream, AlertSink alerts, Sink sink) throws DeviceException {
        try {
            var pushed = push(alerts, sink);
            if (pushed.isPresent()) {
                return pushed.get();
            }
            if (session.isapi().find(AlarmHosts.PATH).isPresent()) {
                throw Words.hubTakesNothing();
            }
        } catch (Unsupported noHosts) {
            noStream.addSuppressed(noHosts);
        }
        session.noEvents();
        throw noStream;
    }

    private Subscription stream(AlertSink alerts, Sink sink) throws DeviceException {
        var stream = new AlertStream(session.isapi(), alerts, System::nanoTime, sink);
        var opened = session.isapi().stream(DeviceRequest.get(PATH), stream, stream::runsOn);
        try {
            opened.toCompletableFuture().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return stream;
        } catch (ExecutionException e) {
            stream.close();
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
