package vn.matluoi.driver.dahua.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded file as the device knows it, and how it is written into a recording's reference:
 * {@code 2026-04-29T10:00:00/2026-04-29T10:30:00/320256446/mnt/dvr/...dav}.
 *
 * @param from device's wall clock
 * @param to device's wall clock, later
 * @param length bytes; 0 if it does not say
 * @param path on the device, beginning with a slash
 */
record Footage(LocalDateTime from, LocalDateTime to, long length, String path) {

    private static final int LONGEST_PATH = 400;

    /** Firmware refuses longer ones. */
    private static final Duration WINDOW = Duration.ofHours(6);

    /** @return empty if it has no path or no times */
    static Optional<Footage> of(KeyValues row) {
        var from = row.get("StartTime").flatMap(DeviceTime::wall);
        var to = row.get("EndTime").flatMap(DeviceTime::wall);
        var path = row.get("FilePath").filter(p -> p.startsWith("/") && p.length() <= LONGEST_PATH);
        if (from.isEmpty() || to.isEmpty() || path.isEmpty() || !to.get().isAfter(from.get())) {
            return Optional.empty();
        }
        return Optional.of(new Footage(from.get(), to.get(), row.number("Length"), path.get()));
    }

    String reference() {
        return "%s/%s/%d%s"
                .formatted(from.truncatedTo(ChronoUnit.SECONDS), to.truncatedTo(ChronoUnit.SECONDS), length, path);
    }

    /** @return empty if it is no reference of this driver's */
    static Optional<Footage> read(String reference) {
        var parts = reference.split("/", 4);
        if (parts.length < 4 || !parts[2].matches("\\d{1,15}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Footage(
                    LocalDateTime.parse(parts[0]),
                    LocalDateTime.parse(parts[1]),
                    Long.parseLong(parts[2]),
                    "/" + parts[3]));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @return the call that gives the file as it is */
    String whole() {
        return "/cgi-bin/RPC_Loadfile" + Encoded.path(path);
    }

    /** @return the calls that give its time in pieces, for firmware that does not know the other */
    List<String> windows(int channel) {
        var calls = new ArrayList<String>();
        for (var at = from; at.isBefore(to); at = at.plus(WINDOW)) {
            var end = at.plus(WINDOW).isBefore(to) ? at.plus(WINDOW) : to;
            calls.add("/cgi-bin/loadfile.cgi?action=startLoad&channel=%d&startTime=%s&endTime=%s&subtype=0"
                    .formatted(channel, Encoded.wall(at), Encoded.wall(end)));
        }
        return List.copyOf(calls);
    }
}
