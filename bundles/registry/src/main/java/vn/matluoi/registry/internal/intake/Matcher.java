package vn.matluoi.registry.internal.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.registry.internal.identity.Answers;
import vn.matluoi.registry.internal.identity.Candidate;
import vn.matluoi.registry.internal.identity.Sign;
import vn.matluoi.registry.internal.identity.Weights;
import vn.matluoi.registry.internal.intake.Evidence.Kind;

/**
 * Finds the camera each row of one statement speaks of. Channel and code, which the source itself keeps unique, decide; then
 * what a person answered before; then what speaks for and against ({@link Likeness}), if that is enough for one camera only;
 * then name and place. What is doubtful is left to a person, and so is, where an agency's own program speaks, whatever is like a
 * camera that another agency describes, that is a state secret or would become one by it: a key or a route must not change what others say.
 * Rows are asked about in their order.
 */
final class Matcher {

    private static final double SAME_PLACE_METRES = 2;
    static final int MOST_CANDIDATES = 5;

    private final int bar = Weights.shipped().of("bar");
    private final Answers answers;
    private final boolean joins;
    private final Map<String, Integer> firstRows = new HashMap<>();
    private final Set<String> mentioned = new HashSet<>();

    /**
     * @param answers what people answered about rows of this source
     * @param joins whether a row may be known by likeness as a camera that another agency describes
     */
    Matcher(Answers answers, boolean joins) {
        this.answers = answers;
        this.joins = joins;
    }

    /** Decides about a row that is taken. @param found what {@link #inCatalogue} gave */
    Match match(Draft draft, Match found) {
        var match = settle(draft, found);
        mention(match);
        if (match instanceof Match.Known known) {
            firstRows.put(key(known), draft.item().row());
        }
        if (match instanceof Match.Known || match instanceof Match.Fresh) {
            keys(draft).forEach(key -> firstRows.putIfAbsent(key, draft.item().row()));
        }
        return match;
    }

    /** Notes which camera a refused row speaks of: it is not missing, though nothing of it is taken. */
    void mention(Match match) {
        if (match instanceof Match.Known known) {
            mentioned.add(key(known));
        } else if (match instanceof Match.Doubtful doubtful) {
            mentioned.addAll(doubtful.cameras());
        }
    }

    /** @return whether any row spoke of the camera, or may have */
    boolean mentions(Match.Known stated) {
        return mentioned.contains(stated.camera()) || mentioned.contains(key(stated.camera(), stated.part()));
    }

    private Match settle(Draft draft, Match match) {
        if (match instanceof Match.Doubtful) {
            return match;
        }
        var keys = match instanceof Match.Known known ? List.of(key(known)) : keys(draft);
        return keys.stream()
                .filter(firstRows::containsKey)
                .findFirst()
                .<Match>map(key -> new Match.Again(firstRows.get(key)))
                .orElse(match);
    }

    /** @return the camera of the catalogue that the row speaks of, whatever other rows do. Notes nothing */
    Match inCatalogue(Draft draft, Evidence evidence) {
        var named = evidence.named(draft);
        if (named.size() == 1) {
            return new Match.Known(named.firstKey(), named.firstEntry().getValue());
        }
        var bound = answers.bound(draft.subject());
        if (bound.isPresent()) {
            return new Match.Known(bound.get(), evidence.part(draft, bound.get()));
        }
        if (!named.isEmpty()) {
            return undecided(
                            draft,
                            "several-named",
                            named.keySet().stream()
                                    .map(camera -> new Candidate(camera, List.of(namedSign(draft, evidence, camera))))
                                    .toList())
                    .orElseGet(Match.Fresh::new);
        }
        return byLikeness(draft, evidence).or(() -> byPlace(draft, evidence)).orElseGet(Match.Fresh::new);
    }

    private static Sign namedSign(Draft draft, Evidence evidence, String camera) {
        return evidence.own(Kind.CHANNEL, draft.channel()).containsKey(camera)
                ? new Sign("channel", draft.channel().orElse(""), 0)
                : new Sign("code", draft.code().orElse(""), 0);
    }

    private Optional<Match> byLikeness(Draft draft, Evidence evidence) {
        var all = new Likeness(draft, evidence).candidates();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var subject = draft.subject();
        var left = all.stream().filter(one -> !answers.different(subject, one)).toList();
        var sure = left.stream().filter(one -> one.score() >= bar).toList();
        if (sure.size() == 1 && joins(draft, evidence, sure.get(0).camera())) {
            var camera = sure.get(0).camera();
            return Optional.of(new Match.Known(camera, evidence.part(draft, camera)));
        }
        var asked = sure.isEmpty() ? left : sure;
        return undecided(draft, reason(asked), asked);
    }

    private boolean joins(Draft draft, Evidence evidence, String camera) {
        return joins
                || evidence.isOwn(camera)
                || evidence.isUndescribed(camera)
                        && !isSecret(draft.values())
                        && evidence.camera(camera)
                                .filter(known -> isSecret(known.values()))
                                .isEmpty();
    }

    private static boolean isSecret(Map<CameraField, String> values) {
        return SecretClaims.SECRET.equals(values.get(CameraField.STATE_SECRET));
    }

    /** @return a stable word for what is asked */
    static String reason(List<Candidate> candidates) {
        var serial = candidates.stream().filter(one -> one.has("serial")).toList();
        if (serial.isEmpty()) {
            return "alike";
        }
        if (candidates.size() > 1) {
            return "serial-repeated";
        }
        if (serial.get(0).has("renamed")) {
            return "serial-renamed";
        }
        return serial.get(0).has("other-area") ? "serial-elsewhere" : "alike";
    }

    /** Two cameras may have one name: what a row says of its place must say the same, not merely nothing. */
    private Optional<Match> byPlace(Draft draft, Evidence evidence) {
        if (draft.named() || draft.nameKey().isEmpty()) {
            return Optional.empty();
        }
        var near = new TreeMap<String, String>();
        var same = new TreeMap<String, String>();
        var unsaid = new TreeMap<String, String>();
        for (var place : evidence.places(draft)) {
            var apart = metres(draft, place);
            if (apart.isPresent() && apart.getAsDouble() <= SAME_PLACE_METRES) {
                near.putIfAbsent(place.camera(), place.part());
            } else if (!place.addressKey().isEmpty() && !draft.addressKey().isEmpty()) {
                if (place.addressKey().equals(draft.addressKey())) {
                    same.putIfAbsent(place.camera(), place.part());
                }
            } else if (apart.isEmpty()) {
                (onlyNamed(draft, place) ? same : unsaid).putIfAbsent(place.camera(), place.part());
            }
        }
        if (near.isEmpty() && same.isEmpty()) {
            return undecided(draft, "place-unsaid", placed(draft, unsaid));
        }
        var there = near.isEmpty() ? same : near;
        return there.size() == 1
                ? Optional.of(
                        new Match.Known(there.firstKey(), there.firstEntry().getValue()))
                : undecided(draft, "several-there", placed(draft, there));
    }

    private static List<Candidate> placed(Draft draft, Map<String, String> cameras) {
        var sign = new Sign("place", draft.nameKey() + " @ " + draft.addressKey(), 0);
        return cameras.keySet().stream()
                .map(camera -> new Candidate(camera, List.of(sign)))
                .toList();
    }

    /** @return the doubt about those of which no person said yet that it is none of them */
    private Optional<Match> undecided(Draft draft, String reason, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var subject = draft.subject();
        var left = candidates.stream()
                .filter(one -> !answers.different(subject, one))
                .limit(MOST_CANDIDATES)
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Match.Doubtful(reason, left));
    }

    private static OptionalDouble metres(Draft draft, Evidence.Place place) {
        return draft.spot().isPresent() && place.spot().isPresent()
                ? OptionalDouble.of(draft.spot().get().metresTo(place.spot().get()))
                : OptionalDouble.empty();
    }

    /** A list of bare names that comes again: the same word as before, and nothing against it. */
    private static boolean onlyNamed(Draft draft, Evidence.Place place) {
        return draft.serial().isEmpty()
                && draft.addressKey().isEmpty()
                && draft.spot().isEmpty()
                && place.addressKey().isEmpty()
                && place.spot().isEmpty();
    }

    private static String key(Match.Known known) {
        return key(known.camera(), known.part());
    }

    private static String key(String camera, String part) {
        return "camera " + camera + " " + part;
    }

    /** What makes two rows of one statement the same camera. */
    private static List<String> keys(Draft draft) {
        var keys = new ArrayList<String>();
        draft.channel().ifPresent(channel -> keys.add("channel " + channel));
        draft.code().ifPresent(code -> keys.add("code " + code));
        if (!draft.named()) {
            draft.serial().ifPresent(serial -> keys.add("serial " + serial));
            if (draft.serial().isEmpty() && !draft.nameKey().isEmpty()) {
                keys.add("place " + draft.nameKey() + " @ " + draft.addressKey() + " @ " + draft.spot());
            }
        }
        return keys;
    }
}
