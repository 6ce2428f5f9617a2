package vn.matluoi.benchmarks.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Compares the ledgers with what the hub has. An event counts as stored if all it said that nothing later replaced is
 * there, word for word, and, for a sheet, if its import is.
 *
 * @param figures see {@link #of}; all that must be 0 are named by {@link #FAULTS}
 * @param faults each fault in words, the first hundred
 */
public record Verdict(Map<String, Long> figures, List<String> faults) {

    /** The figures that must be 0. */
    public static final List<String> FAULTS = List.of(
            "lost",
            "phantom",
            "dup_effective",
            "half",
            "altered",
            "disordered",
            "unresolved",
            "unaudited",
            "feed_broken",
            "chain_broken");

    private static final int MOST_FAULTS = 100;
    /** The ways in that leave an import that names the event. */
    private static final Set<String> SHEETS = Set.of("sheet", "inbox");

    public boolean passed() {
        return FAULTS.stream().allMatch(name -> figures.get(name) == 0);
    }

    /**
     * @param entries of all ledgers
     * @param others how many cameras the hub had besides before anything was said
     * @param deadLetters events that ended in a folder where a person sees them and can hand them in again
     * @param settled the events whose producers have had the time to say again what they did not know the fate of
     */
    static Verdict of(
            List<Ledger.Entry> entries,
            Stored stored,
            long others,
            Set<Event.Id> deadLetters,
            Predicate<Event.Id> settled) {
        return new Comparison(entries, stored, deadLetters, settled).verdict(others);
    }

    private static final class Comparison {

        private final List<Ledger.Entry> entries;
        private final Stored stored;
        private final Set<Event.Id> deadLetters;
        private final Predicate<Event.Id> settled;
        private final Map<Event.Id, Ledger.Entry> byId = new HashMap<>();
        private final Map<String, List<Stored.Row>> rows = new HashMap<>();
        private final Map<Event.Id, Long> deliveries;
        private final Map<String, Long> figures = new LinkedHashMap<>();
        private final List<String> faults = new ArrayList<>();

        Comparison(List<Ledger.Entry> entries, Stored stored, Set<Event.Id> deadLetters, Predicate<Event.Id> settled) {
            this.entries = entries;
            this.stored = stored;
            this.deadLetters = deadLetters;
            this.settled = settled;
            entries.forEach(entry -> byId.put(entry.event().id(), entry));
            stored.rows().forEach(row -> rows.computeIfAbsent(place(row.source(), row.key()), key -> new ArrayList<>())
                    .add(row));
            deliveries = stored.deliveries().stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        }

        private static String place(String source, String key) {
            return source + ' ' + key;
        }

        Verdict verdict(long others) {
            for (String name : List.of("attempted", "ok", "fail", "unknown", "stored", "delivered", "dup_wire")) {
                figures.put(name, 0L);
            }
            FAULTS.forEach(name -> figures.put(name, 0L));
            figures.put("dead_letter", (long) deadLetters.size());
            entries.forEach(this::event);
            stored.rows().forEach(this::row);
            doubled();
            strangers(others);
            order();
            announced();
            fault("feed_broken", stored.feedBroken(), "the change feed has gaps or repeats");
            fault("chain_broken", stored.chainIntact() ? 0 : 1, "the audit log's chain does not verify");
            return new Verdict(figures, List.copyOf(faults));
        }

        private void event(Ledger.Entry entry) {
            Event.Id id = entry.event().id();
            count("attempted", 1);
            count(entry.outcome().name().toLowerCase(java.util.Locale.ROOT), 1);
            count("dup_wire", Math.max(0, entry.sent() - 1));
            long there = 0;
            long replaced = 0;
            for (String key : entry.event().rows().keySet()) {
                Optional<Stored.Row> row = rows.getOrDefault(place(id.source(), key), List.of()).stream()
                        .filter(one -> one.by() != null)
                        .max(java.util.Comparator.comparing(Stored.Row::by));
                int compared = row.map(one -> one.by().compareTo(id)).orElse(-1);
                there += compared == 0 ? 1 : 0;
                replaced += compared > 0 ? 1 : 0;
            }
            long absent = entry.event().rows().size() - there - replaced;
            boolean sheet = SHEETS.contains(entry.event().kind());
            boolean imported = !sheet || deliveries.containsKey(id);
            boolean whole = absent == 0 && imported;
            if (whole && entry.outcome() != Outcome.FAIL) {
                count("stored", 1);
                if (!entry.event().kind().equals("sync")) { // the hub looks at a recorder by itself as well
                    audited(entry);
                }
            }
            if (settled.test(id) && entry.outcome() == Outcome.UNKNOWN) {
                fault("unresolved", 1, id + " was sent again and again, and nobody knows what became of it");
            }
            if (there > 0 && absent > 0 || sheet && imported != (absent == 0) && there + absent > 0) {
                fault("half", 1, "%s is half there: %d of its rows, %d not".formatted(id, there, absent));
            }
            if (entry.outcome() == Outcome.OK && !whole && !deadLetters.contains(id)) {
                fault("lost", 1, "%s was acknowledged, and %d of its rows are not there".formatted(id, absent));
            }
        }

        private void audited(Ledger.Entry entry) {
            Event.Id id = entry.event().id();
            int records = stored.audited().getOrDefault(id, 0);
            if (records == 0) {
                fault("unaudited", 1, id + " is there, and the audit log does not say who did it");
            }
            if (!entry.event().kind().equals("inbox")) { // the hub takes up a sheet in the inbox as often as it must
                fault("phantom", records - entry.sent(), id + " was done more often than sent, says the audit log");
            }
        }

        private void row(Stored.Row row) {
            Ledger.Entry entry = row.by() == null ? null : byId.get(row.by());
            String said = entry == null ? null : entry.event().rows().get(row.key());
            if (said == null) {
                fault("phantom", 1, "%s of %s says it is from %s".formatted(row.key(), row.source(), row.by()));
            } else if (entry.outcome() == Outcome.FAIL) {
                fault("phantom", 1, "%s of %s, which was refused, is there".formatted(row.key(), row.by()));
            } else if (!said.equals(row.digest())) {
                fault("altered", 1, "%s of %s is not as it was sent".formatted(row.key(), row.by()));
            }
        }

        private void doubled() {
            rows.forEach((place, same) -> fault("dup_effective", same.size() - 1L, place + " is there twice"));
            deliveries.forEach((id, times) -> fault("dup_effective", times - 1, id + " was applied twice"));
        }

        private void strangers(long before) {
            deliveries.keySet().stream()
                    .filter(id -> !byId.containsKey(id) || byId.get(id).outcome() == Outcome.FAIL)
                    .forEach(id -> fault("phantom", 1, id + " was taken in, and nobody sent it or it was refused"));
            stored.audited().keySet().stream()
                    .filter(id -> !byId.containsKey(id))
                    .forEach(id -> fault("phantom", 1, id + " is in the audit log, and nobody sent it"));
            fault("lost", before - stored.others(), "cameras that were there before are gone");
            fault("phantom", stored.others() - before, "cameras are there that nobody sent");
        }

        private void order() {
            Map<String, Event.Id> last = new HashMap<>();
            Set<Event.Id> seen = new java.util.HashSet<>();
            for (Event.Id id : stored.deliveries()) {
                Event.Id before = last.get(id.source());
                if (seen.add(id) && before != null && before.compareTo(id) > 0) {
                    fault("disordered", 1, "%s was applied after %s".formatted(id, before));
                }
                last.merge(id.source(), id, (one, two) -> one.compareTo(two) > 0 ? one : two);
            }
        }

        /** The change feed is the hub's way out today: what is stored is delivered once it stands there. */
        private void announced() {
            ToLongFunction<Stored.Row> times = row -> stored.announced().getOrDefault(row.identity(), 0);
            for (Stored.Row row :
                    stored.rows().stream().filter(Stored.Row::camera).toList()) {
                long said = times.applyAsLong(row);
                if (said > 0) {
                    count("delivered", 1);
                }
                fault("dup_effective", said - 1, row.identity() + " was made twice, says the change feed");
                fault("lost", said == 0 ? 1 : 0, row.identity() + " is there, and the change feed does not say so");
            }
        }

        private void count(String name, long more) {
            figures.merge(name, more, Long::sum);
        }

        private void fault(String name, long times, String words) {
            if (times > 0) {
                count(name, times);
                if (faults.size() < MOST_FAULTS) {
                    faults.add(name + ": " + words);
                }
            }
        }
    }
}
