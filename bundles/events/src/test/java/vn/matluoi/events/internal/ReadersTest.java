package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.event.EventReader;

/** Who reads the journal, and may be behind. */
class ReadersTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aHubThatStartsWaitsForThoseWhoRead() {
        var readers = new Readers(nanos::get);
        assertThat(readers.read()).isZero();
        nanos.addAndGet(Readers.AWAITED.toNanos());
        assertThat(readers.read()).isEqualTo(Long.MAX_VALUE);
        EventReader reader = () -> OptionalLong.of(7);
        readers.add(reader);
        readers.add(OptionalLong::empty);
        assertThat(readers.read()).isEqualTo(7);
        readers.add(() -> {
            throw new IllegalStateException("a fault of another's");
        });
        assertThat(readers.read()).isZero();
    }

    @Test
    void oneWhoReadsAndGoesIsWaitedFor() {
        var readers = new Readers(nanos::get);
        EventReader reader = () -> OptionalLong.of(7);
        readers.add(reader);
        nanos.addAndGet(Readers.AWAITED.toNanos());
        readers.remove(reader);
        assertThat(readers.read()).isZero();
    }
}
