package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.driver.DeviceFacet.Events.Subscription;
import vn.matluoi.api.http.DevicePush;

/**
 * Alarms that the device sends by itself: to a place of its {@code httpHosts}, which is given back when this is closed. No
 * heartbeats come (ISAPI, listening mode); instead the place is looked at now and then. It holds no thread. An alarm comes
 * as XML, as JSON, or with pictures in a multipart body; all are cut as the alert stream is.
 */
final class PushedAlarms implements DevicePush.Sink, Subscription {

    /** Time between two looks at the place. */
    static final Duration LOOK = Duration.ofMinutes(5);

    private final Isapi isapi;
    private final AlertSink alerts;
    private final Sink sink;
    private final Duration look;
    private volatile boolean heard;
    private AutoCloseable watching = () -> {}; // guarded by this, as all below
    private Optional<DevicePush> door = Optional.empty();
    private Optional<AlarmHosts> hosts = Optional.empty();
    private Optional<AlarmHosts.Taken> taken = Optional.empty();
    private boolean taking;
    private boolean checked;
    private boolean closed;
    private final CompletableFuture<Void> given = new CompletableFuture<>();

    PushedAlarms(Isapi isapi, AlertSink alerts, Sink sink, Duration look) {
        this.isapi = isapi;
        this.alerts = alerts;
        this.sink = sink;
        this.look = look;
    }

    /**
     * Waits until the device has taken the address, and, where it can, has tried it.
     *
     * @param opened the address it is to send to, whose sink this is
     * @throws DeviceException.Busy if the device says that it does not reach the hub, or this ended meanwhile
     */
    void open(DevicePush opened) throws DeviceException {
        var places = new AlarmHosts(isapi, opened.address());
        begin(opened, places);
        boolean good = false;
        try {
            var place = take(places);
            places.check(place);
            synchronized (this) {
                checked = true;
            }
            var refused = places.test(place);
            if (refused.isPresent() && !heard) {
                throw Words.hubNotReached(opened.address(), refused.get());
            }
            good = true;
        } finally {
            if (!good) {
                end();
            }
        }
        watch();
    }

    private synchronized void begin(DevicePush opened, AlarmHosts places) throws DeviceException {
        if (closed) {
            opened.close();
            throw Words.endedMeanwhile();
        }
        door = Optional.of(opened);
        hosts = Optional.of(places);
        taking = true;
    }

    /** It may be ended while the device is asked: then the place is given back here. */
    private AlarmHosts.Taken take(AlarmHosts places) throws DeviceException {
        Optional<AlarmHosts.Taken> place = Optional.empty();
        try {
            place = Optional.of(places.take());
        } finally {
            taken(place);
        }
        synchronized (this) {
            if (closed) {
                throw Words.endedMeanwhile();
            }
        }
        return place.get();
    }

    private synchronized void taken(Optional<AlarmHosts.Taken> place) {
        taking = false;
        taken = place;
        if (closed) {
            giveBack();
        }
    }

    @Override
    public void received(DevicePush.Post post) {
        heard = true;
        var scanner = new AlertScanner(post.contentType(), new AlertScanner.Parts() {
            @Override
            public void text(String text) {
                alerts.tell(Fields.of(text), text);
            }

            @Override
            public void other() {
                // a picture's head
            }
        });
        scanner.take(post.bytes());
        scanner.end();
    }

    @Override
    public void ended(DeviceException why) {
        fail(why);
    }

    private synchronized void watch() {
        if (!closed) {
            watching = isapi.later(look, this::look);
        }
    }

    private void look() {
        CompletionStage<Boolean> looked;
        synchronized (this) {
            if (closed) {
                return;
            }
            looked = hosts.orElseThrow().look(taken.orElseThrow());
        }
        looked.whenComplete((ours, why) -> {
            var cause = why instanceof CompletionException ? why.getCause() : why;
            if (cause instanceof Refused refused) {
                fail(refused);
            } else if (why == null && !ours) {
                fail(Words.hostTakenAway());
            } else {
                watch(); // a device that does not answer is seen by those who ask it
            }
        });
    }

    private void fail(DeviceException why) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        end();
        sink.ended(why);
    }

    /** @return done when the place was given back, or could not be */
    synchronized CompletionStage<Void> end() {
        if (!closed) {
            closed = true;
            Isapi.quietly(watching);
            door.ifPresent(DevicePush::close);
            if (!taking) {
                giveBack();
            }
        }
        return given;
    }

    /** What the device did not show as taken may be there all the same, written otherwise. */
    private void giveBack() {
        if (taken.isPresent()) {
            var places = hosts.orElseThrow();
            var freed = checked ? places.free(taken.get()) : places.clear(taken.get());
            freed.whenComplete((done, why) -> given.complete(null));
        } else {
            given.complete(null);
        }
    }

    @Override
    public void close() {
        end();
    }
}
