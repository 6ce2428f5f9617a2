package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttNotTaken;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.route.OneTry;

/** What the client throws, in words for those who keep the route's file. Never a secret; what a broker says is a claim, and cut. */
final class Causes {

    private static final int LONGEST_REASON = 100;

    private final MqttBroker broker;
    private final String where;

    Causes(MqttBroker broker) {
        this.broker = broker;
        this.where = broker.address().getHost() + ":" + broker.port();
    }

    /** @param thrown why there is no connection, or no longer */
    DeviceException noLink(Throwable thrown) {
        var tls = false;
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Mqtt5ConnAckException refused) {
                return refused(refused.getMqttMessage());
            }
            if (cause instanceof Mqtt5DisconnectException ended
                    && ended.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER) {
                return new Unreachable(new Text(
                        "một máy khác vừa kết nối %s bằng cùng client.id “%s”; mỗi trạm và mỗi tuyến cần một tên riêng"
                                .formatted(where, broker.clientId()),
                        "another client has connected to %s with the same client.id “%s”; each hub and each route needs one of its own"
                                .formatted(where, broker.clientId())));
            }
            if (cause instanceof Mqtt5DisconnectException ended
                    && ended.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.QOS_NOT_SUPPORTED) {
                return confirmsNothing(said(Mqtt5DisconnectReasonCode.QOS_NOT_SUPPORTED));
            }
            if (sentTooMany(cause)) {
                return new Busy(new Text(
                        "%s gửi nhiều thông điệp chưa xác nhận hơn mức trạm đặt; trạm kết nối lại, không đặt mức"
                                .formatted(where),
                        "%s sends more unconfirmed messages than the hub allows; the hub connects again, and sets no limit"
                                .formatted(where)));
            }
            if (cause instanceof Mqtt5DisconnectException ended && isBrokers(ended)) {
                return new Unreachable(new Text(
                        "%s đã ngắt kết nối%s"
                                .formatted(where, said(ended.getMqttMessage().getReasonCode())),
                        "%s has ended the connection%s"
                                .formatted(where, said(ended.getMqttMessage().getReasonCode()))));
            }
            if (cause instanceof ConnectionClosedException closed
                    && closed.getMessage().startsWith("Server closed")) {
                return new Unreachable(new Text(
                        "%s ngắt kết nối mà không nói lý do; nếu lặp lại, có thể một máy khác dùng cùng client.id “%s”"
                                .formatted(where, broker.clientId()),
                        "%s closed the connection without a reason; if it does so again and again, another client may have the same client.id “%s”"
                                .formatted(where, broker.clientId())));
            }
            if (cause instanceof Proof.OtherCertificate other) {
                return new Refused(
                        Why.CERTIFICATE,
                        new Text(
                                "%s đưa ra chứng thư %s, khác với khóa certificate trong tệp; hỏi nơi quản lý máy chủ MQTT trước khi sửa"
                                        .formatted(where, other.shown()),
                                "%s shows the certificate %s, which is not the one that the key certificate of the file names; ask those who run the broker before you change it"
                                        .formatted(where, other.shown())),
                        Optional.empty(),
                        Optional.of(other.shown()));
            }
            tls |= cause instanceof SSLException;
        }
        if (tls) {
            return noTls();
        }
        return new Unreachable(
                new Text(
                        "không có kết nối MQTT 5 tới %s; kiểm tra máy chủ, địa chỉ, cổng và tường lửa".formatted(where),
                        "there is no MQTT 5 connection to %s; check the broker, its address, the port and firewalls"
                                .formatted(where)),
                thrown);
    }

    /**
     * Over its Receive Maximum (MQTT 5.0, 3.1.2.11.3) the client ends the connection. Mosquitto 2.0.11 sends all it has at the first PUBACK
     * of a session that was resumed.
     *
     * @param thrown why the connection is gone
     */
    static boolean sentTooMany(Throwable thrown) {
        return thrown instanceof Mqtt5DisconnectException ended
                && !isBrokers(ended)
                && ended.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED;
    }

    /** The client itself says so, too, of a broker that breaks the rules or does not answer. */
    private static boolean isBrokers(Mqtt5DisconnectException ended) {
        return ended.getMessage().startsWith("Server sent");
    }

    private DeviceException noTls() {
        return broker.authority().isPresent()
                ? new Refused(
                        Why.CERTIFICATE,
                        new Text(
                                "%s không trình được chứng thư do nơi cấp trong ca.file ký và ghi đúng tên máy, còn hạn"
                                        .formatted(where),
                                "%s shows no valid certificate that the authority in ca.file signed and that names the host"
                                        .formatted(where)))
                : new Unreachable(new Text(
                        "%s không bắt tay được TLS 1.2 trở lên; kiểm tra cổng có phải là cổng mqtts".formatted(where),
                        "%s does not complete a TLS handshake of 1.2 or later; check that the port is one of mqtts"
                                .formatted(where)));
    }

    private DeviceException refused(Mqtt5ConnAck answer) {
        var code = answer.getReasonCode();
        return switch (code) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD, BANNED ->
                new Refused(
                        Why.CREDENTIALS,
                        broker.username().isEmpty()
                                ? new Text(
                                        "%s đòi đăng nhập hoặc không cho client.id “%s” vào%s; hãy đặt username và secret.file"
                                                .formatted(where, broker.clientId(), said(code)),
                                        "%s asks for a log-in, or does not let client.id “%s” in%s; set username and secret.file"
                                                .formatted(where, broker.clientId(), said(code)))
                                : new Text(
                                        "%s không nhận username hoặc mật khẩu trong tệp secret.file%s; %s"
                                                .formatted(where, said(code), OneTry.AGAIN.vi()),
                                        "%s does not accept username or the password in the file secret.file%s; %s"
                                                .formatted(where, said(code), OneTry.AGAIN.en())));
            case CLIENT_IDENTIFIER_NOT_VALID ->
                new Refused(
                        Why.RIGHTS,
                        new Text(
                                "%s không nhận client.id “%s”".formatted(where, broker.clientId()),
                                "%s does not accept the client.id “%s”".formatted(where, broker.clientId())));
            case SERVER_BUSY, SERVER_UNAVAILABLE, QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED ->
                new Busy(new Text(
                        "%s đang quá tải%s".formatted(where, said(code)), "%s is busy%s".formatted(where, said(code))));
            case UNSUPPORTED_PROTOCOL_VERSION ->
                new Unreachable(
                        new Text("%s không biết MQTT 5".formatted(where), "%s does not know MQTT 5".formatted(where)));
            default ->
                new Unreachable(new Text(
                        "%s từ chối kết nối%s".formatted(where, said(code)),
                        "%s refuses the connection%s".formatted(where, said(code))));
        };
    }

    /** @param thrown by a subscription */
    DeviceException noTopic(String filter, Throwable thrown) {
        if (thrown instanceof Mqtt5SubAckException refused) {
            var codes = refused.getMqttMessage().getReasonCodes();
            return new Refused(
                    Why.RIGHTS,
                    new Text(
                            "%s không cho nhận chủ đề “%s”%s".formatted(where, filter, said(codes.get(0))),
                            "%s does not let the hub receive the topic “%s”%s"
                                    .formatted(where, filter, said(codes.get(0)))));
        }
        if (thrown instanceof CancellationException) {
            return new Unreachable(new Text(
                    "%s không trả lời yêu cầu nhận chủ đề “%s”; trạm sẽ kết nối lại".formatted(where, filter),
                    "%s does not answer to the wish for the topic “%s”; the hub will connect again"
                            .formatted(where, filter)));
        }
        return noLink(thrown);
    }

    /**
     * @param granted by SUBACK: MQTT 5.0, 3.9.3
     * @return why the route cannot rely on what it asked for
     */
    Optional<DeviceException> grantsLess(MqttSubscription wanted, Mqtt5SubAckReasonCode granted) {
        var qos = granted.getCode(); // of what is granted the code is the QoS
        if (qos >= wanted.qos()) {
            return Optional.empty();
        }
        var harm = qos == 0
                ? new Text(
                        "những gì đến lúc trạm vắng hoặc bận sẽ mất",
                        "what comes while the hub is away or busy is lost")
                : new Text("một thông điệp có thể đến hai lần", "a message may come twice");
        return Optional.of(new Refused(
                Why.RIGHTS,
                new Text(
                        "%s chỉ cho nhận chủ đề “%s” với QoS %d, tuyến hỏi QoS %d: %s; hãy cho phép QoS %d ở máy chủ MQTT (với mosquitto: max_qos), hoặc đặt qos = %d nếu chấp nhận"
                                .formatted(where, wanted.filter(), qos, wanted.qos(), harm.vi(), wanted.qos(), qos),
                        "%s grants QoS %d for the topic “%s”, and the route asks for QoS %d: %s; allow QoS %d at the broker (mosquitto: max_qos), or set qos = %d to put up with it"
                                .formatted(where, qos, wanted.filter(), wanted.qos(), harm.en(), wanted.qos(), qos))));
    }

    /** Nobody would know what arrived: nothing is sent so. */
    Refused confirmsNothing() {
        return confirmsNothing("");
    }

    private Refused confirmsNothing(String said) {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "%s chỉ nhận QoS 0, tức là không xác nhận thông điệp nào%s, nên trạm không gửi; hãy cho phép QoS 1 ở máy chủ MQTT (với mosquitto: max_qos) rồi cho đích chạy tiếp (hub:sink-resume)"
                                .formatted(where, said),
                        "%s takes QoS 0 alone, and so confirms no message%s: the hub sends none; allow QoS 1 at the broker (mosquitto: max_qos) and resume the sink (hub:sink-resume)"
                                .formatted(where, said)));
    }

    /**
     * Codes of PUBACK: MQTT 5.0, 3.4.2.1.
     *
     * @param thrown since a message was not confirmed
     * @return an {@link MqttNotTaken} or a {@link DeviceException}
     */
    Exception notSent(String topic, Throwable thrown) {
        var quoted = DeviceWords.clean(topic, LONGEST_REASON);
        if (thrown instanceof Mqtt5PubAckException refused) {
            var code = refused.getMqttMessage().getReasonCode();
            var text = new Text(
                    "%s không nhận thông điệp gửi tới “%s”%s".formatted(where, quoted, said(code)),
                    "%s does not take a message to “%s”%s".formatted(where, quoted, said(code)));
            return switch (code) {
                case NOT_AUTHORIZED -> new Refused(Why.RIGHTS, text);
                case QUOTA_EXCEEDED, PACKET_IDENTIFIER_IN_USE -> new Busy(text);
                case TOPIC_NAME_INVALID, PAYLOAD_FORMAT_INVALID -> new MqttNotTaken(text, MqttNotTaken.Why.MESSAGE);
                default -> new MqttNotTaken(text, MqttNotTaken.Why.UNSAID);
            };
        }
        if (thrown instanceof MqttEncodeException) { // not sent at all: 3.2.2.3.6
            return new MqttNotTaken(
                    new Text(
                            "thông điệp gửi tới “%s” lớn hơn mức %s cho phép".formatted(quoted, where),
                            "the message to “%s” is larger than %s allows".formatted(quoted, where)),
                    MqttNotTaken.Why.MESSAGE);
        }
        return underWay(thrown);
    }

    /** @return whether hub and broker do not agree about what is under way, which a session that begins anew mends: 3.4.2.1 */
    static boolean isOutOfStep(Throwable thrown) {
        return thrown instanceof Mqtt5PubAckException refused
                && refused.getMqttMessage().getReasonCode() == Mqtt5PubAckReasonCode.PACKET_IDENTIFIER_IN_USE;
    }

    /**
     * A broker may end the connection over what it is sent (4.13.1), and then says so of none of those that were on their way. Codes of
     * DISCONNECT: MQTT 5.0, 3.14.2.1.
     *
     * @param thrown why the connection is gone
     * @return why what was on its way is not confirmed, an {@link MqttNotTaken} or a {@link DeviceException}
     */
    Exception underWay(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Mqtt5DisconnectException ended && isBrokers(ended)) {
                var code = ended.getMqttMessage().getReasonCode();
                var text = new Text(
                        "%s ngắt kết nối khi nhận thông điệp%s".formatted(where, said(code)),
                        "%s ended the connection over a message%s".formatted(where, said(code)));
                return switch (code) {
                    case UNSPECIFIED_ERROR,
                            MALFORMED_PACKET,
                            PROTOCOL_ERROR,
                            IMPLEMENTATION_SPECIFIC_ERROR,
                            TOPIC_NAME_INVALID,
                            PACKET_TOO_LARGE,
                            PAYLOAD_FORMAT_INVALID -> new MqttNotTaken(text, MqttNotTaken.Why.ENDED);
                    case NOT_AUTHORIZED -> new Refused(Why.RIGHTS, text);
                    case QOS_NOT_SUPPORTED -> confirmsNothing(said(code));
                    default -> noLink(thrown); // it says of no message that it is the reason
                };
            }
        }
        return noLink(thrown);
    }

    /** Codes are the standard's own words, in English in both languages; a broker's free text is not passed on. */
    private static String said(Mqtt5ReasonCode code) {
        return " (MQTT 0x%02X, %s)"
                .formatted(code.getCode(), String.valueOf(code).toLowerCase(Locale.ROOT));
    }
}
