package vn.matluoi.driver.rtsp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.driver.testkit.Targets;

/** Whatever a device answers, the driver says what it has in clean words, or why not in words that help. */
class AnswersFuzzTest {

    private static final String SECRET = "mật khẩu của nguồn";

    /** Asks a session something. */
    private interface Question {
        void ask() throws DeviceException;
    }

    /** On every connection come the same bytes, whatever is asked. */
    private record Saying(byte[] answers) implements Wire.Dial {

        @Override
        public Wire connect(Place place, Deadline deadline) {
            return new Wire() {
                private int at;

                @Override
                public void write(byte[] bytes) {
                    assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                            .matches(
                                    "(DESCRIBE|OPTIONS) rtsp://192\\.0\\.2\\.1:554/a RTSP/1\\.0\r\n([^\r\n]+\r\n)+\r\n")
                            .doesNotContain(SECRET);
                }

                @Override
                public int read(byte[] into) throws IOException {
                    int length = Math.min(into.length, answers.length - at);
                    System.arraycopy(answers, at, into, 0, length);
                    at += length;
                    return length == 0 ? -1 : length;
                }

                @Override
                public void close() {
                    at = answers.length;
                }
            };
        }
    }

    @FuzzTest(maxDuration = "1m")
    void becomeCleanWordsOrAReason(byte[] answers) {
        var driver = new RtspDriver(new Saying(Arrays.copyOf(answers, Math.min(answers.length, 200_000))), () -> 0);
        var target = Targets.with(Targets.at(URI.create("http://192.0.2.1"), "admin", SECRET), Place.PATH, "a");
        asked(() -> {
            try (var session = driver.open(target)) {
                asked(() -> session.channels().forEach(AnswersFuzzTest::isClean));
                asked(() -> isClean(session.facet(Identity.class).orElseThrow().info()));
                asked(() -> isClean(session.facet(Health.class).orElseThrow().health()));
                asked(() -> {
                    for (var stream : session.facet(RtspSession.CHANNEL, Streams.class)
                            .orElseThrow()
                            .streams()) {
                        isClean(stream);
                        assertThat(stream.width()).isBetween(0, 99_999);
                        assertThat(stream.frameRate()).isBetween(0.0, 999.999999999);
                    }
                });
            }
        });
    }

    private static void asked(Question question) {
        try {
            question.ask();
        } catch (DeviceException e) {
            isClean(e.text());
            assertThat(e.text().toString()).doesNotContain(SECRET);
            assertThat(e.text().vi()).isNotBlank();
            assertThat(e.text().en()).isNotBlank().hasSizeLessThan(900);
        }
    }

    /** Nothing in it that is not seen but does something. */
    private static void isClean(Record words) {
        assertThat(words.toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
}
