package vn.matluoi.api.mqtt;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyRoute.Parameter;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;

/**
 * Where a broker is and how to log in. Every template of routes to brokers has these parameters ({@link #PARAMETERS}), and
 * its check judges them by {@link MqttBrokerCheck}.
 *
 * @param name of the route it is for, for logs
 * @param address {@code mqtt://HOST[:1883]} or {@code mqtts://HOST[:8883]}
 * @param clientId by which the broker knows the hub; each of its clients needs one of its own
 * @param session how long the broker keeps what it has for a hub that is away; zero for not at all
 * @param username account there; empty for none
 * @param secret file with its password, read each time the link is made
 * @param certificate SHA-256 fingerprint that the broker's certificate must have, hex in lower case without colons
 * @param authority PEM file of the authority that signed the broker's certificate, which must then name the host; used where no
 *     fingerprint is given
 */
public record MqttBroker(
        String name,
        URI address,
        String clientId,
        Duration session,
        String username,
        Optional<KeyFile> secret,
        Optional<String> certificate,
        Optional<KeyFile> authority) {

    /** What a template calls its parameters, in the order in which people read them. */
    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter(
                    "broker",
                    null,
                    "địa chỉ máy chủ MQTT / the broker's address, mqtts, or mqtt without encryption, for example mqtts://mqtt.example.vn:8883"),
            new Parameter(
                    "client.id",
                    "",
                    "tên của trạm trên máy chủ MQTT, mỗi trạm và mỗi tuyến một tên / name of the hub at the broker, one of its own for each hub and route; matluoi-NAME if empty, for example matluoi-xa-tan-an"),
            new Parameter(
                    "username",
                    "",
                    "tài khoản trên máy chủ MQTT / account on the broker, only with mqtts; none if empty, for example matluoi"),
            new Parameter(
                    "secret.file",
                    "",
                    "tệp trong etc/keys chứa mật khẩu / file in etc/keys that holds its password, for example mqtt-xa-tan-an"),
            new Parameter(
                    "certificate",
                    "",
                    "dấu vân tay SHA-256 của chứng thư máy chủ / SHA-256 fingerprint of the broker's certificate, with mqtts, for example "
                            + PinnedCertificate.EXAMPLE),
            new Parameter(
                    "ca.file",
                    "",
                    "thay cho certificate: tệp PEM trong etc/keys của nơi cấp chứng thư / instead of certificate: PEM file in etc/keys of the authority that signed it, for example mqtt-ca.pem"));

    public MqttBroker {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(authority, "authority");
    }

    /**
     * @param parameters by key, {@code routeName} among them; blank or null where there is none. They have been checked
     * @param keys the folder in which files with passwords lie
     */
    public static MqttBroker of(UnaryOperator<String> parameters, Path keys, Duration session) {
        var name = AgencyRoute.text(parameters, "routeName").orElseThrow();
        return new MqttBroker(
                name,
                URI.create(AgencyRoute.text(parameters, "broker").orElseThrow()),
                AgencyRoute.text(parameters, "client.id").orElse("matluoi-" + name),
                session,
                AgencyRoute.text(parameters, "username").orElse(""),
                AgencyRoute.text(parameters, "secret.file").map(file -> KeyFile.named(keys, file)),
                AgencyRoute.text(parameters, "certificate").map(PinnedCertificate::fingerprint),
                AgencyRoute.text(parameters, "ca.file").map(file -> KeyFile.named(keys, file)));
    }

    /** @return whether everything that is sent is encrypted */
    public boolean encrypted() {
        return "mqtts".equalsIgnoreCase(address.getScheme());
    }

    /** @return the port, also where the address names none */
    public int port() {
        return address.getPort() >= 0 ? address.getPort() : encrypted() ? 8883 : 1883;
    }
}
