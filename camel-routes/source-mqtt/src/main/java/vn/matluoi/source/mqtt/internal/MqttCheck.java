package vn.matluoi.source.mqtt.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.mqtt.MqttBrokerCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.JsonTree;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/**
 * What makes sense for the parameters of {@link MqttSource}. With each profile that comes or goes it comes anew, so that
 * what was refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + MqttSource.NAME)
public final class MqttCheck implements RouteCheck {

    private final MqttSource source;
    private final BiConsumer<Map<String, String>, List<FieldError>> agency;
    private final MqttBrokerCheck broker;

    @Activate
    public MqttCheck(
            @Reference MqttSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles)::check, KeyFile.folder());
    }

    /** @param agency adds what is at fault with the parameters that all such routes have */
    MqttCheck(MqttSource source, BiConsumer<Map<String, String>, List<FieldError>> agency, Path keys) {
        this.source = source;
        this.agency = agency;
        this.broker = new MqttBrokerCheck(keys);
    }

    @Override
    public Optional<Text> complaint(String routeName) {
        return source.problem(routeName);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        broker.check(settings, errors);
        agency.accept(settings, errors);
        MqttBrokerCheck.filter("topic", settings, errors);
        AgencyRouteCheck.number("qos", settings, 0, 2, errors);
        AgencyRouteCheck.number("session.hours", settings, 0, 720, errors);
        AgencyRouteCheck.number("rate", settings, 1, 1000, errors);
        kind(value("kind", settings), errors);
        List.of("items", "state").forEach(key -> pointer(key, value(key, settings), errors));
        List.of("camera", "type", "time", "phase").forEach(key -> place(key, value(key, settings), errors));
        types(value("types", settings), errors);
        phases(value("phases", settings), errors);
        status(settings, errors);
        columns(value("columns", settings), errors);
        return errors;
    }

    private static void kind(String kind, List<FieldError> errors) {
        if (!kind.isEmpty() && !List.of("events", "cameras", "status").contains(kind)) {
            errors.add(error(
                    "kind",
                    "kind",
                    "phải là events, cameras hoặc status, không phải “%s”",
                    "must be events, cameras or status, not \"%s\"",
                    kind));
        }
    }

    private static void pointer(String key, String text, List<FieldError> errors) {
        if (!JsonTree.isPointer(text)) {
            errors.add(error(
                    key,
                    "pointer",
                    "“%s” không phải con trỏ JSON, ví dụ /data",
                    "\"%s\" is no JSON pointer, as /data is",
                    text));
        }
    }

    private static void place(String key, String text, List<FieldError> errors) {
        if (!text.isEmpty() && !Place.isOne(text)) {
            errors.add(error(
                    key,
                    "place",
                    "“%s” không phải con trỏ JSON như /data/camera, cũng không phải cấp của chủ đề như topic:2",
                    "\"%s\" is neither a JSON pointer, as /data/camera is, nor a level of the topic, as topic:2 is",
                    text));
        }
    }

    private static void types(String text, List<FieldError> errors) {
        try {
            new Words<>(CameraEvent.Type.class, text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "types",
                    "words",
                    "“%s” không có dạng TỪ = LOẠI; các loại: " + names(CameraEvent.Type.values()),
                    "\"%s\" is not written WORD = TYPE; the types: " + names(CameraEvent.Type.values()),
                    e.getMessage()));
        }
    }

    private static void phases(String text, List<FieldError> errors) {
        try {
            MqttSettings.phases(text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "phases",
                    "words",
                    "“%s” không có dạng TỪ = ACTIVE, INACTIVE hoặc PULSE",
                    "\"%s\" is not written WORD = ACTIVE, INACTIVE or PULSE",
                    e.getMessage()));
        }
    }

    private static void status(Map<String, String> settings, List<FieldError> errors) {
        try {
            MqttSettings.states(value("states", settings));
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "states",
                    "words",
                    "“%s” không có dạng TỪ = ONLINE hoặc OFFLINE",
                    "\"%s\" is not written WORD = ONLINE or OFFLINE",
                    e.getMessage()));
        }
        var camera = value("camera", settings);
        if (value("kind", settings).equals("status")
                && value("state", settings).isEmpty()
                && !Place.isLevel(camera)
                && (camera.isEmpty() || Place.isOne(camera))) { // what is none has been said
            errors.add(error(
                    "camera",
                    "place",
                    "“%s”: thông điệp chỉ là một từ thì mã camera phải ở chủ đề, ví dụ topic:2; nếu là JSON, hãy cho biết state",
                    "\"%s\": where a message is no more than a word, the camera's code stands in the topic, as in topic:2; if it is JSON, name state",
                    camera));
        }
    }

    private static void columns(String text, List<FieldError> errors) {
        try {
            var wrong = Words.lines(text).values().stream()
                    .filter(pointer -> !JsonTree.isPointer(pointer))
                    .findFirst();
            if (wrong.isPresent()) {
                throw new IllegalArgumentException(wrong.get());
            }
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "columns",
                    "columns",
                    "“%s” không có dạng CỘT = /nơi/giá/trị; CỘT = …",
                    "\"%s\" is not written HEADING = /where/it/is; HEADING = …",
                    e.getMessage()));
        }
    }

    private static String names(Enum<?>... all) {
        return String.join(", ", Arrays.stream(all).map(Enum::name).toList());
    }

    private static String value(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
