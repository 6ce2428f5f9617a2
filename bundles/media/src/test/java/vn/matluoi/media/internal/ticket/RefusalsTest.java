package vn.matluoi.media.internal.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final List<String> recorded = new CopyOnWriteArrayList<>();
    private final Refusals refusals =
            new Refusals(Executors.defaultThreadFactory(), (origin, times) -> recorded.add(origin + " " + times));

    @Test
    void theFirstOfAnAddressIsRecordedAtOnceAndTheRestAsOne() throws InterruptedException {
        for (var i = 0; i < 1000; i++) {
            refusals.add("10.0.0.1");
        }
        refusals.add("10.0.0.2");
        await().untilAsserted(() -> assertThat(recorded).containsExactly("10.0.0.1 1", "10.0.0.2 1"));

        refusals.close();

        assertThat(recorded).containsExactly("10.0.0.1 1", "10.0.0.2 1", "10.0.0.1 999");
    }

    @Test
    void addressesThereIsNoRoomForAreCountedTogether() throws InterruptedException {
        for (var i = 0; i < 1000; i++) {
            refusals.add("10.0.1." + i);
        }

        refusals.close();

        assertThat(recorded)
                .hasSize(Refusals.MOST + 2)
                .contains(Refusals.OTHERS + " 1", Refusals.OTHERS + " " + (1000 - Refusals.MOST - 1));
    }
}
