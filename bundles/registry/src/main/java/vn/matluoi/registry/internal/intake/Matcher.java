package vn.matluoi.registry.internal.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import vn.matluoi.registry.internal.intake.Evidence.Kind;

/**
 * Finds the camera each row of one statement speaks of. Channel and code, which the source itself keeps unique, decide;
 * then a serial number, if it points at one camera only and nothing speaks against it; then name and place. What is
 * doubtful is left to a person. Rows are asked about in their order.
 */
final class Matcher {

    private static final double SAME_PLACE_METRES = 2;
    private static final int MOST_CANDIDATES = 20;

    private final Map<String, Integer> firstRows = new HashMap<>();
    private final Set<String> mentioned = new HashSet<>();

    /** Decides about a row that is taken. @param found what {@link #inCatalogue} gave */
    Match match(Draft draft, Match found) {
        var match = settle(draft, found);
        if (match instanceof Match.Known known) {
            mentioned.add(known.camera());
            firstRows.put("camera " + known.camera(), draft.item().row());
        }
        if (match instanceof Match.Doubtful doubtful) {
            mentioned.addAll(doubtful.candidates());
        }
        if (match instanceof Match.Known || match instanceof Match.Fresh) {
            keys(draft).forEach(key -> firstRows.putIfAbsent(key, draft.item().row()));
        }
        return match;
    }

    /** Notes which camera a refused row speaks of: it is not missing, though nothing of it is taken. */
    void mention(Match match) {
        if (match instanceof Match.Known known) {
            mentioned.add(known.camera());
        } else if (match instanceof Match.Doubtful doubtful) {
            mentioned.addAll(doubtful.candidates());
        }
    }

    /** @return every camera of the catalogue that any row spoke of, or may have */
    Set<String> mentioned() {
        return mentioned;
    }

    private Match settle(Draft draft, Match match) {
        if (match instanceof Match.Doubtful) {
            return match;
        }
        var keys = match instanceof Match.Known known ? List.of("camera " + known.camera()) : keys(draft);
        return keys.stream()
                .filter(firstRows::containsKey)
                .findFirst()
                .<Match>map(key -> new Match.Again(firstRows.get(key)))
                .orElse(match);
    }

    /** @return the camera of the catalogue that the row speaks of, whatever other rows do. Notes nothing */
    static Match inCatalogue(Draft draft, Evidence evidence) {
        var exact = new TreeSet<String>();
        exact.addAll(evidence.own(Kind.CHANNEL, draft.channel()));
        exact.addAll(evidence.own(Kind.CODE, draft.code()));
        if (exact.size() == 1) {
            return new Match.Known(exact.first());
        }
        if (exact.size() > 1) {
            return doubtful("several-named", exact);
        }
        return bySerial(draft, evidence).or(() -> byPlace(draft, evidence)).orElseGet(Match.Fresh::new);
    }

    private static Optional<Match> bySerial(Draft draft, Evidence evidence) {
        var own = evidence.own(Kind.SERIAL, draft.serial());
        if (own.size() == 1) {
            // under a new channel or code it was moved or renamed, or the device repeats itself: not for us to say
            return Optional.of(draft.named() ? doubtful("serial-renamed", own) : new Match.Known(own.get(0)));
        }
        if (own.size() > 1) {
            // a source that gives many cameras one serial says nothing with it
            return draft.named() ? Optional.empty() : Optional.of(doubtful("serial-repeated", own));
        }
        var others = evidence.others(Kind.SERIAL, draft.serial());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        if (others.size() > 1) {
            return Optional.of(doubtful("serial-repeated", others.keySet()));
        }
        var other = others.entrySet().iterator().next();
        return Optional.of(
                other.getValue().equals(draft.area())
                        ? new Match.Known(other.getKey())
                        : doubtful("serial-elsewhere", others.keySet()));
    }

    /** Two cameras may have one name: what a row says of its place must say the same, not merely nothing. */
    private static Optional<Match> byPlace(Draft draft, Evidence evidence) {
        if (draft.named() || draft.nameKey().isEmpty()) {
            return Optional.empty();
        }
        var near = new TreeSet<String>();
        var same = new TreeSet<String>();
        var unsaid = new TreeSet<String>();
        for (var place : evidence.places(draft)) {
            var apart = metres(draft, place);
            if (apart.isPresent() && apart.getAsDouble() <= SAME_PLACE_METRES) {
                near.add(place.camera());
            } else if (!place.addressKey().isEmpty() && !draft.addressKey().isEmpty()) {
                if (place.addressKey().equals(draft.addressKey())) {
                    same.add(place.camera());
                }
            } else if (apart.isEmpty()) {
                (onlyNamed(draft, place) ? same : unsaid).add(place.camera());
            }
        }
        if (near.isEmpty() && same.isEmpty()) {
            return unsaid.isEmpty() ? Optional.empty() : Optional.of(doubtful("place-unsaid", unsaid));
        }
        var there = near.isEmpty() ? same : near;
        return Optional.of(there.size() == 1 ? new Match.Known(there.first()) : doubtful("several-there", there));
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

    private static Match.Doubtful doubtful(String reason, Iterable<String> candidates) {
        var sorted = new TreeSet<String>();
        candidates.forEach(sorted::add);
        return new Match.Doubtful(reason, sorted.stream().limit(MOST_CANDIDATES).toList());
    }
}
