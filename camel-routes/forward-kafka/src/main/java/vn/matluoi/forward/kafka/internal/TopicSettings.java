package vn.matluoi.forward.kafka.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;

/**
 * Where a topic is, and how it is written to.
 *
 * @param brokers at least one
 * @param account empty where Kafka asks for none
 * @param secret file with the account's password; empty where there is no account
 * @param authority file with the root certificate that brokers must be signed by; empty where nothing is encrypted
 */
record TopicSettings(
        List<Broker> brokers,
        String topic,
        Optional<String> account,
        Optional<KeyFile> secret,
        String mechanism,
        Optional<Path> authority,
        String compression) {

    static final List<String> MECHANISMS = List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");
    static final List<String> COMPRESSIONS = List.of("gzip", "none");

    private static final int MOST_PORTS = 65_535;

    /** One server. */
    record Broker(String host, int port) {

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** @param keys the folder in which files with secrets lie */
    static TopicSettings of(UnaryOperator<String> parameters, Path keys) {
        return new TopicSettings(
                brokers(parameters.apply("brokers")),
                AgencyRoute.text(parameters, "topic").orElseThrow(),
                AgencyRoute.text(parameters, "username"),
                AgencyRoute.text(parameters, "secret.file").map(name -> KeyFile.named(keys, name)),
                AgencyRoute.text(parameters, "mechanism").orElse(MECHANISMS.get(0)),
                AgencyRoute.text(parameters, "ca.file").map(keys::resolve),
                AgencyRoute.text(parameters, "compression").orElse(COMPRESSIONS.get(0)));
    }

    /**
     * @param text {@code host:port}, with commas between
     * @throws IllegalArgumentException naming the one that is not written so
     */
    static List<Broker> brokers(String text) {
        var brokers = new ArrayList<Broker>();
        Arrays.stream(String.valueOf(text).split(",")).map(String::strip).forEach(one -> {
            var address = one.isEmpty() ? null : address(one);
            if (address == null
                    || address.getHost() == null
                    || address.getPort() < 1
                    || address.getPort() > MOST_PORTS
                    || address.getRawUserInfo() != null
                    || !("//" + one).equals(address.toString())
                    || !address.getRawPath().isEmpty()
                    || address.getRawQuery() != null
                    || address.getRawFragment() != null) {
                throw new IllegalArgumentException(one);
            }
            brokers.add(new Broker(address.getHost().replaceAll("[\\[\\]]", ""), address.getPort()));
        });
        return brokers;
    }

    private static URI address(String text) {
        try {
            return URI.create("//" + text);
        } catch (IllegalArgumentException e) {
            return null; // said by the caller
        }
    }
}
