package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.http.DevicePush;

/**
 * A running subscription of the kind where the device sends: Basic Notification, for devices without a PullPoint. It holds no
 * thread. It is renewed in time; a renewal that is refused means that it is lost, and over. Source: WS-BaseNotification 1.3;
 * ONVIF core specification 9.1.
 */
final class Notifications implements DevicePush.Sink, Events.Subscription {

    private static final int MOST_FAILURES = 4;
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration SOONEST_RENEWAL = Duration.ofSeconds(5);

    private final Onvif onvif;
    private final Notices notices;
    private final Events.Sink sink;
    private Optional<DevicePush> door = Optional.empty(); // guarded by this, as all below
    private Optional<Reference> reference = Optional.empty();
    private AutoCloseable renewal = () -> {};
    private int failures;
    private boolean over;

    Notifications(Onvif onvif, Notices notices, Events.Sink sink) {
        this.onvif = onvif;
        this.notices = notices;
        this.sink = sink;
    }

    /**
     * Waits until the device has taken the subscription.
     *
     * @param opened where it is to send; its sink is this
     */
    void open(DevicePush opened) throws DeviceException {
        synchronized (this) {
            door = Optional.of(opened);
        }
        boolean good = false;
        try {
            var subscribe = Reference.subscribe(opened.address());
            var answer = onvif.answer(subscribe);
            answer.response(subscribe);
            var given = Reference.read((Answer.Found) answer, onvif);
            keep(given, opened);
            good = true;
        } finally {
            if (!good) {
                close();
            }
        }
        scheduleRenewal();
    }

    /** @throws DeviceException.Busy if it ended while the device was asked, and nobody else gives back what it gave */
    private synchronized void keep(Reference given, DevicePush opened) throws DeviceException {
        reference = Optional.of(given);
        if (over) {
            opened.close();
            given.giveBack(onvif, onvif.unfinished().begin());
            throw Words.endedMeanwhile();
        }
    }

    @Override
    public void received(DevicePush.Post post) {
        try {
            var root = post.xml();
            root.at("Body", "Notify").or(() -> Optional.of(root)).ifPresent(notify -> notices.tell(notify, sink));
        } catch (Garbled e) {
            return; // who sends it is the device, but it need not be this subscription's
        }
    }

    @Override
    public void ended(DeviceException why) {
        finish(why);
    }

    /**
     * At four fifths of what the device gives, by its own two times, and of what was asked for at the latest: nothing else shows
     * that the subscription still is, and a device may tell its end in another zone's time.
     */
    private synchronized void scheduleRenewal() {
        var given = reference.orElseThrow().lasts();
        var lasts = given.compareTo(Reference.ASKED) < 0 ? given : Reference.ASKED;
        if (!over) {
            var due = lasts.multipliedBy(4).dividedBy(5);
            renewal = onvif.later(due.compareTo(SOONEST_RENEWAL) < 0 ? SOONEST_RENEWAL : due, this::renew);
        }
    }

    private void renew() {
        CompletionStage<Answer> sent;
        synchronized (this) {
            if (over) {
                return;
            }
            var now = reference.orElseThrow();
            sent = onvif.send(now.renew(), now.place());
        }
        sent.whenComplete((answer, why) -> renewed(Optional.ofNullable(answer), why));
    }

    private void renewed(Optional<Answer> answer, Throwable why) {
        if (answer.isEmpty()) {
            unanswered(cause(why));
        } else if (answer.get() instanceof Answer.Found found) {
            synchronized (this) {
                failures = 0;
                reference = reference.map(r -> r.until(found.response()));
            }
            scheduleRenewal();
        } else if (answer.get().isNotAuthorized()) {
            logInRefused();
        } else {
            finish(
                    answer.get() instanceof Answer.Failed failed
                            ? failed.fault().asException("Renew")
                            : Words.notSupported("Renew", answer.get().toString()));
        }
    }

    private void unanswered(DeviceException why) {
        if (why instanceof Refused || failed() > MOST_FAILURES) {
            finish(why);
        } else {
            again();
        }
    }

    /** A log-in that was right and is not now: if only the device's clock jumped, it is renewed again. */
    private void logInRefused() {
        int times = failed();
        onvif.judge("Renew").whenComplete((why, failed) -> {
            if (failed != null) {
                finish(cause(failed));
            } else if (why.isPresent() || times > MOST_FAILURES) {
                abandon(why.orElseGet(() -> Words.noRight("Renew")));
            } else {
                again();
            }
        });
    }

    private synchronized int failed() {
        return ++failures;
    }

    private synchronized void again() {
        if (!over) {
            renewal = onvif.later(AGAIN, this::renew);
        }
    }

    private void finish(DeviceException why) {
        if (isOpen()) {
            close();
            sink.ended(why);
        }
    }

    /** Ends it without a word to the device: it would be another wrong log-in. */
    private void abandon(DeviceException why) {
        if (isOpen()) {
            stop();
            sink.ended(why);
        }
    }

    private synchronized boolean isOpen() {
        return !over;
    }

    private synchronized void stop() {
        over = true;
        door.ifPresent(DevicePush::close);
        PullPoint.cancel(Optional.of(renewal));
    }

    @Override
    public synchronized void close() {
        if (!over) {
            stop();
            reference.ifPresent(
                    given -> given.giveBack(onvif, onvif.unfinished().begin()));
        }
    }

    private static DeviceException cause(Throwable why) {
        var cause = Answer.cause(why);
        return cause instanceof DeviceException known
                ? known
                : new Unreachable(Text.same(cause.getClass().getSimpleName()), cause);
    }
}
