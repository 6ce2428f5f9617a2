package vn.matluoi.core.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.core.internal.testing.ManualTimer;

class LanesTest {

    private final Deque<Runnable> handedOver = new ArrayDeque<>();
    private final Lanes lanes = new Lanes(handedOver::add, 4, 3);
    private final List<String> done = new ArrayList<>();

    private void queue(String lane, boolean suspect, String name) {
        lanes.run(lane, suspect, () -> done.add(name));
    }

    private void runAll() {
        while (!handedOver.isEmpty()) {
            handedOver.poll().run();
        }
    }

    @Test
    void aLaneRunsOneJobAtATimeAndInOrder() {
        queue("a", false, "a1");
        queue("a", false, "a2");
        queue("a", false, "a3");
        assertThat(handedOver).hasSize(1);
        runAll();
        assertThat(done).containsExactly("a1", "a2", "a3");
    }

    @Test
    void lanesTakeTurns() {
        var narrow = new Lanes(handedOver::add, 1, 10);
        for (var job : List.of("a1", "a2", "b1", "c1", "b2")) {
            narrow.run(job.substring(0, 1), false, () -> done.add(job));
        }
        runAll();
        assertThat(done).containsExactly("a1", "b1", "c1", "a2", "b2");
    }

    @Test
    void notMoreRunAtOnceThanThereAreWorkers() {
        for (var i = 0; i < 50; i++) {
            queue("lane" + i, false, "job" + i);
        }
        assertThat(handedOver).hasSize(4);
        runAll();
        assertThat(done).hasSize(50);
    }

    @Test
    void suspectsHoldAtMostHalfOfTheWorkers() {
        for (var i = 0; i < 20; i++) {
            queue("silent" + i, true, "silent" + i);
        }
        assertThat(handedOver).hasSize(2);
        queue("good", false, "good");
        assertThat(handedOver).hasSize(3);
        runAll();
        assertThat(done).hasSize(21);
    }

    @Test
    void suspectsAreNotForgottenOverTheOthers() {
        for (var i = 0; i < 12; i++) {
            queue("good" + i, false, "good" + i);
        }
        queue("silent", true, "silent");
        for (var i = 0; i < 5; i++) {
            handedOver.poll().run();
        }
        assertThat(done).contains("silent");
    }

    @Test
    void aFullLaneRefusesAtOnce() {
        for (var i = 0; i < 4; i++) {
            queue("a", false, "a" + i);
        }
        queue("a", false, "a4");
        assertThat(lanes.run("a", false, () -> 1))
                .isCompletedExceptionally()
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(HubException.Reason.BUSY));
    }

    @Test
    void whatAJobThrowsGoesToWhoWaits() {
        var answer = lanes.run("a", false, () -> {
            throw new IllegalStateException("broken");
        });
        queue("a", false, "next");
        runAll();
        assertThat(answer).isCompletedExceptionally();
        assertThat(done).containsExactly("next");
    }

    @Test
    void aClosedPoolRefusesAndForgetsNothing() {
        var closing = new Lanes(
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                2,
                3);
        assertThat(closing.run("a", false, () -> 1)).isCompletedExceptionally();
        assertThat(closing.run("a", false, () -> 2)).isCompletedExceptionally();
    }

    @Test
    void aJobThatDoesNotGetOnIsGivenUpAndItsPlaceTaken() throws Exception {
        var timer = new ManualTimer();
        var pool = Executors.newCachedThreadPool();
        var limited = new Lanes(pool, 1, 3, timer, Duration.ofSeconds(90));
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try {
            var hangs = limited.run("hangs", false, () -> {
                Lanes.goesOn();
                begun.countDown();
                return deaf(release);
            });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            var waits = limited.run("hangs", false, () -> "never begun");
            var other = limited.run("good", false, () -> "done");
            timer.advance(Duration.ofSeconds(89));
            assertThat(hangs).isNotDone();
            assertThat(other).isNotDone();

            timer.advance(Duration.ofSeconds(2));

            assertThat(other).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("done");
            for (var told : List.of(hangs, waits, limited.run("hangs", false, () -> "not taken"))) {
                assertThat(told)
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOf(Lanes.Stuck.class);
            }

            release.countDown(); // it comes back after all
            Awaitility.await()
                    .until(() -> !limited.run("hangs", false, () -> "again").isCompletedExceptionally());
            assertThat(limited.run("hangs", false, () -> "again")).succeedsWithin(Duration.ofSeconds(60));
        } finally {
            release.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void whatTheHubItselfWaitsForHasNoLimit() throws Exception {
        var timer = new ManualTimer();
        var pool = Executors.newCachedThreadPool();
        var limited = new Lanes(pool, 1, 3, timer, Duration.ofSeconds(90));
        var rests = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try {
            var job = limited.run("source", false, () -> {
                Lanes.goesOn();
                Lanes.rests();
                rests.countDown();
                return deaf(release);
            });
            assertThat(rests.await(60, TimeUnit.SECONDS)).isTrue();
            timer.advance(Duration.ofMinutes(10));
            assertThat(job).isNotDone();
            release.countDown();
            assertThat(job).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("late");
        } finally {
            release.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aJobIsGivenUpOnceHoweverOftenItHangs() throws Exception {
        var timer = new ManualTimer();
        var pool = Executors.newCachedThreadPool();
        var limited = new Lanes(pool, 1, 3, timer, Duration.ofSeconds(90));
        var begun = new CountDownLatch(1);
        var again = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try {
            var hangs = limited.run("hangs", false, () -> {
                Lanes.goesOn();
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Lanes.goesOn();
                    again.countDown();
                }
                return deaf(release);
            });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            timer.advance(Duration.ofSeconds(91));
            assertThat(again.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(hangs).isCompletedExceptionally();
            assertThat(timer.pending()).isZero();
            assertThat(limited.run("other", false, () -> "done")).succeedsWithin(Duration.ofSeconds(60));
        } finally {
            release.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aJobThatGoesOnIsNotGivenUpHoweverLongItIs() throws Exception {
        var timer = new ManualTimer();
        var pool = Executors.newCachedThreadPool();
        var limited = new Lanes(pool, 1, 3, timer, Duration.ofSeconds(90));
        var steps = new Semaphore(0);
        var taken = new Semaphore(0);
        try {
            var job = limited.run("slow", false, () -> {
                for (var step = 0; step < 5; step++) {
                    steps.acquire();
                    Lanes.goesOn();
                    taken.release();
                }
                return "done";
            });
            for (var step = 0; step < 5; step++) {
                timer.advance(Duration.ofSeconds(80));
                steps.release();
                assertThat(taken.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(job).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("done");
            assertThat(timer.pending()).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Takes no notice of interruptions. */
    private static String deaf(CountDownLatch release) {
        while (true) {
            try {
                release.await();
                return "late";
            } catch (InterruptedException e) {
                // as a bad plug-in does
            }
        }
    }
}
