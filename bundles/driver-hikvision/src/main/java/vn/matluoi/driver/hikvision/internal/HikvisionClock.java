package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * A device's clock: {@code System/time}. It is set by sending the same document back with another {@code localTime};
 * a device that follows a time server takes none, so that its mode becomes {@code manual}.
 */
final class HikvisionClock implements DeviceFacet.Clock {

    static final String PATH = "/ISAPI/System/time";

    static final String SERVERS = PATH + "/ntpServers";

    private static final Pattern LOCAL = Pattern.compile("(<(?:\\w+:)?localTime[^>]*>)\\s*([^<]*?)\\s*(</)");
    private static final Pattern MODE = Pattern.compile("(<(?:\\w+:)?timeMode[^>]*>)[^<]*(</)");
    private static final Pattern BY_SERVER =
            Pattern.compile("<(?:\\w+:)?timeMode[^>]*>\\s*NTP\\s*</", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("^\\S{10}[T ]\\d{1,2}:\\d{2}:\\d{2}");
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final String[] BY_NAME = {"hostName", "ipAddress", "ipv6Address"};
    private static final String[] BY_ADDRESS = {"ipAddress", "ipv6Address", "hostName"};
    private static final Duration NEAR = Duration.ofSeconds(10);

    private final Isapi isapi;
    private final Target target;
    private final InstantSource clock;

    HikvisionClock(Isapi isapi, Target target, InstantSource clock) {
        this.isapi = isapi;
        this.target = target;
        this.clock = clock;
    }

    /**
     * What a device said of its time.
     *
     * @param said its own words; empty if it tells no time
     * @param offset device clock minus hub clock; empty if it makes no sense
     * @param roundTrip how long it took to say so
     */
    record Reading(Optional<String> said, Optional<Duration> offset, Duration roundTrip) {}

    Reading read() throws DeviceException {
        var zone = DeviceTime.zone(target);
        var before = clock.instant();
        var said = isapi.find(PATH, "Time").flatMap(t -> t.text("localTime"));
        var took = Duration.between(before, clock.instant());
        var middle = before.plus(took.dividedBy(2));
        return new Reading(said, said.flatMap(DeviceTime::wall).map(w -> DeviceTime.offset(w, zone, middle)), took);
    }

    @Override
    public Duration offset() throws DeviceException {
        var reading = read();
        if (reading.said().isEmpty()) {
            throw Words.notThere(PATH);
        }
        return reading.offset()
                .orElseThrow(() -> Words.badTime(Clean.word(reading.said().get())));
    }

    /** The list is a document of its own, which some devices and accounts do not have. */
    @Override
    public Optional<String> follows() throws DeviceException {
        boolean byServer = isapi.find(PATH, "Time")
                .flatMap(t -> t.text("timeMode"))
                .filter(mode -> mode.equalsIgnoreCase("NTP"))
                .isPresent();
        return byServer ? Optional.of(server().orElse("NTP")) : Optional.empty();
    }

    private Optional<String> server() throws DeviceException {
        return HikvisionHealth.ifTold(() -> isapi.find(SERVERS))
                .flatMap(list -> list.all("NTPServer").stream().findFirst())
                .flatMap(HikvisionClock::name);
    }

    /** A device keeps what its {@code addressingFormatType} does not use. */
    private static Optional<String> name(XmlElement server) {
        boolean byAddress = server.text("addressingFormatType")
                .filter(type -> type.equalsIgnoreCase("ipaddress"))
                .isPresent();
        return Stream.of(byAddress ? BY_ADDRESS : BY_NAME)
                .flatMap(kind -> Clean.optional(server.text(kind)).stream())
                .findFirst();
    }

    /** What was not set and seen to be set leaves the device with the time server it had. */
    @Override
    public void set(Instant now) throws DeviceException {
        var zone = DeviceTime.zone(target);
        var wanted = Duration.between(clock.instant(), now);
        var reply = isapi.raw(DeviceRequest.get(PATH));
        var document = reply.text();
        var local = LOCAL.matcher(document);
        if (reply.status() >= 300 || !local.find()) {
            throw Isapi.refusal(PATH, reply.status() >= 300 ? reply.status() : 404);
        }
        var rest = SECONDS.matcher(local.group(2)).replaceFirst("");
        var wall = WALL.format(LocalDateTime.ofInstant(now.plusMillis(500), zone))
                + (rest.equals(local.group(2)) ? "" : rest);
        var changed = local.replaceFirst("$1" + Matcher.quoteReplacement(wall) + "$3");
        boolean followed = BY_SERVER.matcher(document).find();
        try {
            isapi.tell("PUT", PATH, MODE.matcher(changed).replaceFirst("$1manual$2"));
            if (offset().minus(wanted).abs().compareTo(NEAR) > 0) {
                throw Words.clockNotTaken();
            }
        } catch (DeviceException e) {
            if (followed) {
                putBack(document, e);
            }
            throw e;
        }
    }

    private void putBack(String document, DeviceException why) {
        try {
            isapi.tell("PUT", PATH, document);
        } catch (DeviceException e) {
            why.addSuppressed(e);
        }
    }
}
