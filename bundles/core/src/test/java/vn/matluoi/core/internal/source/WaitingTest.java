package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.HubException;

class WaitingTest {

    @Test
    @Timeout(60)
    void nobodyWaitsForEverForADevice() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Waiting.forAnswer(new CompletableFuture<String>(), Duration.ofMillis(1)))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("source.slow"));
    }
}
