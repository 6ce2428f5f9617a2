package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import vn.matluoi.api.SourceId;

/**
 * Whatever comes over an event stream, in whatever pieces, it is read in time, nothing of it is kept beyond its part, and
 * what it tells is fit to be stored.
 */
class AlertStreamFuzzTest {

    private static final int MOST = 256 * 1024;

    @FuzzTest(maxDuration = "1m")
    void becomesEventsOrAnEnd(byte[] stream) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            var whole = read(stream, Integer.MAX_VALUE);
            var pieces = read(stream, 1 + stream.length % 7);
            assertThat(pieces.told()).isEqualTo(whole.told());
            assertThat(whole.events.size()).isLessThanOrEqualTo(stream.length / 10);
            long payloads = 0;
            for (var event : whole.events) {
                assertThat(event.topic()).hasSizeBetween(1, 64).doesNotContainPattern("\\p{Cntrl}");
                assertThat(event.payload()).doesNotContain("\u0000");
                int size = event.payload().getBytes(UTF_8).length;
                assertThat(size).isLessThanOrEqualTo(MOST);
                payloads += size;
            }
            assertThat(payloads).isLessThanOrEqualTo(2L * stream.length);
        });
    }

    private static FakeStream read(byte[] bytes, int size) {
        var told = FakeStream.silent();
        var stream = new AlertStream(
                new Isapi(told),
                new AlertSink(
                        new SourceId("fuzz"),
                        DeviceTime.USUAL,
                        () -> Instant.EPOCH,
                        new EventChannels(() -> new Layout(List.of())),
                        told),
                () -> 0,
                told);
        stream.begun(200, "multipart/mixed; boundary=boundary");
        for (int at = 0; at < bytes.length; at += Math.min(size, bytes.length - at)) {
            stream.accept(Arrays.copyOfRange(bytes, at, (int) Math.min(bytes.length, (long) at + size)));
        }
        stream.close();
        return told;
    }
}
