package vn.matluoi.driver.onvif.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/**
 * What a device says of the time. The offset is computed from the hub's clock; the zone the device prints serves only where it
 * tells no UTC, and where it cannot be read the source's zone does.
 *
 * @param utc its UTC, as it says
 * @param local its local time, taken to UTC
 * @param zone its zone in its own words; empty if it says none
 * @param byServer whether it takes its time from a server
 */
record DeviceClock(Optional<Instant> utc, Optional<Instant> local, String zone, boolean byServer) {

    /** Option of a source: the zone the site is in. */
    static final String OPTION = "time.zone";

    static final DeviceClock UNKNOWN = new DeviceClock(Optional.empty(), Optional.empty(), "", false);

    static final ZoneId USUAL = ZoneId.of("Asia/Ho_Chi_Minh");

    /** POSIX 8.3 with the sign turned: {@code CST-8:00:00} is eight hours east; signs and colons as devices write them. */
    private static final Pattern POSIX = Pattern.compile(
            "\\s*(?:[A-Za-z]{3,32}|<[^>]{1,12}>)\\s*([+-]?)(\\d{1,2})(?::(\\d{2}))?(?::\\d{2})?(?!\\d).*",
            Pattern.DOTALL);

    private static final Duration SAME = Duration.ofSeconds(3);

    /** @param answer to {@code GetSystemDateAndTime} */
    static DeviceClock read(XmlElement answer, ZoneId site) {
        var time = answer.child("SystemDateAndTime");
        var zone = time.flatMap(t -> t.text("TimeZone", "TZ")).orElse("").strip();
        var utc = time.flatMap(t -> wall(t, "UTCDateTime")).map(w -> w.toInstant(ZoneOffset.UTC));
        var local = time.flatMap(t -> wall(t, "LocalDateTime"))
                .map(w -> posix(zone).map(w::toInstant).orElseGet(() -> w.atZone(site)
                        .toInstant()));
        boolean byServer = time.flatMap(t -> t.text("DateTimeType"))
                .filter(type -> type.equalsIgnoreCase("NTP"))
                .isPresent();
        return new DeviceClock(utc, local, zone, byServer);
    }

    static ZoneId site(Target target) throws DeviceException {
        var option = Optional.ofNullable(target.options().get(OPTION)).filter(o -> !o.isBlank());
        try {
            return option.map(o -> ZoneId.of(o.strip())).orElse(USUAL);
        } catch (DateTimeException e) {
            throw Words.badOption(OPTION, option.orElse(""), "Asia/Ho_Chi_Minh");
        }
    }

    static Optional<ZoneOffset> posix(String zone) {
        var matcher = POSIX.matcher(zone);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int minutes = Integer.parseInt(matcher.group(2)) * 60
                + Optional.ofNullable(matcher.group(3)).map(Integer::parseInt).orElse(0);
        int east = matcher.group(1).equals("-") ? minutes : -minutes;
        return Math.abs(east) <= 14 * 60 ? Optional.of(ZoneOffset.ofTotalSeconds(east * 60)) : Optional.empty();
    }

    private static Optional<LocalDateTime> wall(XmlElement time, String name) {
        try {
            var at = time.child(name).orElseThrow(() -> new DateTimeException("none"));
            return Optional.of(LocalDateTime.of(
                    number(at, "Date", "Year"),
                    number(at, "Date", "Month"),
                    number(at, "Date", "Day"),
                    number(at, "Time", "Hour"),
                    number(at, "Time", "Minute"),
                    number(at, "Time", "Second")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(XmlElement at, String part, String field) {
        var text = at.text(part, field).orElse("");
        if (!text.matches("\\d{1,4}")) {
            throw new DateTimeException(field);
        }
        return Integer.parseInt(text);
    }

    /** @return device clock minus hub clock; empty if the device tells no time */
    Optional<Duration> offset(Instant hub) {
        return utc.or(() -> local)
                .map(t -> Duration.ofSeconds(Math.round(Duration.between(hub, t).toMillis() / 1000.0)));
    }

    /**
     * What the device's clock may show, to date a log-in by: as it says; its local time, where it writes that as UTC; the hub's
     * own. Those that come to the same are one.
     */
    List<Duration> offsets(Instant hub) {
        var offsets = new ArrayList<Duration>();
        utc.ifPresent(t -> offsets.add(Duration.between(hub, t)));
        local.ifPresent(t -> add(offsets, Duration.between(hub, t)));
        add(offsets, Duration.ZERO);
        return List.copyOf(offsets);
    }

    private static void add(List<Duration> offsets, Duration offset) {
        if (offsets.stream().noneMatch(o -> o.minus(offset).abs().compareTo(SAME) < 0)) {
            offsets.add(offset);
        }
    }

    /** @return a time as devices write it in XML: with {@code Z}, an offset, or neither, which is UTC */
    static Optional<Instant> instant(String text) {
        var bare = text.strip();
        try {
            return Optional.of(OffsetDateTime.parse(bare).toInstant());
        } catch (DateTimeException e) {
            try {
                return Optional.of(LocalDateTime.parse(bare).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        }
    }
}
