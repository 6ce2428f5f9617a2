package vn.matluoi.forward.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkFields;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;

/**
 * Tells what cameras and devices report. Who may be told is judged by the catalogue as it is when it leaves. What a camera reports that
 * is a state secret (R1.4) leaves by no sink, nor does what cannot be told apart from it: what its recorder reports of itself.
 */
final class EventTelling implements Telling {

    private static final String PREFIX = "vn.matluoi.event.";

    private final SinkRoute route;
    private final EventLog log;
    private final Catalogue catalogue;
    private final Reach reach;
    private final SinkFields fields;
    private final CloudEvents events;

    EventTelling(SinkRoute route, EventLog log, Catalogue catalogue, Areas areas, String hub) {
        this.route = route;
        this.log = log;
        this.catalogue = catalogue;
        this.reach = new Reach(route, areas);
        this.fields = new SinkFields(route);
        this.events = new CloudEvents(hub, "events", "event");
    }

    @Override
    public long last() {
        return log.last();
    }

    @Override
    public long first() {
        return log.first();
    }

    @Override
    public List<Step> read(long after, int limit, Memory memory) {
        catalogue.refresh();
        return log.read(Scope.all(), EventQuery.everything(), after, limit).stream()
                .map(stored -> new Step(stored.sequence(), stored.event().hubTime(), told(stored), Optional.empty()))
                .toList();
    }

    /** What was reported stays what was reported. */
    @Override
    public Optional<Step> again(long sequence, Memory memory) {
        return read(sequence - 1, 1, memory).stream()
                .filter(step -> step.sequence() == sequence)
                .findFirst();
    }

    private Optional<Delivery> told(StoredEvent stored) {
        var event = stored.event();
        var type = event.type().name().toLowerCase(Locale.ROOT);
        if (!route.types().isEmpty() && !route.types().contains(type) || isPersonal(event) && !route.personal()) {
            return Optional.empty();
        }
        var camera = camera(stored);
        if (camera.map(Catalogue::isSecret).orElseGet(() -> catalogue.carriesSecrets(event.source()))) {
            return Optional.empty();
        }
        var area = camera.map(Camera::area).or(() -> catalogue.area(event.source()));
        var sector = camera.flatMap(one -> Optional.ofNullable(one.values().get(CameraField.SECTOR)))
                .or(() -> catalogue.sector(event.source()));
        var basis = camera.flatMap(one -> Optional.ofNullable(one.values().get(CameraField.LEGAL_BASIS)));
        if (!reach.covers(area, sector, basis)) {
            return Optional.empty();
        }
        return Optional.of(events.write(
                stored.sequence(),
                PREFIX + type,
                event.source().value(),
                camera.map(Camera::id).map(CameraId::value),
                area,
                event.hubTime(),
                json -> data(json, stored, type, camera, area)));
    }

    private static boolean isPersonal(CameraEvent event) {
        return event.type() == CameraEvent.Type.PLATE_READ || event.type() == CameraEvent.Type.FACE_SEEN;
    }

    /** A channel nobody knew when it reported may be a camera by now. */
    private Optional<Camera> camera(StoredEvent stored) {
        var event = stored.event();
        return stored.camera().flatMap(catalogue::camera).or(() -> event.channel()
                .flatMap(channel -> catalogue.camera(event.source(), channel)));
    }

    private void data(
            JsonGenerator json, StoredEvent stored, String type, Optional<Camera> camera, Optional<AreaCode> area)
            throws IOException {
        var event = stored.event();
        if (camera.isPresent()) {
            json.writeStringField("camera", camera.get().id().value());
        }
        json.writeStringField("type", type);
        json.writeStringField("phase", event.phase().name().toLowerCase(Locale.ROOT));
        json.writeStringField("at", event.hubTime().toString());
        text(json, "area", area.map(AreaCode::value));
        text(json, "source", Optional.of(event.source().value()));
        text(json, "channel", event.channel().map(Object::toString));
        text(json, "deviceTime", event.deviceTime().map(Object::toString));
        if (fields.tells("assumed")) {
            json.writeBooleanField("assumed", stored.assumed());
        }
        text(json, "topic", Optional.of(event.topic()));
        text(json, "payload", Optional.of(event.payload()));
        var values = named(camera);
        if (!values.isEmpty()) {
            CloudEvents.texts(json, "values", values);
        }
    }

    private void text(JsonGenerator json, String key, Optional<String> text) throws IOException {
        if (text.isPresent() && fields.tells(key)) {
            json.writeStringField(key, text.get());
        }
    }

    /** Of the camera itself an event tells what the settings name, and nothing otherwise: a receiver has it from the changes. */
    private Map<String, String> named(Optional<Camera> camera) {
        var values = new TreeMap<String, String>();
        if (!route.fields().isEmpty()) {
            camera.ifPresent(one -> one.values().forEach((field, value) -> {
                if (fields.tells(field)) {
                    values.put(field.key(), value);
                }
            }));
        }
        return values;
    }
}
