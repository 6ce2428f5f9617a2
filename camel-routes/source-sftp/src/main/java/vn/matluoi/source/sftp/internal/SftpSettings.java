package vn.matluoi.source.sftp.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.sftp.FileServer;

/**
 * What one route of sheets on a server is told to do.
 *
 * @param agency for whom it speaks
 * @param server on which the sheets lie
 * @param pattern names of sheets
 * @param keep whether nothing is changed on the server
 * @param report whether a report is laid beside each sheet
 * @param stable how long a file must not have changed
 * @param timing when it looks
 */
record SftpSettings(
        AgencyRoute agency,
        FileServer server,
        SheetNames pattern,
        boolean keep,
        boolean report,
        Duration stable,
        Timing timing) {

    static final String PATTERN = "*.csv; *.xlsx";
    static final long STABLE_SECONDS = 5;
    static final long EVERY_SECONDS = 300;

    /** @param keys the folder in which files with passwords and keys lie */
    static SftpSettings of(UnaryOperator<String> parameters, Path keys) {
        var keep =
                AgencyRoute.text(parameters, "keep").map(Boolean::parseBoolean).orElse(false);
        return new SftpSettings(
                AgencyRoute.of(parameters),
                FileServer.of(parameters, keys),
                SheetNames.of(AgencyRoute.text(parameters, "pattern").orElse(PATTERN)),
                keep,
                AgencyRoute.text(parameters, "report")
                        .map(Boolean::parseBoolean)
                        .orElse(!keep),
                seconds(parameters, "stable.seconds", STABLE_SECONDS),
                Timing.of(parameters, EVERY_SECONDS));
    }

    private static Duration seconds(UnaryOperator<String> parameters, String key, long otherwise) {
        return Duration.ofSeconds(
                AgencyRoute.text(parameters, key).map(Long::parseLong).orElse(otherwise));
    }
}
