package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/** One message, JSON or XML, whole or cut anywhere: what is read of it is short and clean, and reading it takes no time. */
class AlertFuzzTest {

    private static final String[] NAMES = {
        "eventType", "eventState", "channelID", "dynChannelID", "dateTime", "targetType", "licensePlate", "statusCode"
    };

    @FuzzTest(maxDuration = "1m")
    void saysLittleAndInTime(byte[] message) {
        var text = new String(message, UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            check(text);
            check("{" + text);
            check(text.repeat(message.length < 100 ? 200 : 1));
        });
    }

    private static void check(String text) {
        var fields = Fields.of(text);
        for (var name : NAMES) {
            fields.get(name).ifPresent(value -> assertThat(value)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(200)
                    .isEqualTo(value.strip()));
        }
        boolean beat = Alert.isHeartbeat(fields);
        Alert.of(fields).ifPresent(alert -> {
            assertThat(beat).isFalse();
            assertThat(alert.topic()).hasSizeBetween(1, 80).doesNotContainPattern("\\p{Cntrl}");
            assertThat(alert.type()).isNotNull();
            assertThat(alert.phase()).isNotNull();
        });
    }
}
