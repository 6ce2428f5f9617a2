package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
                    while (release.getCount() > 0) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            // as a bad plug-in does
                        }
                    }
                },
                after);
        await().until(() -> begun.getCount() == 0);
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
        passes(Handlers.LIMIT.minusSeconds(6));
        now.addAndGet(Duration.ofHours(1).toNanos());
        handlers.check();
        assertThat(told).isEmpty();
        passes(Duration.ofSeconds(1));
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

    @Test
    void anotherThreadTakesThePlaceOfEachThatIsGivenUpUntilTooManyAre() {
        for (int i = 0; i < Handlers.MOST_REPLACED; i++) {
            hang(line(acme, "bad-" + i), () -> {});
            passes(Handlers.LIMIT);
        }
        var all = new CountDownLatch(Handlers.THREADS);
        for (int i = 0; i < Handlers.THREADS; i++) {
            line(i % 2 == 0 ? acme : other, "good-" + i).hand(() -> {
                all.countDown();
                try {
                    all.await();
                } catch (InterruptedException e) {
                    // the test ends
                }
            });
        }
        await().until(() -> all.getCount() == 0); // all threads at once
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(handlers.prefix()))
                .count();
        assertThat(threads).isLessThanOrEqualTo(Handlers.THREADS + Handlers.MOST_REPLACED);
    }

    @Test
    void whenNoneIsLeftTheFirstThatComesBackAfterAllLetsTheOthersGoOn() {
        for (int i = 0; i < Handlers.MOST_REPLACED + Handlers.THREADS; i++) {
            hang(line(acme, "bad-" + i), () -> {});
            passes(Handlers.LIMIT);
        }
        var ran = new Semaphore(0);
        line(other, "good").hand(ran::release);
        assertThat(ran.availablePermits()).isZero();
        release.countDown();
        await().until(ran::tryAcquire);
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
