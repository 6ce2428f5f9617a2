package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.matluoi.rest.internal.Patience.Tone;

class PatienceTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final Patience patience = new Patience(now::get);

    @Test
    void warnsOnceOfAFailureThatLasts() {
        assertThat(patience.failed()).isEqualTo(Tone.SHORTLY);
        assertThat(after(29)).isEqualTo(Tone.QUIETLY);
        assertThat(after(1)).isEqualTo(Tone.LOUDLY);
        assertThat(after(60)).isEqualTo(Tone.QUIETLY);
    }

    private Tone after(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        return patience.failed();
    }
}
