package vn.matluoi.source.sftp.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;

/**
 * What one route of sheets on a server is told to do.
 *
 * @param agency for whom it speaks
 * @param protocol how the server is spoken to
 * @param folder where the sheets lie there, as the server writes paths
 * @param username account on the server
 * @param password file with its password; empty where there is a key
 * @param key file with its private key; empty where there is a password
 * @param hostKey fingerprint that the server must show
 * @param pattern names of sheets
 * @param keep whether nothing is changed on the server
 * @param report whether a report is laid beside each sheet
 * @param stable how long a file must not have changed
 * @param every pause between two looks
 */
record SftpSettings(
        AgencyRoute agency,
        Protocol protocol,
        String host,
        int port,
        String folder,
        String username,
        Optional<KeyFile> password,
        Optional<KeyFile> key,
        HostKey hostKey,
        SheetNames pattern,
        boolean keep,
        boolean report,
        Duration stable,
        Duration every) {

    static final String PATTERN = "*.csv; *.xlsx";
    static final long STABLE_SECONDS = 5;
    static final long EVERY_SECONDS = 300;

    /** How a server is spoken to. */
    enum Protocol {
        SFTP(22),
        FTPS(21);

        private final int port;

        Protocol(int port) {
            this.port = port;
        }

        int port() {
            return port;
        }
    }

    /** @param keys the folder in which files with passwords and keys lie */
    static SftpSettings of(UnaryOperator<String> parameters, Path keys) {
        var protocol = AgencyRoute.text(parameters, "protocol")
                .map(text -> Protocol.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(Protocol.SFTP);
        var keep =
                AgencyRoute.text(parameters, "keep").map(Boolean::parseBoolean).orElse(false);
        return new SftpSettings(
                AgencyRoute.of(parameters),
                protocol,
                AgencyRoute.text(parameters, "host").orElseThrow(),
                AgencyRoute.text(parameters, "port").map(Integer::parseInt).orElse(protocol.port()),
                AgencyRoute.text(parameters, "folder").orElse("."),
                AgencyRoute.text(parameters, "username").orElseThrow(),
                AgencyRoute.text(parameters, "secret.file").map(name -> KeyFile.named(keys, name)),
                AgencyRoute.text(parameters, "key.file").map(name -> KeyFile.named(keys, name)),
                HostKey.of(AgencyRoute.text(parameters, "host.key").orElseThrow()),
                SheetNames.of(AgencyRoute.text(parameters, "pattern").orElse(PATTERN)),
                keep,
                AgencyRoute.text(parameters, "report")
                        .map(Boolean::parseBoolean)
                        .orElse(!keep),
                seconds(parameters, "stable.seconds", STABLE_SECONDS),
                seconds(parameters, "every.seconds", EVERY_SECONDS));
    }

    private static Duration seconds(UnaryOperator<String> parameters, String key, long otherwise) {
        return Duration.ofSeconds(
                AgencyRoute.text(parameters, key).map(Long::parseLong).orElse(otherwise));
    }
}
