package vn.matluoi.forward.webhook.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.route.KeyFile;

/**
 * Where a webhook goes.
 *
 * @param address of the receiver; host, port, path and query
 * @param key what messages are signed with
 * @param certificate SHA-256 fingerprint that the receiver must show, hex; empty for plain HTTP
 * @param batched whether several events are sent in one message
 */
record WebhookSettings(URI address, KeyFile key, Optional<String> certificate, boolean batched) {

    /** @param keys the folder in which files with secrets lie */
    static WebhookSettings of(UnaryOperator<String> parameters, Path keys) {
        return new WebhookSettings(
                URI.create(text(parameters, "url").orElseThrow()),
                KeyFile.named(keys, text(parameters, "secret.file").orElseThrow()),
                HttpReceiver.certificate(parameters),
                !text(parameters, "mode").orElse("batched").equals("structured"));
    }

    private static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @return path and query, as they go into a request */
    String path() {
        var path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }
}
