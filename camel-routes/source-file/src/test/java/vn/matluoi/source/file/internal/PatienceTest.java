package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatienceTest {

    @TempDir
    Path folder;

    private long nanos;
    private final Patience patience = new Patience(() -> nanos, Duration.ofSeconds(1));

    @Test
    void waitsUntilAFileLiesStill() throws Exception {
        var file = Files.writeString(folder.resolve("a.csv"), "1").toFile();
        assertThat(patience.mayTake(file)).isFalse();
        pass(Duration.ofMillis(900));
        Files.writeString(file.toPath(), "2", StandardOpenOption.APPEND);
        assertThat(patience.mayTake(file)).isFalse();
        pass(Duration.ofMillis(900));
        assertThat(patience.mayTake(file)).isFalse();
        pass(Duration.ofMillis(200));
        assertThat(patience.mayTake(file)).isTrue();
    }

    @Test
    void waitsLongerAfterEachFailureThatWasNotTheFiles() throws Exception {
        var file = Files.writeString(folder.resolve("a.csv"), "1").toFile();
        patience.mayTake(file);
        pass(Duration.ofSeconds(1));
        patience.cameBack("other.csv", "a.csv");
        assertThat(patience.mayTake(file)).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(patience.mayTake(file)).isTrue();
        patience.cameBack("a.csv", "a.csv");
        pass(Duration.ofSeconds(3));
        assertThat(patience.mayTake(file)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(patience.mayTake(file)).isTrue();
    }

    @Test
    void neverWaitsLong() throws Exception {
        var file = Files.writeString(folder.resolve("a.csv"), "1").toFile();
        patience.mayTake(file);
        for (var failure = 0; failure < 20; failure++) {
            patience.cameBack("a.csv", "a.csv");
            pass(Duration.ofSeconds(15));
            assertThat(patience.mayTake(file)).isTrue();
        }
    }

    @Test
    void forgetsFilesThatAreNoLongerThere() throws Exception {
        var gone = Files.writeString(folder.resolve("gone.csv"), "1").toFile();
        var here = Files.writeString(folder.resolve("here.csv"), "1").toFile();
        patience.mayTake(gone);
        patience.cameBack("gone.csv", "gone.csv");
        for (var hour = 0; hour < 8; hour++) {
            patience.mayTake(here);
            pass(Duration.ofHours(1));
        }
        assertThat(patience.known()).isEqualTo(1);
        assertThat(patience.mayTake(here)).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
