package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.driver.testkit.Targets;

/** Whatever a device answers becomes clean words, or a reason. */
class AnswersFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @FuzzTest(maxDuration = "1m")
    void becomeCleanWordsOrAReason(byte[] body) {
        try {
            channels(KeyValues.read(new String(body, StandardCharsets.UTF_8)));
        } catch (DeviceException e) {
            isClean(e.text());
        }
        events(body);
    }

    private static void channels(KeyValues told) {
        var target = Targets.at(URI.create("http://192.0.2.1"), "hub", "x");
        var layout = new Layout(told.rows("channel"));
        layout.channels().forEach(AnswersFuzzTest::isClean);
        layout.rows().values().forEach(row -> {
            var streams = new ${className}Streams(() -> row, target);
            try {
                streams.streams().forEach(AnswersFuzzTest::isClean);
                assertThat(streams.address(StreamKind.MAIN).uri())
                        .hasScheme("rtsp")
                        .hasHost("192.0.2.1");
            } catch (DeviceException e) {
                isClean(e.text());
            }
        });
    }

    private static void events(byte[] body) {
        var target = Targets.at(URI.create("http://192.0.2.1"), "hub", "x");
        var stream = new EventStream(target.id(), () -> NOW, new DeviceFacet.Events.Sink() {
            @Override
            public void event(CameraEvent event, Optional<Duration> lapse) {
                isClean(event);
            }

            @Override
            public void ended(DeviceException why) {
                isClean(why.text());
            }
        });
        stream.begun(200, "text/plain");
        stream.accept(body);
    }

    /** Nothing in it that is not seen but does something. */
    private static void isClean(Record words) {
        assertThat(words.toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
}
