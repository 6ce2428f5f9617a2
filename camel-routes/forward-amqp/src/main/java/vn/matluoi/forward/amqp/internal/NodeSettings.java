package vn.matluoi.forward.amqp.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;

/**
 * Where a node of a broker is.
 *
 * @param encrypted whether it speaks TLS
 * @param address the node's: a queue or a topic
 * @param account empty where the broker asks for none
 * @param secret file with the account's password; empty where there is no account
 * @param certificate SHA-256 fingerprint that the broker must show, hex; empty where nothing is encrypted
 */
record NodeSettings(
        String host,
        int port,
        boolean encrypted,
        String address,
        Optional<String> account,
        Optional<KeyFile> secret,
        Optional<String> certificate) {

    private static final int PORT = 5672;
    private static final int ENCRYPTED_PORT = 5671;

    /** @param keys the folder in which files with secrets lie */
    static NodeSettings of(UnaryOperator<String> parameters, Path keys) {
        var url = URI.create(AgencyRoute.text(parameters, "url").orElseThrow());
        var encrypted = "amqps".equalsIgnoreCase(url.getScheme());
        return new NodeSettings(
                url.getHost().replaceAll("[\\[\\]]", ""),
                url.getPort() > 0 ? url.getPort() : encrypted ? ENCRYPTED_PORT : PORT,
                encrypted,
                AgencyRoute.text(parameters, "address").orElseThrow(),
                AgencyRoute.text(parameters, "username"),
                AgencyRoute.text(parameters, "secret.file").map(name -> KeyFile.named(keys, name)),
                AgencyRoute.text(parameters, "certificate").map(PinnedCertificate::fingerprint));
    }
}
