package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.ToIntBiFunction;

/** What a receiver was brought of the agencies' events, each with the id it bore, in the order in which it came. Any thread. */
public final class Brought {

    private static final int MOST_FAULTS = 5;

    private final Map<String, Integer> last = new HashMap<>(); // by source; guarded by this, as all below
    private final Map<String, String> byEvent = new HashMap<>();
    private final Map<String, String> byId = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Set<String>> again = new HashMap<>(); // ids after the first, by event
    private long repeated;
    private long altered;
    private long disordered;

    /** Takes a message as it left the hub. */
    public void take(JsonNode cloudEvent) {
        take(Told.of(cloudEvent), cloudEvent.path("id").asText());
    }

    /** @param id of the message that brought it */
    public synchronized void take(Told told, String id) {
        String event = told.source() + ' ' + told.number();
        String idBefore = byEvent.putIfAbsent(event, id);
        String eventBefore = byId.putIfAbsent(id, event);
        if (eventBefore != null && !eventBefore.equals(event)) {
            altered++;
            fault("altered: " + id + " brought " + eventBefore + ", then " + event);
        }
        if (idBefore == null) {
            int before = last.merge(told.source(), told.number(), Math::max);
            if (before > told.number()) {
                disordered++;
                fault("disordered: " + event + " after " + before);
            }
        } else if (idBefore.equals(id)
                || !again.computeIfAbsent(event, any -> new HashSet<>()).add(id)) {
            repeated++;
        } else {
            fault("doubled: " + event + " by " + idBefore + " and " + id);
        }
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    /** @return how many events have come, each counted once */
    public synchronized int count() {
        return byEvent.size();
    }

    /** @return the highest number that has come of a source */
    synchronized int last(String source) {
        return last.getOrDefault(source, 0);
    }

    /** @return whether that one has come */
    public synchronized boolean has(String source, int number) {
        return byEvent.containsKey(source + ' ' + number);
    }

    /** @return how many came that were never told, or refused */
    public synchronized long phantoms(BiPredicate<String, Integer> mayBeThere) {
        return byEvent.keySet().stream()
                .map(event -> event.split(" "))
                .filter(event -> !mayBeThere.test(event[0], Integer.parseInt(event[1])))
                .count();
    }

    /** Came again under the same id, as a receiver can tell. */
    public synchronized long repeated() {
        return repeated;
    }

    /** Came again under another id: nobody could tell. */
    public long doubled() {
        return doubled((source, number) -> 1);
    }

    /**
     * The same, of which nobody but the hub is the cause.
     *
     * @param handed how often an event of that source and number was handed to the hub, by a way that knows no repeats
     */
    public synchronized long doubled(ToIntBiFunction<String, Integer> handed) {
        return again.entrySet().stream()
                .mapToLong(event -> {
                    String[] words = event.getKey().split(" ");
                    return event.getValue().size() + 1L - handed.applyAsInt(words[0], Integer.parseInt(words[1]));
                })
                .filter(more -> more > 0)
                .sum();
    }

    /** Came under an id that had brought another. */
    public synchronized long altered() {
        return altered;
    }

    /** Came for the first time after a later one of the same source. */
    public synchronized long disordered() {
        return disordered;
    }

    /** @return the first of what was wrong, in words */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
