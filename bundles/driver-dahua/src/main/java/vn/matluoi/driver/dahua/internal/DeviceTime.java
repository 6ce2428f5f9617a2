package vn.matluoi.driver.dahua.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;

/**
 * A device's wall clock: {@code 2026-11-22 07:00:00}, and nothing that tells its zone. The device's own zone is an index
 * into a table, and its summer time stands elsewhere with years of its own; one recorder was an hour off for months. So
 * the site's zone is the source's setting.
 */
final class DeviceTime {

    /** Option of a source: the zone its clock shows. */
    static final String OPTION = "time.zone";

    static final ZoneId USUAL = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final Pattern WALL =
            Pattern.compile("^\\s*(\\d{4})-(\\d{1,2})-(\\d{1,2})[T ]+(\\d{1,2}):(\\d{2}):(\\d{2}).*$", Pattern.DOTALL);

    private DeviceTime() {}

    /** @throws DeviceException.Unsupported if the option names no zone */
    static ZoneId zone(Target target) throws DeviceException {
        var option = Optional.ofNullable(target.options().get(OPTION)).filter(o -> !o.isBlank());
        try {
            return option.map(ZoneId::of).orElse(USUAL);
        } catch (DateTimeException e) {
            throw Words.badOption(OPTION, option.orElse(""), "Asia/Ho_Chi_Minh");
        }
    }

    static Optional<LocalDateTime> wall(String text) {
        var matcher = WALL.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var field = new int[6];
        for (int i = 0; i < field.length; i++) {
            field[i] = Integer.parseInt(matcher.group(i + 1));
        }
        try {
            return Optional.of(LocalDateTime.of(field[0], field[1], field[2], field[3], field[4], field[5]));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @return device clock minus hub clock, in whole seconds as the device tells no finer */
    static Duration offset(LocalDateTime wall, ZoneId zone, Instant hub) {
        return Duration.ofSeconds(
                Math.round(Duration.between(hub, wall.atZone(zone).toInstant()).toMillis() / 1000.0));
    }
}
