package vn.matluoi.source.mail.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.Timing;

/**
 * What one route of sheets in mails is told to do.
 *
 * @param agency for whom it speaks
 * @param folder where the mails come in
 * @param username account of the mailbox
 * @param secret file with its password
 * @param certificate SHA-256 fingerprint that the server must show, hex
 * @param senders from whom sheets are taken
 * @param verifier the server that must have found the sender's signature good; empty if none must
 * @param keep whether mails stay where they are, and are flagged
 * @param timing when it looks
 */
record MailSettings(
        AgencyRoute agency,
        String host,
        int port,
        String folder,
        String username,
        KeyFile secret,
        String certificate,
        Senders senders,
        Optional<String> verifier,
        boolean keep,
        Timing timing) {

    static final int PORT = 993;
    static final long EVERY_SECONDS = 300;
    static final String FOLDER = "INBOX";

    /** @param keys the folder in which files with passwords lie */
    static MailSettings of(UnaryOperator<String> parameters, Path keys) {
        return new MailSettings(
                AgencyRoute.of(parameters),
                AgencyRoute.text(parameters, "host").orElseThrow(),
                AgencyRoute.text(parameters, "port").map(Integer::parseInt).orElse(PORT),
                AgencyRoute.text(parameters, "folder").orElse(FOLDER),
                AgencyRoute.text(parameters, "username").orElseThrow(),
                KeyFile.named(keys, AgencyRoute.text(parameters, "secret.file").orElseThrow()),
                PinnedCertificate.fingerprint(
                        AgencyRoute.text(parameters, "certificate").orElseThrow()),
                Senders.of(AgencyRoute.text(parameters, "from").orElseThrow()),
                AgencyRoute.text(parameters, "require.dkim")
                        .filter("true"::equals)
                        .flatMap(any -> AgencyRoute.text(parameters, "authserv.id")),
                AgencyRoute.text(parameters, "keep").map(Boolean::parseBoolean).orElse(false),
                Timing.of(parameters, EVERY_SECONDS));
    }
}
