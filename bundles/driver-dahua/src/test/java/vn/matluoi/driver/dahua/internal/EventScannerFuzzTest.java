package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.matluoi.api.SourceId;

/** Whatever a device sends on its event stream becomes bounded, clean events, and the same ones however it is cut. */
class EventScannerFuzzTest {

    private static final SourceId SOURCE = new SourceId("fuzz");

    @FuzzTest(maxDuration = "1m")
    void becomesTheSameBoundedEventsHoweverItIsCut(byte[] stream) {
        var whole = scan(stream, stream.length);
        assertThat(scan(stream, 1)).isEqualTo(whole);
        assertThat(scan(stream, 7)).isEqualTo(whole);
    }

    private static List<String> scan(byte[] stream, int piece) {
        var told = new ArrayList<String>();
        var scanner = new EventScanner(new EventScanner.Found() {
            @Override
            public void event(String head, String data) {
                var read = EventReader.read(head, data, SOURCE, Instant.EPOCH);
                read.ifPresent(event -> {
                    assertThat(event.topic()).matches("[\\w.-]{1,64}(;index=\\d{1,5})?");
                    assertThat(event.payload())
                            .hasSizeLessThanOrEqualTo(EventScanner.LONGEST)
                            .doesNotContainPattern("[\\p{Cc}&&[^\\t\\r\\n]]");
                    told.add(event.toString());
                });
            }

            @Override
            public void heartbeat() {
                told.add("Heartbeat");
            }
        });
        for (int at = 0; at < stream.length; at += Math.max(1, piece)) {
            scanner.accept(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
        }
        scanner.flush();
        assertThat(scanner.pending()).isFalse();
        return told;
    }
}
