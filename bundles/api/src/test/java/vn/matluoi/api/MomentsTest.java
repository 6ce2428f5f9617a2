package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    @Test
    void aMomentIsReadByItsOwnZone() {
        assertThat(Moments.read("2026-11-22T07:00:00+07:00")).contains(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(Moments.read("1970-01-01T00:00:00+07:00"))
                .as("a clock that was never set, in Việt Nam")
                .contains(Instant.parse("1969-12-31T17:00:00Z"));
        assertThat(Moments.read("9998-12-31T23:59:59Z")).contains(Instant.parse("9998-12-31T23:59:59Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "2026-11-22T07:00:00",
                "2026-02-30T07:00:00Z",
                "1969-12-31T23:59:59Z",
                "9999-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void whatIsNoMomentOfAClockIsNone(String text) {
        assertThat(Moments.read(text)).isEmpty();
    }
}
