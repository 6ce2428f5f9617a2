package vn.matluoi.api.route;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/**
 * When a route asks its agency's system: again and again with a pause between, or at times of the day. Every template of such routes has
 * the parameters {@code every.seconds} and {@link #AT}.
 *
 * @param every pause between two runs; of no account if there are times
 * @param at times of the day in Vietnam, in their order; empty for none
 */
public record Timing(Duration every, List<LocalTime> at) {

    /** The parameter that names times of the day. */
    public static final AgencyRoute.Parameter AT = new AgencyRoute.Parameter(
            "at",
            "",
            "giờ chạy mỗi ngày theo giờ Việt Nam, thay cho every.seconds, ví dụ 02:00,14:00 / times of the day (Asia/Ho_Chi_Minh) instead of every.seconds, for example 02:00,14:00");

    private static final String EVERY = "every.seconds";
    private static final long LONGEST_SECONDS = 604_800;
    private static final int MOST_TIMES = 24;
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");

    public Timing {
        Objects.requireNonNull(every, "every");
        at = List.copyOf(new TreeSet<>(at));
    }

    public static Timing every(Duration pause) {
        return new Timing(pause, List.of());
    }

    /**
     * @param parameters by key; they have been checked
     * @param otherwise seconds of the pause if none is given
     */
    public static Timing of(UnaryOperator<String> parameters, long otherwise) {
        var seconds = AgencyRoute.text(parameters, EVERY).map(Long::parseLong).orElse(otherwise);
        return new Timing(
                Duration.ofSeconds(seconds),
                AgencyRoute.text(parameters, AT.name()).map(Timing::times).orElse(List.of()));
    }

    /** @param errors what is at fault is added; that both are given, {@link #checkGiven} finds */
    public static void check(Map<String, String> settings, List<FieldError> errors) {
        AgencyRouteCheck.number(EVERY, settings, 1, LONGEST_SECONDS, errors);
        var at = settings.getOrDefault(AT.name(), "").strip();
        if (at.isEmpty()) {
            return;
        }
        try {
            times(at);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(
                    AT.name(),
                    "time",
                    new Text(
                            "phải là 1 đến %d giờ trong ngày cách nhau bằng dấu phẩy, ví dụ 02:00,14:00, không phải “%s”"
                                    .formatted(MOST_TIMES, at),
                            "must be 1 to %d times of the day with commas between, as 02:00,14:00, not \"%s\""
                                    .formatted(MOST_TIMES, at))));
        }
    }

    /**
     * To be asked of every route, by whoever knows what was written and what is a default.
     *
     * @param given parameters as people wrote them, without defaults
     * @param errors is added to if both times and a pause are given, even if that pause is the default
     */
    public static void checkGiven(Map<String, String> given, List<FieldError> errors) {
        if (!given.getOrDefault(AT.name(), "").isBlank()
                && !given.getOrDefault(EVERY, "").isBlank()) {
            errors.add(new FieldError(
                    AT.name(),
                    "either",
                    new Text("dùng at hoặc every.seconds, không dùng cả hai", "give at or every.seconds, not both")));
        }
    }

    private static List<LocalTime> times(String text) {
        var times = new TreeSet<LocalTime>();
        for (var word : text.split(",", -1)) {
            var time = TIME.matcher(word.strip());
            if (!time.matches() || times.size() == MOST_TIMES) {
                throw new IllegalArgumentException(word);
            }
            times.add(LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))));
        }
        return List.copyOf(times);
    }

    /** @return the pauses of one route, with a chance of its own */
    Rhythm rhythm(Clock clock) {
        var chance = ThreadLocalRandom.current().nextDouble(); // so that routes of one period do not meet
        return at.isEmpty()
                ? new Pace(every, () -> ThreadLocalRandom.current().nextDouble())
                : new DayTimes(at, clock, () -> chance);
    }
}
