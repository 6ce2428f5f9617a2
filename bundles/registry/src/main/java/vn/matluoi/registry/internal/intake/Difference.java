package vn.matluoi.registry.internal.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.Effective;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.identity.Weights;
import vn.matluoi.registry.internal.intake.CameraWrite.Word;
import vn.matluoi.registry.internal.intake.Evidence.Kind;
import vn.matluoi.registry.internal.source.Placing;
import vn.matluoi.registry.internal.truth.Conflicting;

/** Works out what one row changes: in what its source says, and then in what the catalogue shows. */
final class Difference {

    /** More of a cell is kept only with its import. */
    private static final int LONGEST_RAW = 2000;

    private final Statement statement;
    private final Placing placing;
    private final Instant at;

    Difference(Statement statement, Placing placing) {
        this.statement = statement;
        this.placing = placing;
        this.at = statement.at().truncatedTo(ChronoUnit.MILLIS);
    }

    /** @return what a camera that is new to the catalogue brings */
    CameraWrite created(Draft draft) {
        var said = new EnumMap<CameraField, Stated.Said>(CameraField.class);
        say(draft, said, Map.of());
        var stated = new Stated(statement.source(), statement.layer(), said, Optional.empty(), "");
        var values = Effective.values(statement.source(), List.of(stated));
        values.putIfAbsent(CameraField.AREA, draft.area());
        return new CameraWrite(
                Optional.empty(),
                values.get(CameraField.AREA),
                statement.source(),
                draft.channel(),
                values,
                stated,
                false,
                true,
                told(values),
                Map.of(),
                Optional.empty(),
                List.of(),
                words(draft, stated));
    }

    /** A creation names no values but the day from which the time to tell it runs. */
    private static Map<String, String> told(Map<CameraField, String> values) {
        return Optional.ofNullable(values.get(CameraField.CHANGED_ON))
                .map(day -> Map.of(CameraField.CHANGED_ON.key(), day))
                .orElse(Map.of());
    }

    /** @return what changes about a camera of the catalogue; empty if nothing does */
    Optional<CameraWrite> updated(Draft draft, Camera camera, String part, List<Stated> all) {
        var before = all.stream().filter(one -> ours(one, part)).findFirst();
        var own = before.orElseGet(() -> Stated.nothing(statement.source(), statement.layer(), part));
        var said = new EnumMap<CameraField, Stated.Said>(CameraField.class);
        said.putAll(own.said());
        var ended = say(draft, said, own.said());
        var stated = new Stated(statement.source(), statement.layer(), said, Optional.empty(), part);

        var carried = carriedBy(draft, camera);
        var everybody =
                new ArrayList<>(all.stream().filter(one -> !ours(one, part)).toList());
        everybody.add(stated);
        var values = Effective.values(carried.source(), everybody);
        values.putIfAbsent(CameraField.AREA, camera.area().value());

        var fields = changed(camera, carried, values);
        if (fields.isEmpty() && stated.equals(own) && before.isPresent()) {
            return Optional.empty();
        }
        var had = evidence(own);
        var has = words(draft, stated);
        return Optional.of(new CameraWrite(
                Optional.of(camera.id().value()),
                values.get(CameraField.AREA),
                carried.source(),
                carried.channel(),
                values,
                stated,
                before.isPresent(),
                !fields.isEmpty(),
                fields,
                ended,
                conflicts(all, everybody),
                had.stream()
                        .filter(word -> !has.contains(word))
                        .filter(word -> !elsewhere(word, part, all))
                        .toList(),
                has.stream().filter(word -> !had.contains(word)).toList()));
    }

    private static Optional<String> conflicts(List<Stated> before, List<Stated> after) {
        var now = Conflicting.text(Conflicting.of(after));
        return now.equals(Conflicting.text(Conflicting.of(before))) ? Optional.empty() : Optional.of(now);
    }

    private boolean ours(Stated stated, String part) {
        return stated.part().equals(part)
                && stated.layer() == statement.layer()
                && stated.source().equals(statement.source());
    }

    /** Puts what the row says into {@code said}; returns what was said before and no longer is. */
    private Map<CameraField, Stated.Said> say(
            Draft draft, Map<CameraField, Stated.Said> said, Map<CameraField, Stated.Said> before) {
        var ended = new EnumMap<CameraField, Stated.Said>(CameraField.class);
        draft.values().forEach((field, value) -> {
            var old = Optional.ofNullable(before.get(field));
            if (old.filter(one -> staysSecret(field, one)).isPresent() && !value.equals(SecretClaims.SECRET)) {
                return;
            }
            if (value.isBlank()) {
                old.ifPresent(one -> ended.put(field, one));
                said.remove(field);
                return;
            }
            var now = said(field, value, raw(draft, field));
            if (old.isPresent() && keeps(field, old.get(), now)) {
                return;
            }
            old.ifPresent(one -> ended.put(field, one));
            said.put(field, now);
        });
        return ended;
    }

    /** An agency may always mark its camera as a state secret; only the province takes that back (R1.4). */
    private boolean staysSecret(CameraField field, Stated.Said old) {
        return field == CameraField.STATE_SECRET && old.value().equals(SecretClaims.SECRET) && statement.isOfAgency();
    }

    private Stated.Said said(CameraField field, String value, String raw) {
        return raw.isBlank() && placing.says(field, value)
                ? new Stated.Said(value, raw, placing.at(), placing.by())
                : new Stated.Said(value, raw, at, statement.by());
    }

    private static boolean keeps(CameraField field, Stated.Said old, Stated.Said now) {
        if (Stated.assumed(field, now) && !Stated.assumed(field, old)) {
            return true; // what somebody once wrote counts for more than the settings
        }
        var writtenNow = Stated.assumed(field, old) && !Stated.assumed(field, now);
        return old.value().equals(now.value()) && !writtenNow;
    }

    static String raw(Draft draft, CameraField field) {
        var stated = draft.normalised().stated();
        var raw = stated.getOrDefault(field, "");
        var cell = raw.isBlank() && field == CameraField.AREA ? stated.getOrDefault(CameraField.AREA_NAME, "") : raw;
        var written = cell.replace("\0", ""); // PostgreSQL's text holds every character but this
        return written.length() <= LONGEST_RAW ? written : written.substring(0, LONGEST_RAW);
    }

    /** A device that carries its pictures takes over a camera that so far was only written about. */
    private Carried carriedBy(Draft draft, Camera camera) {
        var takesOver = statement.layer() == Layer.DEVICE
                && draft.channel().isPresent()
                && camera.channel().isEmpty();
        return takesOver
                ? new Carried(statement.source(), draft.channel())
                : new Carried(camera.source(), camera.channel());
    }

    private static Map<String, String> changed(Camera camera, Carried carried, Map<CameraField, String> values) {
        var fields = new LinkedHashMap<String, String>();
        for (var field : CameraField.values()) {
            var value = values.getOrDefault(field, "");
            if (!Objects.equals(value, camera.values().getOrDefault(field, ""))) {
                fields.put(field.key(), value);
            }
        }
        if (!carried.source().equals(camera.source())) {
            fields.put("source", carried.source().value());
        }
        if (!carried.channel().equals(camera.channel())) {
            fields.put("channel", carried.channel().orElse(""));
        }
        return fields;
    }

    private List<Word> words(Draft draft, Stated stated) {
        var words = new ArrayList<>(evidence(stated));
        draft.channel().ifPresent(channel -> words.add(new Word(Kind.CHANNEL, channel)));
        for (var kind : List.of(Kind.RECORDER, Kind.ENDPOINT, Kind.HOST)) {
            draft.origin().word(kind, draft.channel()).ifPresent(word -> words.add(new Word(kind, word)));
        }
        return words;
    }

    /** What the province says of a camera does not make it known to a source. */
    static List<Word> evidence(Stated stated) {
        if (stated.layer() == Layer.PROVINCE) {
            return List.of();
        }
        var words = new ArrayList<Word>();
        stated.value(CameraField.CODE).ifPresent(code -> words.add(new Word(Kind.CODE, code)));
        stated.value(CameraField.SERIAL)
                .filter(Weights.shipped()::tells)
                .ifPresent(serial -> words.add(new Word(Kind.SERIAL, serial)));
        stated.value(CameraField.MAC)
                .filter(Weights.shipped()::tells)
                .ifPresent(mac -> words.add(new Word(Kind.MAC, mac)));
        if (stated.layer() == Layer.AGENCY) { // a device is known by itself: its source says which it is
            Listed.recorder(stated::value).ifPresent(recorder -> words.add(new Word(Kind.RECORDER, recorder)));
            Listed.address(stated::value).ifPresent(address -> words.add(new Word(Kind.LISTED, address)));
        }
        Spot.of(
                        stated.value(CameraField.LATITUDE).orElse(""),
                        stated.value(CameraField.LONGITUDE).orElse(""))
                .ifPresent(spot -> words.add(new Word(Kind.SPOT, spot.cell())));
        return words;
    }

    private boolean elsewhere(Word word, String part, List<Stated> all) {
        return all.stream()
                .filter(one ->
                        one.source().equals(statement.source()) && one.part().equals(part) && !ours(one, part))
                .anyMatch(one -> evidence(one).contains(word));
    }

    private record Carried(SourceId source, Optional<String> channel) {}
}
