package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.api.http.HandlerWatch.Owner;

/** Drivers' code that is good, that fails, and that does not come back; time stands still unless a test moves it. */
@Timeout(60)
class HandlersTest {

    private final AtomicLong now = new AtomicLong();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Handlers handlers = new Handlers(now::get, () -> Optional.of(new Told()));
    private final Handlers.Driver acme = handlers.driver(new Owner("acme", "1.0.0"));
    private final Handlers.Driver other = handlers.driver(new Owner("other", "2.0.0"));
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    private final class Told implements HandlerWatch {

        @Override
        public void took(Owner owner, SourceId source) {
            told.add("took " + owner.bundle() + " " + source);
        }

        @Override
        public void threw(Owner owner, SourceId source, Throwable fault) {
            told.add("threw " + owner.bundle() + " " + source + " "
                    + fault.getClass().getSimpleName());
            fault.getMessage(); // as whoever says what it is
        }

        @Override
        public void hangs(Owner owner, SourceId source, Duration longest) {
            told.add("hangs " + owner.bundle() + " " + owner.version() + " " + source + " " + longest.toSeconds());
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        handlers.stop();
    }

    private Handlers.Line line(Handlers.Driver driver, String source) {
        return handlers.line(driver, new SourceId(source), ended::incrementAndGet);
    }

    private void passes(Duration time) {
        for (var left = time; !left.isZero(); left = left.minus(step(left))) {
            now.addAndGet(step(left).toNanos());
            handlers.check();
        }
    }

    private static Duration step(Duration left) {
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
    }

    /** Hands over what does not come back, however often it is interrupted, and waits until it runs. */
    private void hang(Handlers.Line line, Runnable after) {
        var begun = new CountDownLatch(1);
        line.hand(
                () -> {
                    begun.countDown();
                    hangs();
                },
                after);
        await().until(() -> begun.getCount() == 0);
    }

    private void hangs() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // as a bad plug-in does
            }
        }
    }

    private static void runs(Handlers.Line line) {
        var ran = new Semaphore(0);
        line.hand(ran::release);
        await().until(ran::tryAcquire);
    }

    @Test
    void keepsTheOrderOfALineAndRunsNoTwoOfItsJobsAtOnce() {
        var line = line(acme, "nvr");
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var seen = new ArrayList<Integer>(); // not safe for threads: the line is
        for (int i = 0; i < 5000; i++) {
            int mine = i;
            line.hand(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                seen.add(mine);
                inside.decrementAndGet();
            });
        }
        runs(line);
        assertThat(seen).hasSize(5000).isSorted();
        assertThat(most).hasValue(1);
    }

    @Test
    void aDriverThatHangsEverywhereLeavesThreadsToTheOthers() {
        for (int i = 0; i < Handlers.MOST_OF_ONE; i++) {
            hang(line(acme, "bad-" + i), () -> {});
        }
        var waits = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            line(acme, "more-" + i).hand(waits::incrementAndGet);
        }
        for (int i = 0; i < 50; i++) {
            runs(line(other, "good-" + i));
        }
        assertThat(waits).as("of the one that hangs, no more threads are taken").hasValue(0);
    }

    @Test
    void whatDoesNotComeBackIsGivenUpAfterTheLimitAndNotBefore() {
        hang(line(acme, "bad"), () -> {});
        passes(Handlers.LIMIT.minusNanos(1));
        assertThat(told).isEmpty();
        passes(Duration.ofNanos(1));
        assertThat(told).containsExactly("hangs acme 1.0.0 bad 30");
        assertThat(ended).as("its connection").hasValue(1);
        passes(Handlers.LIMIT);
        assertThat(told).as("once").hasSize(1);
    }

    @Test
    void timeInWhichTheWholeProcessStoodStillDoesNotCount() {
        hang(line(acme, "bad"), () -> {});
        passes(Handlers.LIMIT.minusSeconds(3));
        now.addAndGet(Duration.ofHours(1).toNanos());
        handlers.check();
        assertThat(told).isEmpty();
        passes(Duration.ofSeconds(1));
        assertThat(told).hasSize(1);
    }

    @Test
    void whatBeganAfterItStoodStillHasNoMoreTimeThanOthers() {
        now.addAndGet(Duration.ofHours(1).toNanos());
        hang(line(acme, "bad"), () -> {});
        handlers.check();
        passes(Handlers.LIMIT);
        assertThat(told).hasSize(1);
    }

    @Test
    void itsThreadIsInterrupted() {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        line(acme, "bad").hand(() -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await().until(() -> begun.getCount() == 0);
        passes(Handlers.LIMIT);
        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void whatWaitsBehindItIsDroppedAndItsBookkeepingIsDoneOnce() throws Exception {
        var bad = line(acme, "bad");
        var run = new AtomicInteger();
        var kept = new AtomicInteger();
        hang(bad, kept::incrementAndGet);
        bad.hand(run::incrementAndGet, kept::incrementAndGet);
        passes(Handlers.LIMIT);
        assertThat(kept).hasValue(2);
        bad.hand(run::incrementAndGet, kept::incrementAndGet);
        assertThat(kept).hasValue(3);
        release.countDown();
        runs(line(acme, "good"));
        assertThat(run).hasValue(0);
        assertThat(kept).hasValue(3);
    }

    /** Hands over what waits for as many others as there are threads: it comes back only if all have one at once. */
    private void allThreadsRun(Handlers.Driver... two) {
        var all = new CountDownLatch(Handlers.THREADS);
        for (int i = 0; i < Handlers.THREADS; i++) {
            line(two[i % 2], "good-" + i).hand(() -> {
                all.countDown();
                try {
                    all.await();
                } catch (InterruptedException e) {
                    // the test ends
                }
            });
        }
        await().until(() -> all.getCount() == 0);
    }

    @Test
    void aDriverThatHangsEverywhereEndsAndTheOthersHaveAllThreads() {
        for (int i = 0; i < Handlers.MOST_OF_ONE; i++) {
            hang(line(acme, "bad-" + i), () -> {});
        }
        var run = new AtomicInteger();
        var kept = new AtomicInteger();
        for (int i = 0; i < 12; i++) {
            line(acme, "bad-too-" + i).hand(run::incrementAndGet, kept::incrementAndGet);
        }
        passes(Handlers.LIMIT.multipliedBy(2));
        assertThat(told).hasSize(Handlers.MOST_OF_ONE).allMatch(each -> each.startsWith("hangs acme"));
        assertThat(ended).as("all its connections").hasValue(12 + Handlers.MOST_OF_ONE);
        assertThat(kept).hasValue(12);
        line(acme, "late").hand(run::incrementAndGet, kept::incrementAndGet);
        assertThat(kept).hasValue(13);
        allThreadsRun(other, handlers.driver(new Owner("third", "1.0.0")));
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(handlers.prefix()))
                .count();
        assertThat(threads).isLessThanOrEqualTo(Handlers.THREADS + Handlers.MOST_OF_ONE);
        release.countDown();
        runs(line(other, "good"));
        assertThat(run).as("it has ended for good").hasValue(0);
    }

    @Test
    void howeverManyDriversHangTheOthersHaveAllThreads() {
        for (int i = 0; i < 6; i++) {
            var bad = handlers.driver(new Owner("bad-" + i, "1.0.0"));
            for (int j = 0; j < Handlers.MOST_OF_ONE; j++) {
                hang(line(bad, "bad-" + j), () -> {});
            }
            passes(Handlers.LIMIT);
        }
        allThreadsRun(acme, other);
    }

    @Test
    void aThreadThatHangsIsOneLessForItsDriverUntilItComesBack() {
        hang(line(acme, "bad"), () -> {});
        passes(Handlers.LIMIT);
        assertThat(acme.hangs()).isTrue();
        var go = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        line(acme, "slow").hand(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> begun.getCount() == 0);
        var ran = new Semaphore(0);
        line(acme, "good").hand(ran::release);
        runs(line(other, "good"));
        assertThat(ran.availablePermits()).isZero();
        release.countDown();
        await().until(ran::tryAcquire);
        assertThat(acme.hangs()).isFalse();
        go.countDown();
    }

    @Test
    void whatABundleThatStoppedLeftIsDroppedAndItsConnectionsAreClosed() {
        var kept = new AtomicInteger();
        var run = new AtomicInteger();
        for (int i = 0; i < Handlers.MOST_OF_ONE; i++) {
            var busy = line(acme, "busy-" + i);
            hang(busy, () -> {});
            busy.hand(run::incrementAndGet, kept::incrementAndGet);
        }
        line(acme, "waits").hand(run::incrementAndGet, kept::incrementAndGet);
        line(acme, "closed").leave();
        acme.end();
        assertThat(kept).hasValue(Handlers.MOST_OF_ONE + 1);
        assertThat(ended).hasValue(Handlers.MOST_OF_ONE + 1);
        assertThat(acme.isOver()).isTrue();
        release.countDown();
        runs(line(handlers.driver(new Owner("acme", "1.0.0")), "started-again"));
        assertThat(run).hasValue(0);
    }

    @Test
    void whatWaitsWhenTheHubStopsIsDroppedAndItsBookkeepingIsDone() {
        var kept = new AtomicInteger();
        var busy = line(acme, "busy");
        hang(busy, () -> {});
        busy.hand(() -> {}, kept::incrementAndGet);
        handlers.stop();
        assertThat(kept).hasValue(1);
        busy.hand(() -> {}, kept::incrementAndGet);
        line(handlers.driver(new Owner("late", "1.0.0")), "late").hand(() -> {}, kept::incrementAndGet);
        assertThat(kept).hasValue(3);
    }

    @Test
    void whatComesBackWhileItsConnectionIsClosedWasLateAndIsNotSaidToHang() {
        var thread = new AtomicReference<Thread>();
        var begun = new CountDownLatch(1);
        var late = handlers.line(acme, new SourceId("late"), () -> {
            release.countDown();
            await().until(() -> !thread.get().isAlive());
        });
        late.hand(() -> {
            thread.set(Thread.currentThread());
            begun.countDown();
            hangs();
        });
        await().until(() -> begun.getCount() == 0);
        passes(Handlers.LIMIT);
        assertThat(told).isEmpty();
        assertThat(acme.hangs()).isFalse();
        runs(line(acme, "good"));
    }

    /** A channel that does not close; an interrupt closes the one that a thread is in. */
    private final class Stuck extends AbstractInterruptibleChannel {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);

        private void read() {
            begin();
            inside.countDown();
            hangs();
            try {
                end(true);
            } catch (AsynchronousCloseException e) {
                // so it is
            }
        }

        @Override
        protected void implCloseChannel() {
            closing.countDown();
            hangs();
        }
    }

    @Test
    void anInterruptThatBlocksHoldsNobodyUp() {
        var stuck = new Stuck();
        line(acme, "bad").hand(stuck::read);
        await().until(() -> stuck.inside.getCount() == 0);
        passes(Handlers.LIMIT);
        await().until(() -> stuck.closing.getCount() == 0);
        assertThat(told).hasSize(1);
        runs(line(other, "good"));
        handlers.stop();
    }

    @Test
    void aThreadForWhichThereIsNoRoomIsBegunAtALaterLook() {
        var full = new AtomicBoolean(true);
        var tight = new Handlers(now::get, Optional::empty, thread -> {
            if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            thread.start();
        });
        var ran = new Semaphore(0);
        tight.line(tight.driver(new Owner("acme", "1.0.0")), new SourceId("nvr"), () -> {})
                .hand(ran::release);
        tight.check();
        full.set(false);
        assertThat(ran.availablePermits()).isZero();
        tight.check();
        await().until(ran::tryAcquire);
        tight.stop();
    }

    private static final class Nasty extends RuntimeException {

        private final transient Runnable asked;

        private Nasty(Runnable asked) {
            this.asked = asked;
        }

        @Override
        public String getMessage() {
            asked.run();
            return "";
        }
    }

    @Test
    void whatThrowsWhenItIsAskedWhatItIsHoldsNoThread() {
        for (int i = 0; i < 2 * Handlers.MOST_OF_ONE; i++) {
            line(acme, "nasty-" + i).hand(() -> {
                throw new Nasty(() -> {
                    throw new NoClassDefFoundError("nothing");
                });
            });
        }
        runs(line(acme, "good"));
        await().until(() -> told.size() == 2 * Handlers.MOST_OF_ONE);
    }

    @Test
    void whatHangsWhenItIsAskedWhatItIsIsGivenUp() {
        line(acme, "nasty").hand(() -> {
            throw new Nasty(this::hangs);
        });
        await().until(() -> told.size() == 1);
        passes(Handlers.LIMIT);
        assertThat(told).containsExactly("threw acme nasty Nasty", "hangs acme 1.0.0 nasty 30");
    }

    @Test
    void whatEscapesIsToldWhateverItIsAndTheLineGoesOn() {
        var line = line(acme, "odd");
        line.hand(() -> {
            throw new IllegalStateException("bug");
        });
        line.hand(() -> {
            throw new NoClassDefFoundError("gone");
        });
        line.hand(this::overflow);
        runs(line);
        await().until(() -> told.size() == 3);
        assertThat(told)
                .containsExactly(
                        "threw acme odd IllegalStateException",
                        "threw acme odd NoClassDefFoundError",
                        "threw acme odd StackOverflowError");
    }

    private void overflow() {
        overflow();
        now.get(); // so that it is no tail call to anybody
    }

    @Test
    void whatWasTakenIsToldOnceAMinute() {
        var line = line(acme, "good");
        line.took();
        line.took();
        assertThat(told).containsExactly("took acme good");
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        line.took();
        assertThat(told).hasSize(2);
    }

    @Test
    void aWatchThatFailsHoldsNothingUp() {
        var lonely = new Handlers(now::get, () -> {
            throw new IllegalStateException("no more a service");
        });
        var line = lonely.line(lonely.driver(new Owner("acme", "1.0.0")), new SourceId("nvr"), () -> {});
        line.hand(() -> {
            throw new IllegalStateException("bug");
        });
        runs(line);
        lonely.stop();
    }
}
