package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException.FieldError;

class TimingTest {

    private static List<FieldError> errors(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        Timing.check(settings, errors);
        return errors;
    }

    @Test
    void readsAPauseOrTimesOfTheDay() {
        assertThat(Timing.of(Map.<String, String>of()::get, 300)).isEqualTo(Timing.every(Duration.ofSeconds(300)));
        assertThat(Timing.of(Map.of("every.seconds", "60")::get, 300)).isEqualTo(Timing.every(Duration.ofMinutes(1)));
        var settings = Map.of("at", " 14:30, 2:00,02:00 ", "every.seconds", "300");
        assertThat(errors(settings)).isEmpty();
        assertThat(Timing.of(settings::get, 300).at()).containsExactly(LocalTime.of(2, 0), LocalTime.of(14, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00", "2h", "02:60", "02:00,", ",", "02:00;14:00", "02:00:00", "sáng"})
    void refusesWhatIsNoTimeOfTheDay(String at) {
        assertThat(errors(Map.of("at", at))).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("at");
            assertThat(error.message().vi()).contains(at.strip(), "02:00,14:00");
        });
    }

    @Test
    void refusesMoreTimesThanHours() {
        var many = new ArrayList<String>();
        for (var i = 0; i < 25; i++) {
            many.add("%02d:%02d".formatted(i % 24, i));
        }
        assertThat(errors(Map.of("at", String.join(",", many)))).hasSize(1);
    }

    @Test
    void refusesAPauseBesideTimes() {
        for (var pause : List.of("60", "300")) { // whatever the default is
            var errors = new ArrayList<FieldError>();
            Timing.checkGiven(Map.of("at", "02:00", "every.seconds", pause), errors);
            assertThat(errors).extracting(FieldError::rule).containsExactly("either");
        }
        for (var given : List.of(
                Map.of("at", "02:00"),
                Map.of("at", " ", "every.seconds", "300"),
                Map.of("at", "02:00", "every.seconds", " "))) {
            var errors = new ArrayList<FieldError>();
            Timing.checkGiven(given, errors);
            assertThat(errors).as("%s", given).isEmpty();
        }
        assertThat(errors(Map.of("every.seconds", "0")))
                .extracting(FieldError::rule)
                .containsExactly("range");
    }

    @Test
    void onlyTimesOfTheDayAreToBeKeptOverARestart() {
        assertThat(Timing.every(Duration.ofMinutes(1)).rhythm(Clock.systemUTC()).times())
                .isEmpty();
        assertThat(new Timing(Duration.ZERO, List.of(LocalTime.NOON))
                        .rhythm(Clock.systemUTC())
                        .times())
                .isPresent();
    }
}
