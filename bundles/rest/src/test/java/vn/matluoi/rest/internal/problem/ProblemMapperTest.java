package vn.matluoi.rest.internal.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {

    @Test
    void knowsACallerThatWentAwayFromAFaultOfTheHub() {
        assertThat(ProblemMapper.hungUp(new EofException("closed"))).isTrue();
        assertThat(ProblemMapper.hungUp(new UncheckedIOException(new EofException("closed"))))
                .isTrue();
        assertThat(ProblemMapper.hungUp(new IllegalStateException(new IOException(new ClosedChannelException()))))
                .isTrue();
        assertThat(ProblemMapper.hungUp(new IOException("disk full"))).isFalse();
        assertThat(ProblemMapper.hungUp(new IllegalStateException("a bug"))).isFalse();
    }
}
