package vn.matluoi.forward.registry.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.route.KeyFile;

/**
 * Where another registry is, and how this one speaks to it.
 *
 * @param address scheme, host and port
 * @param sender what it calls this hub: its source there is {@code upper-SENDER}
 * @param key file with the key of that source
 * @param certificate SHA-256 fingerprint that it must show, hex; empty for plain HTTP
 * @param compare how often checksums are compared
 * @param look how often the link is looked at
 * @param mostWithdrawn how many of a hundred cameras one comparison may withdraw
 */
record RegistrySettings(
        URI address,
        String sender,
        KeyFile key,
        Optional<String> certificate,
        Duration compare,
        Duration look,
        int mostWithdrawn) {

    /** @param keys the folder in which files with secrets lie */
    static RegistrySettings of(UnaryOperator<String> parameters, Path keys) {
        return new RegistrySettings(
                URI.create(text(parameters, "url").orElseThrow()),
                text(parameters, "sender").orElseThrow(),
                KeyFile.named(keys, text(parameters, "secret.file").orElseThrow()),
                HttpReceiver.certificate(parameters),
                Duration.ofHours(number(parameters, "reconcile.hours", 24)),
                Duration.ofSeconds(number(parameters, "link.seconds", 30)),
                number(parameters, "withdraw.percent", 20));
    }

    private static int number(UnaryOperator<String> parameters, String key, int otherwise) {
        return text(parameters, key).map(Integer::parseInt).orElse(otherwise);
    }

    private static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
