package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

class ChangeWatchTest {

    private final AtomicLong newest = new AtomicLong();
    private final List<Long> heard = new ArrayList<>();
    private final List<LongConsumer> listeners = new ArrayList<>();
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private Runnable meanwhile = () -> {};
    private final ChangeWatch watch = new ChangeWatch(
            () -> {
                meanwhile.run();
                return newest.get();
            },
            () -> List.copyOf(listeners),
            (pause, work) -> due.add(work));

    private void begin() {
        listeners.add(heard::add);
        watch.begin();
    }

    @Test
    void itIsAskedByOneHoweverManyAreTold() {
        begin();
        begin();
        assertThat(due).hasSize(1);
        newest.set(3);
        due.remove().run();
        assertThat(heard).containsExactly(3L, 3L);
        due.remove().run();
        assertThat(heard).as("nothing new").hasSize(2);
        assertThat(due).hasSize(1);
    }

    @Test
    void oneThatBeginsWhileTheFeedIsAskedIsToldWhatItAnswers() {
        begin();
        newest.set(1);
        due.remove().run();
        heard.clear();
        meanwhile = () -> {
            meanwhile = () -> {};
            begin(); // it has looked into the feed before the next change came
            newest.set(2);
        };
        due.remove().run();
        assertThat(heard).containsExactly(2L, 2L);
        assertThat(due).hasSize(1);
    }

    @Test
    void nobodyIsAskedForOnceAllHaveLeftAndAgainForTheNext() {
        begin();
        listeners.clear();
        due.remove().run();
        assertThat(due).isEmpty();
        begin();
        newest.set(1);
        due.remove().run();
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void oneThatComesAsTheLastLeavesIsTold() {
        begin();
        meanwhile = () -> {
            meanwhile = () -> {};
            listeners.clear();
            begin();
            newest.set(1);
        };
        due.remove().run();
        assertThat(heard).containsExactly(1L);
        assertThat(due).hasSize(1);
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgain() {
        begin();
        newest.set(1);
        meanwhile = () -> {
            meanwhile = () -> {};
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("away"));
        };
        due.remove().run();
        assertThat(heard).isEmpty();
        due.remove().run();
        assertThat(heard).containsExactly(1L);
    }
}
