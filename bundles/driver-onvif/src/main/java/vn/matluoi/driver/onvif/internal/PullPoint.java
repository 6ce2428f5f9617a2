package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.http.XmlElement;

/**
 * A running PullPoint. It holds no thread: one answer sends the next question, and timers of the connection do the rest. One pull
 * is on its way at a time. What is not answered is asked again, more slowly each time, at most {@value #MOST_FAILURES} times.
 * A pull that is answered with a fault means that the subscription is lost: it is given back and over, for what ended meanwhile
 * was not told. Only one that cannot be renewed while pulls go on is made anew here.
 */
final class PullPoint implements Events.Subscription {

    /** How long a device is asked to wait for something to happen. */
    static final Duration WAIT = Duration.ofSeconds(30);

    private static final int MOST_FAILURES = 4;
    private static final int MESSAGES = 100;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    /** A device that does not wait is asked no more often than this. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** The same where it had something to tell. */
    private static final Duration SHORT_REST = Duration.ofMillis(200);

    /** Renewing too often restarts some cameras. */
    private static final Duration SOONEST_RENEWAL = Duration.ofSeconds(5);

    private static final Duration NEVER = Duration.ofDays(1);

    private final Onvif onvif;
    private final Notices notices;
    private final Events.Sink sink;
    private Reference reference; // guarded by this, as all below
    private Optional<AutoCloseable> renewal = Optional.empty();
    private Optional<AutoCloseable> pause = Optional.empty();
    private boolean renewFaults;
    private boolean lost;
    private boolean givenBack;
    private boolean over;
    private int failures;

    private PullPoint(Onvif onvif, Notices notices, Events.Sink sink, Reference reference) {
        this.onvif = onvif;
        this.notices = notices;
        this.sink = sink;
        this.reference = reference;
    }

    /** Waits until the device has taken the subscription. */
    static PullPoint open(Onvif onvif, Notices notices, Events.Sink sink) throws DeviceException {
        var create = Reference.create();
        var answer = onvif.answer(create);
        answer.response(create);
        var created = Reference.read((Answer.Found) answer, onvif);
        var point = new PullPoint(onvif, notices, sink, created);
        point.begin();
        return point;
    }

    /** Asks for the present state first: not all tell it by themselves. */
    private void begin() {
        Reference now;
        synchronized (this) {
            lost = false;
            now = reference;
        }
        scheduleRenewal();
        onvif.send(now.synchronise(), now.place()).whenComplete((answer, why) -> pull());
    }

    private void pull() {
        Reference now;
        synchronized (this) {
            if (over) {
                return;
            }
            now = reference;
        }
        long started = System.nanoTime();
        onvif.send(now.pull(WAIT, MESSAGES), now.place())
                .whenComplete((answer, why) -> pulled(Optional.ofNullable(answer), why, started));
    }

    private void pulled(Optional<Answer> answer, Throwable why, long started) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        if (answer.isEmpty()) {
            unanswered(cause(why));
        } else if (answer.get() instanceof Answer.Found found) {
            heard(found.response(), started);
        } else {
            refused(answer.get());
        }
    }

    private void heard(XmlElement pulled, long started) {
        boolean quiet = pulled.children("NotificationMessage").isEmpty();
        var took = Duration.ofNanos(System.nanoTime() - started);
        boolean changed;
        boolean dead;
        synchronized (this) {
            failures = quiet && took.compareTo(REST) < 0 ? failures : 0;
            var later = reference.until(pulled);
            changed = !later.until().equals(reference.until());
            reference = later;
            dead = lost;
        }
        if (changed) {
            scheduleRenewal();
        }
        try {
            notices.tell(pulled, sink);
        } catch (RuntimeException | Error e) { // a stage would keep it to itself; what a timer throws is seen
            onvif.later(Duration.ZERO, () -> {
                throw e;
            });
        } finally {
            var rest = quiet ? REST : SHORT_REST;
            if (dead) {
                again();
            } else if (took.compareTo(rest) < 0) {
                later(rest.minus(took), this::pull);
            } else {
                pull();
            }
        }
    }

    /** Nothing came: the subscription may well live, so it is only asked again, more slowly. */
    private void unanswered(DeviceException why) {
        if (why instanceof Refused || failed() > MOST_FAILURES) {
            finish(why);
        } else {
            later(backOff(), this::pull);
        }
    }

    private void refused(Answer answer) {
        if (answer.isNotAuthorized()) {
            logInRefused("PullMessages", failed());
        } else {
            finish(reason(answer, "PullMessages"));
        }
    }

    /**
     * A log-in that was right a moment ago and is not now: if only the device's clock jumped, the subscription is pulled on. Else
     * it is over, and not given back, which would be another wrong log-in.
     */
    private void logInRefused(String operation, int times) {
        onvif.judge(operation).whenComplete((why, failed) -> {
            if (failed != null) {
                finish(cause(failed));
            } else if (why.isPresent() || times > MOST_FAILURES) {
                abandon(why.orElseGet(() -> Words.noRight(operation)));
            } else {
                later(backOff(), this::pull);
            }
        });
    }

    private static DeviceException reason(Answer answer, String operation) {
        if (answer instanceof Answer.Failed failed) {
            return failed.fault().asException(operation);
        }
        return Words.notSupported(operation, answer.toString());
    }

    private synchronized int failed() {
        return ++failures;
    }

    private synchronized Duration backOff() {
        var wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 6));
        return wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait;
    }

    /** Gives the old one back, for a device has room for two to five, and makes another after a while. */
    private void again() {
        Reference old;
        Unfinished.Hold hold;
        synchronized (this) {
            cancel(renewal);
            renewal = Optional.empty();
            if (over) {
                return;
            }
            old = reference;
            givenBack = true;
            hold = onvif.unfinished().begin();
        }
        onvif.unfinished().inTime(onvif.send(old.unsubscribe(), old.place())).whenComplete((answer, why) -> {
            hold.close();
            later(FIRST_BACK_OFF, this::create);
        });
    }

    private void create() {
        Services.Place place;
        try {
            place = onvif.place(Service.EVENTS);
        } catch (DeviceException e) {
            abandon(e);
            return;
        }
        Unfinished.Hold hold;
        synchronized (this) {
            if (over) {
                return;
            }
            hold = onvif.unfinished().begin();
        }
        onvif.unfinished().inTime(onvif.send(Reference.create(), place)).whenComplete((answer, why) -> {
            try (hold) {
                created(Optional.ofNullable(answer), why);
            }
        });
    }

    private void created(Optional<Answer> answer, Throwable why) {
        try {
            if (answer.isPresent() && answer.get() instanceof Answer.Found found) {
                var fresh = Reference.read(found, onvif);
                boolean late;
                synchronized (this) {
                    reference = fresh;
                    givenBack = false;
                    late = over;
                }
                if (late) {
                    fresh.giveBack(onvif, onvif.unfinished().begin());
                } else {
                    begin();
                }
                return;
            }
            if (answer.filter(Answer::isNotAuthorized).isPresent()) {
                onvif.judge("CreatePullPointSubscription")
                        .whenComplete((refused, failed) -> abandon(
                                failed != null
                                        ? cause(failed)
                                        : refused.orElseGet(() -> Words.noRight("CreatePullPointSubscription"))));
                return;
            }
            abandon(answer.isPresent() ? reason(answer.get(), "CreatePullPointSubscription") : cause(why));
        } catch (DeviceException e) {
            abandon(e);
        }
    }

    /** At four fifths of what the device gives, by its own two times. */
    private void scheduleRenewal() {
        synchronized (this) {
            cancel(renewal);
            renewal = Optional.empty();
            var lasts = reference.lasts();
            if (over || lasts.compareTo(NEVER) > 0) {
                return;
            }
            var due = lasts.multipliedBy(4).dividedBy(5);
            renewal = Optional.of(onvif.later(due.compareTo(SOONEST_RENEWAL) < 0 ? SOONEST_RENEWAL : due, this::renew));
        }
    }

    private void renew() {
        Reference now;
        synchronized (this) {
            if (over) {
                return;
            }
            if (renewFaults) {
                lost = true; // made anew when the pull on its way is answered
                return;
            }
            now = reference;
        }
        onvif.send(now.renew(), now.place()).whenComplete((answer, why) -> renewed(now, answer));
    }

    private void renewed(Reference asked, Answer answer) {
        synchronized (this) {
            if (answer instanceof Answer.Found found) {
                reference = reference.until(found.response());
            } else if (answer != null && reference.address().equals(asked.address())) {
                renewFaults = true;
                lost = true;
                return;
            }
        }
        scheduleRenewal(); // what was not answered is no fault
    }

    private void later(Duration delay, Runnable work) {
        synchronized (this) {
            if (!over) {
                pause = Optional.of(onvif.later(delay, work));
            }
        }
    }

    private void finish(DeviceException why) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        close();
        sink.ended(why);
    }

    /** Ends it without a word to the device. */
    private void abandon(DeviceException why) {
        synchronized (this) {
            if (over) {
                return;
            }
            stop();
        }
        sink.ended(why);
    }

    private synchronized void stop() {
        over = true;
        cancel(renewal);
        cancel(pause);
    }

    @Override
    public void close() {
        Reference old;
        Unfinished.Hold hold;
        synchronized (this) {
            if (over) {
                return;
            }
            stop();
            if (givenBack) {
                return;
            }
            old = reference;
            hold = onvif.unfinished().begin();
        }
        old.giveBack(onvif, hold);
    }

    static void cancel(Optional<AutoCloseable> timer) {
        timer.ifPresent(t -> {
            try {
                t.close();
            } catch (Exception e) {
                throw new IllegalStateException("a timer cannot fail to be taken back", e);
            }
        });
    }

    private static DeviceException cause(Throwable why) {
        var cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        return cause instanceof DeviceException known
                ? known
                : new Unreachable(Text.same(String.valueOf(cause.getClass().getSimpleName())), cause);
    }
}
