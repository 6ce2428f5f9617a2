package vn.matluoi.registry.internal.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.identity.Candidate;
import vn.matluoi.registry.internal.identity.Sign;
import vn.matluoi.registry.internal.identity.Weights;
import vn.matluoi.registry.internal.intake.Evidence.Kind;

/** Weighs what speaks for and against a row being one of the cameras its words point at. */
final class Likeness {

    private static final Map<Kind, String> STRONG = new TreeMap<>(Map.of(
            Kind.SERIAL,
            "serial",
            Kind.MAC,
            "mac",
            Kind.RECORDER,
            "recorder",
            Kind.ENDPOINT,
            "endpoint",
            Kind.HOST,
            "address",
            Kind.LISTED,
            "address"));

    private final Weights weights = Weights.shipped();
    private final Draft draft;
    private final Evidence evidence;

    Likeness(Draft draft, Evidence evidence) {
        this.draft = draft;
        this.evidence = evidence;
    }

    /** @return those that are like enough to be asked about, the likest first */
    List<Candidate> candidates() {
        var signs = new TreeMap<String, List<Sign>>();
        var own = new TreeSet<String>();
        STRONG.forEach((kind, name) -> strong(kind, name, signs, own));
        near(signs);
        called(signs);
        return signs.entrySet().stream()
                .flatMap(entry -> evidence.camera(entry.getKey()).stream()
                        .map(camera -> weighed(camera, entry.getValue(), own.contains(entry.getKey()))))
                .filter(candidate -> candidate.score() >= weights.of("floor"))
                .sorted(Comparator.comparingInt(Candidate::score).reversed().thenComparing(Candidate::camera))
                .toList();
    }

    private void strong(Kind kind, String name, Map<String, List<Sign>> signs, Collection<String> ours) {
        var word = draft.evidence(kind);
        var own = evidence.own(kind, word).keySet();
        if (own.size() > 1 && draft.named()) {
            return; // a source that gives many cameras one serial says nothing with it
        }
        ours.addAll(own);
        for (var camera : own.isEmpty() ? evidence.others(kind, word) : own) {
            signs.computeIfAbsent(camera, any -> new ArrayList<>()).add(sign(name, word.orElse("")));
        }
    }

    /** Another source may call it by the code and the name that the row does: then they are weighed, if nothing else is there. */
    private void called(Map<String, List<Sign>> signs) {
        evidence.others(Kind.CODE, draft.code()).stream()
                .filter(id -> evidence.camera(id)
                        .filter(camera -> same(camera, CameraField.NAME).isPresent())
                        .isPresent())
                .forEach(id -> signs.putIfAbsent(id, List.of()));
    }

    /** Where many cameras stand at one position it is the building's, and says nothing of one of them. */
    private void near(Map<String, List<Sign>> signs) {
        var near = evidence.near(draft).stream()
                .filter(id -> evidence.camera(id).filter(this::isHere).isPresent())
                .toList();
        if (near.size() <= weights.of("crowd")) {
            near.forEach(id -> signs.computeIfAbsent(id, any -> new ArrayList<>())
                    .add(sign("position", draft.spot().map(Spot::cell).orElse(""))));
        }
    }

    private boolean isHere(Camera camera) {
        var spot = Spot.of(value(camera, CameraField.LATITUDE), value(camera, CameraField.LONGITUDE));
        return spot.isPresent()
                && draft.spot()
                        .filter(here -> here.metresTo(spot.get()) <= weights.of("metres"))
                        .isPresent();
    }

    private Candidate weighed(Camera camera, List<Sign> found, boolean own) {
        var signs = new ArrayList<>(found);
        if (found.stream().anyMatch(sign -> sign.name().equals("endpoint"))) {
            signs.removeIf(sign -> sign.name().equals("address")); // the same, said with the port
        }
        if (found.stream().anyMatch(sign -> sign.name().equals("position"))) {
            direction(camera).ifPresent(signs::add);
        }
        same(camera, CameraField.NAME).ifPresent(word -> signs.add(sign("name", word)));
        same(camera, CameraField.CODE).ifPresent(word -> signs.add(sign("code", word)));
        differ(found, "serial", draft.serial(), camera, CameraField.SERIAL).ifPresent(signs::add);
        differ(found, "mac", draft.mac(), camera, CameraField.MAC).ifPresent(signs::add);
        if (own && draft.named()) {
            signs.add(sign("renamed", draft.code().or(draft::channel).orElse("")));
        }
        if (!own && !camera.area().value().equals(draft.area())) {
            signs.add(sign("other-area", draft.area()));
        }
        return new Candidate(camera.id().value(), signs);
    }

    private Optional<Sign> direction(Camera camera) {
        var here = degrees(draft.word(CameraField.AZIMUTH).orElse(null));
        var there = degrees(value(camera, CameraField.AZIMUTH));
        if (here.isEmpty() || there.isEmpty()) {
            return Optional.empty();
        }
        var apart = Math.abs(here.getAsDouble() - there.getAsDouble()) % 360;
        var turn = Math.min(apart, 360 - apart);
        if (turn <= weights.of("degrees")) {
            return Optional.of(sign("direction", draft.word(CameraField.AZIMUTH).orElse("")));
        }
        return turn > weights.of("apart")
                ? Optional.of(
                        sign("other-direction", draft.word(CameraField.AZIMUTH).orElse("")))
                : Optional.empty();
    }

    private static OptionalDouble degrees(String text) {
        try {
            return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private Optional<String> same(Camera camera, CameraField field) {
        var here = SearchKey.of(draft.word(field).orElse(""));
        return Optional.of(here).filter(key -> !key.isEmpty() && key.equals(SearchKey.of(value(camera, field))));
    }

    /** A word of the device that differs speaks against; one that is the same in other capitals does not. */
    private Optional<Sign> differ(
            List<Sign> found, String name, Optional<String> here, Camera camera, CameraField field) {
        var there = value(camera, field);
        var against = here.isPresent()
                && weights.tells(there)
                && !here.get().equalsIgnoreCase(there)
                && found.stream().noneMatch(sign -> sign.name().equals(name));
        return against ? Optional.of(sign("other-" + name, here.get())) : Optional.empty();
    }

    private Sign sign(String name, String content) {
        return new Sign(name, content, weights.of(name));
    }

    private static String value(Camera camera, CameraField field) {
        return camera.values().getOrDefault(field, "");
    }
}
