package vn.matluoi.forward.mqtt.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.mqtt.MqttBrokerCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link MqttSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + MqttSink.NAME)
public final class MqttSinkCheck implements RouteCheck {

    private final SinkRouteCheck sink;
    private final MqttBrokerCheck broker;

    @Activate
    public MqttSinkCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    MqttSinkCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.broker = new MqttBrokerCheck(keys);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        broker.check(settings, errors);
        sink.check(settings, errors);
        own(settings, errors);
        return errors;
    }

    /** What is this template's alone. */
    static void own(Map<String, String> settings, List<FieldError> errors) {
        var topic = settings.getOrDefault("topic", TopicPattern.USUAL).strip();
        if (!topic.isEmpty() && !TopicPattern.isOne(topic)) {
            errors.add(new FieldError(
                    "topic",
                    "topic",
                    new Text(
                            "“%s” phải gồm 1–10 cấp, mỗi cấp là chữ không dấu, số, _ . - hoặc một trong {area}, {key}, {type}"
                                    .formatted(topic),
                            "\"%s\" must be 1 to 10 levels, each of letters without accents, digits, _ . - or one of {area}, {key}, {type}"
                                    .formatted(topic))));
        }
        var plain = settings.getOrDefault("plain", "false").strip();
        if (!plain.equals("true") && !plain.equals("false")) {
            errors.add(new FieldError(
                    "plain",
                    "boolean",
                    new Text(
                            "phải là true hoặc false, không phải “%s”".formatted(plain),
                            "must be true or false, not \"%s\"".formatted(plain))));
        }
        var address = settings.getOrDefault("broker", "").strip().toLowerCase(Locale.ROOT);
        if (address.startsWith("mqtt:") && plain.equals("false")) {
            errors.add(
                    new FieldError(
                            "broker",
                            "plain",
                            new Text(
                                    "mqtt gửi dữ liệu không mã hóa; dùng mqtts, hoặc đặt plain = true nếu đường truyền đã được bảo vệ",
                                    "mqtt sends in the clear; use mqtts, or set plain = true if the line is protected otherwise")));
        }
    }
}
