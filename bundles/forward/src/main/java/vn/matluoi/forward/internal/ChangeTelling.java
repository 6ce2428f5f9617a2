package vn.matluoi.forward.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Unit;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkFields;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.Units;

/**
 * Tells what changes in the catalogue. A sink is told all of a camera that it hears of for the first time, and from then on what
 * changes; one that is not for it any more (moved away, of another sector, a state
 * secret by now: R1.4) is withdrawn: it is told its id, and nothing else. Of one that was merged into another it is told which. Who
 * may be told is judged by the catalogue as it is when it leaves, not as it was then. Changes of sources are told to nobody.
 *
 * <p>A sink that compares may know cameras that it was not told of from here. Whatever may have made one not for it is told to it.
 */
final class ChangeTelling implements Telling {

    private static final String PREFIX = "vn.matluoi.";
    private static final String CAMERA = "camera.";
    private static final String WITHDRAWN = "camera.withdrawn";
    private static final String MERGED = "camera.merged";
    private static final String UNIT = "unit.put";
    /** What decides whom a camera is for. */
    private static final Set<String> DECIDING = Set.of(
            CameraField.AREA.key(),
            CameraField.SECTOR.key(),
            CameraField.LEGAL_BASIS.key(),
            CameraField.STATE_SECRET.key(),
            Changes.OTHER);

    private final SinkRoute route;
    private final Changes changes;
    private final Catalogue catalogue;
    private final Units units;
    private final Reach reach;
    private final SinkFields fields;
    private final CloudEvents events;

    ChangeTelling(SinkRoute route, Changes changes, Catalogue catalogue, Units units, Areas areas, String hub) {
        this.route = route;
        this.changes = changes;
        this.catalogue = catalogue;
        this.units = units;
        this.reach = new Reach(route, areas);
        this.fields = new SinkFields(route);
        this.events = new CloudEvents(hub, "changes", "change");
    }

    @Override
    public long last() {
        return changes.last();
    }

    @Override
    public long first() {
        return 1; // what changed in the catalogue is kept for good
    }

    @Override
    public List<Step> read(long after, int limit, Memory memory) {
        catalogue.refresh();
        return steps(changes.read(Scope.all(), after, limit), memory, false);
    }

    /** All there is to tell now: what changed then may have changed again since, and the sink have been told that. */
    @Override
    public Optional<Step> again(long sequence, Memory memory) {
        catalogue.refresh();
        var found = changes.read(Scope.all(), sequence - 1, 1).stream()
                .filter(change -> change.sequence() == sequence)
                .toList();
        return steps(found, memory, true).stream().findFirst();
    }

    private List<Step> steps(List<Change> found, Memory memory, boolean late) {
        var known = new HashSet<>(memory.told(found.stream()
                .filter(ChangeTelling::isOfCamera)
                .flatMap(change -> Stream.concat(Stream.of(change.subject()), other(change).stream()))
                .collect(Collectors.toSet())));
        return found.stream().map(change -> step(change, known, late)).toList();
    }

    private static boolean isOfCamera(Change change) {
        return change.kind().startsWith(CAMERA) && CameraId.isValid(change.subject());
    }

    /**
     * @param known the cameras that the sink knows before this change; as it will be after it, when this is done
     * @param late whether the sink was told of later ones
     */
    private Step step(Change change, Set<String> known, boolean late) {
        if (change.kind().equals(UNIT)) {
            return new Step(change.sequence(), change.at(), unit(change, late), Optional.empty());
        }
        if (!isOfCamera(change)) {
            return Step.passed(change.sequence(), change.at());
        }
        var camera = catalogue.camera(new CameraId(change.subject()));
        var told = known.contains(change.subject());
        if (camera.filter(this::covers).isEmpty()) {
            if (!told && !mayLeave(change, camera)) {
                return Step.passed(change.sequence(), change.at());
            }
            known.remove(change.subject());
            return step(change, withdrawn(change, known), false);
        }
        if (!camera.get().id().value().equals(change.subject())) {
            known.remove(change.subject());
            return told || route.compares()
                    ? step(change, merged(change, camera.get(), known), false)
                    : Step.passed(change.sequence(), change.at());
        }
        var whole = late || !told || change.kind().equals("camera.created") || route.compares() && decides(change);
        var values = whole ? values(camera.get()) : visible(change);
        if (!isWanted(change.kind())
                || !whole && values.isEmpty() && !change.fields().isEmpty()) {
            return Step.passed(change.sequence(), change.at());
        }
        known.add(change.subject());
        return step(change, camera(change, camera.get(), values, whole, known), true);
    }

    /** @return whether the sink may know the camera otherwise, and this be why it is not for it any more */
    private boolean mayLeave(Change change, Optional<Camera> camera) {
        var another =
                camera.filter(one -> one.id().value().equals(change.subject())).isEmpty();
        return route.compares() && (another || decides(change));
    }

    private static boolean decides(Change change) {
        return change.fields().keySet().stream().anyMatch(DECIDING::contains);
    }

    private static Step step(Change change, Delivery delivery, boolean known) {
        return new Step(
                change.sequence(),
                change.at(),
                Optional.of(delivery),
                Optional.of(new Step.Told(change.subject(), known)));
    }

    private boolean covers(Camera camera) {
        return !Catalogue.isSecret(camera) && reach.covers(camera);
    }

    private boolean isWanted(String kind) {
        return route.types().isEmpty() || route.types().contains(kind);
    }

    private Map<String, String> visible(Change change) {
        var visible = new TreeMap<String, String>();
        change.fields()
                .forEach((key, value) ->
                        CameraField.ofKey(key).filter(fields::tells).ifPresent(field -> visible.put(key, value)));
        return visible;
    }

    private Map<String, String> values(Camera camera) {
        var values = new TreeMap<String, String>();
        camera.values().forEach((field, value) -> {
            if (fields.tells(field)) {
                values.put(field.key(), value);
            }
        });
        return values;
    }

    private Delivery camera(
            Change change, Camera camera, Map<String, String> values, boolean whole, Set<String> known) {
        return events.write(
                change.sequence(),
                PREFIX + change.kind(),
                change.subject(),
                Optional.of(change.subject()),
                Optional.of(camera.area()),
                change.at(),
                json -> {
                    head(json, change, change.kind(), "camera");
                    other(json, change, known);
                    json.writeStringField("area", camera.area().value());
                    json.writeBooleanField("whole", whole);
                    CloudEvents.texts(json, "values", values);
                });
    }

    private Delivery withdrawn(Change change, Set<String> known) {
        return events.write(
                change.sequence(),
                PREFIX + WITHDRAWN,
                change.subject(),
                Optional.of(change.subject()),
                Optional.empty(),
                change.at(),
                json -> {
                    head(json, change, WITHDRAWN, "camera");
                    other(json, change, known);
                });
    }

    /** Its id answers another camera from now on. */
    private Delivery merged(Change change, Camera into, Set<String> known) {
        return events.write(
                change.sequence(),
                PREFIX + MERGED,
                change.subject(),
                Optional.of(change.subject()),
                Optional.of(into.area()),
                change.at(),
                json -> {
                    head(json, change, MERGED, "camera");
                    other(json, change, known);
                    json.writeStringField("into", into.id().value());
                });
    }

    private Optional<Delivery> unit(Change change, boolean late) {
        var unit = units.find(Scope.all(), change.subject());
        if (!isWanted(UNIT) || !reach.covers(unit.map(one -> one.area()), Optional.empty(), Optional.empty())) {
            return Optional.empty();
        }
        var values = new TreeMap<>(
                unit.filter(one -> late).map(ChangeTelling::values).orElseGet(change::fields));
        values.keySet().removeIf(ChangeTelling::isOfAPerson);
        return Optional.of(events.write(
                change.sequence(),
                PREFIX + UNIT,
                "unit",
                Optional.empty(),
                unit.map(one -> one.area()),
                change.at(),
                json -> {
                    head(json, change, UNIT, "unit");
                    CloudEvents.texts(json, "values", values);
                }));
    }

    private static boolean isOfAPerson(String field) {
        return field.startsWith(Units.CONTACT) || field.startsWith("former." + Units.CONTACT);
    }

    private static Map<String, String> values(Unit unit) {
        return Map.of(
                "name", unit.name(),
                "area", unit.area().value(),
                "parent", unit.parent().orElse(""),
                "validFrom", unit.validity().from().toString(),
                "validTo", unit.validity().to().map(Object::toString).orElse(""));
    }

    private static void head(JsonGenerator json, Change change, String kind, String subject) throws IOException {
        json.writeStringField(subject, change.subject());
        json.writeStringField("kind", kind);
        json.writeStringField("at", change.at().toString());
    }

    /** The feed may have no entry of its own for it. Of a state secret not even the id leaves (R1.4), but for the sink that has it. */
    private void other(JsonGenerator json, Change change, Set<String> known) throws IOException {
        var other = other(change);
        if (other.isPresent() && (known.contains(other.get()) || !isSecret(other.get()))) {
            json.writeStringField("other", other.get());
        }
    }

    private boolean isSecret(String camera) {
        return catalogue
                .camera(new CameraId(camera))
                .filter(Catalogue::isSecret)
                .isPresent();
    }

    /** @return the camera that went or came, for a sink that is told of it */
    private Optional<String> other(Change change) {
        return Optional.ofNullable(change.fields().get(Changes.OTHER))
                .filter(other -> route.compares() && isOfCamera(change) && CameraId.isValid(other));
    }
}
