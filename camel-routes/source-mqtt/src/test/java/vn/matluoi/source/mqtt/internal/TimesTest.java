package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {

    private static final Instant SEVEN = Instant.parse("2026-11-29T00:00:00Z");

    @Test
    void aTimeIsReadHoweverItIsWritten() {
        assertThat(List.of(
                        "2026-11-29T00:00:00Z",
                        "2026-11-29T07:00:00+07:00",
                        "2026-11-29T07:00:00",
                        "2026-11-29 07:00:00",
                        "2026-11-29T07:00",
                        "1795910400",
                        "1795910400000",
                        "1795910400.000"))
                .allSatisfy(text -> assertThat(Times.of(text)).contains(SEVEN));
        assertThat(Times.of("2026-11-29T07:00:00.250")).contains(SEVEN.plusMillis(250));
    }

    @Test
    void whatIsNoTimeIsNone() {
        assertThat(List.of(
                        "",
                        "x",
                        "29/11/2026",
                        "0",
                        "-1",
                        "1e9",
                        "99999999999999999",
                        "1969-01-01T00:00:00Z",
                        "+1000000-01-01T00:00:00Z",
                        "2026-13-01T00:00:00Z"))
                .allSatisfy(text -> assertThat(Times.of(text)).isEmpty());
    }
}
