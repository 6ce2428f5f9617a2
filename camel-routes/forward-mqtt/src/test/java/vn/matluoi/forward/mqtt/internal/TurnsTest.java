package vn.matluoi.forward.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.forward.Delivery;

class TurnsTest {

    private final Map<String, CompletableFuture<Void>> sent = new LinkedHashMap<>();
    private final Turns turns = new Turns(delivery -> {
        var confirmed = new CompletableFuture<Void>();
        sent.put(delivery.id(), confirmed);
        return confirmed;
    });

    private static Delivery delivery(String key, int n) {
        return new Delivery(
                n,
                key + n,
                "urn:x",
                "vn.matluoi.event.motion",
                key,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                new byte[0]);
    }

    @Test
    void ofAKeyOneIsOnItsWayAndOfDifferentKeysAllAre() {
        var all = turns.begin(List.of(delivery("a", 0), delivery("a", 1), delivery("b", 2), delivery("a", 3)));
        assertThat(sent.keySet()).containsExactly("a0", "b2");
        sent.get("a0").complete(null);
        assertThat(sent.keySet()).containsExactly("a0", "b2", "a1");
        sent.get("a1").complete(null);
        sent.get("b2").complete(null);
        sent.get("a3").complete(null);
        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void whatStandsBehindOneThatIsRefusedLeavesNoMoreAndWhatStandsBeforeItDoes() {
        var all = turns.begin(
                List.of(delivery("a", 0), delivery("b", 1), delivery("a", 2), delivery("c", 3), delivery("b", 4)));
        var why = new IllegalArgumentException("quota");
        sent.get("c3").completeExceptionally(why);
        sent.get("b1").complete(null);
        sent.get("a0").complete(null);
        sent.get("a2").complete(null);
        assertThat(sent).doesNotContainKey("b4");
        assertThat(all.subList(0, 3)).allMatch(one -> !one.isCompletedExceptionally() && one.isDone());
        assertThat(all.get(3))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isSameAs(why);
        assertThat(all.get(4)).isCompletedExceptionally();
    }

    @Test
    void nothingLeavesOnceItIsGivenUp() {
        var all = turns.begin(List.of(delivery("a", 0), delivery("a", 1)));
        turns.end();
        sent.get("a0").complete(null);
        assertThat(sent.keySet()).containsExactly("a0");
        assertThat(all.get(1)).isCompletedExceptionally();
    }
}
