package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.forward.ListAgency;
import vn.matluoi.benchmarks.forward.RegistryReceiver;

/**
 * Agencies that hand in lists of cameras, and what each has handed over: noted, on the disk, before. A list names new cameras, and gives some that
 * were there another name, so that one that is taken in late, or twice, is seen. The hub's catalogue and the registry it tells are both judged
 * by what was handed over.
 */
final class ListLedgers implements AutoCloseable {

    private static final int NEW = 2;
    private static final int RENAMED = 2;
    private static final int PAGE = 200;
    private static final int MOST_FAULTS = 5;

    private final Map<String, ListAgency> agencies;
    private final RegistryReceiver registry;
    private final Notes notes;
    private final Random random; // guarded by this, as below
    private final Map<String, Map<String, String>> names = new HashMap<>(); // by source, by code
    private final Map<String, Integer> lists = new HashMap<>(); // by source
    private final List<String> faults = new ArrayList<>();

    /** @param agencies by source */
    ListLedgers(Map<String, ListAgency> agencies, RegistryReceiver registry, Path file, long seed) throws IOException {
        this.agencies = agencies;
        this.registry = registry;
        notes = new Notes(file);
        random = new Random(seed);
        agencies.keySet().forEach(source -> names.put(source, new LinkedHashMap<>()));
    }

    /** A camera, as it stands somewhere. */
    record Row(String code, String name) {}

    Collection<String> sources() {
        return agencies.keySet();
    }

    /** The agency hands over one list more. */
    synchronized void hand(String source) throws IOException {
        int number = lists.merge(source, 1, Integer::sum);
        Map<String, String> known = names.get(source);
        List<String> codes = new ArrayList<>(known.keySet());
        Map<String, String> list = new TreeMap<>();
        for (int i = 0; i < RENAMED && !codes.isEmpty(); i++) {
            list.put(codes.get(random.nextInt(codes.size())), "");
        }
        for (int i = 1; i <= NEW; i++) {
            list.put("%s-%05d".formatted(source, codes.size() + i), "");
        }
        list.replaceAll((code, any) -> "Camera %s lần %d".formatted(code, number));
        String note = file(source, number) + ' ' + String.join(",", list.keySet());
        notes.before(note);
        known.putAll(list);
        agencies.get(source).hand(file(source, number), list);
        notes.after(note, Notes.Outcome.OK);
    }

    private static String file(String source, int number) {
        return "%s_%05d.csv".formatted(source, number);
    }

    /** @return how many lists were handed over */
    synchronized int handed() {
        return lists.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @return how many cameras they name */
    synchronized int cameras() {
        return names.values().stream().mapToInt(Map::size).sum();
    }

    /** @return how often the registry was told of one */
    long told() {
        return registry.told();
    }

    /** Waits until catalogue and registry say what the lists do, or that long. */
    void awaitAll(Hub admin, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!(arrived(inRegistry()) && arrived(catalogue(admin))) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    private synchronized boolean arrived(List<Row> rows) {
        Map<String, Long> wrong = new HashMap<>();
        judge("", rows, wrong);
        faults.clear();
        return wrong.getOrDefault("lost", 0L) == 0 && wrong.getOrDefault("altered", 0L) == 0;
    }

    /** Adds what must be 0. */
    synchronized void wrong(Hub admin, Map<String, Long> wrong) throws IOException {
        faults.clear();
        judge("in the catalogue", catalogue(admin), wrong);
        judge("in the registry", inRegistry(), wrong);
        for (Map.Entry<String, ListAgency> agency : agencies.entrySet()) {
            if (agency.getValue().handsSheets()) {
                judgeImports(admin, agency.getKey(), wrong);
            }
        }
        wrong.merge("forged", registry.forged(), Long::sum);
    }

    private List<Row> inRegistry() {
        return registry.cameras().values().stream()
                .map(values -> new Row(values.get("code"), values.get("name")))
                .toList();
    }

    private List<Row> catalogue(Hub admin) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String source : agencies.keySet()) {
            for (JsonNode camera : items(admin, "/api/v1/cameras?limit=" + PAGE + "&source=" + source)) {
                JsonNode values = camera.path("values");
                rows.add(new Row(
                        values.path("code").asText(), values.path("name").asText()));
            }
        }
        return rows;
    }

    private static List<JsonNode> items(Hub admin, String first) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        String path = first;
        while (!path.isEmpty()) {
            JsonNode page = admin.get(path);
            page.path("items").forEach(items::add);
            path = Hub.next(first, page).orElse("");
        }
        return items;
    }

    /** Adds what is wrong with the cameras that stand there. */
    void judge(String where, List<Row> rows, Map<String, Long> wrong) {
        Map<String, String> wanted = new HashMap<>();
        names.values().forEach(wanted::putAll);
        Map<String, String> there = new HashMap<>();
        for (Row row : rows) {
            if (!wanted.containsKey(row.code())) {
                fault(wrong, "phantom", where, row.toString());
            } else if (there.put(row.code(), row.name()) != null) {
                fault(wrong, "doubled", where, row.code());
            }
        }
        wanted.forEach((code, name) -> {
            if (!there.containsKey(code)) {
                fault(wrong, "lost", where, code);
            } else if (!name.equals(there.get(code))) {
                fault(wrong, "altered", where, there.get(code) + " for " + name);
            }
        });
    }

    /** A sheet is taken in once, however often the hub was killed over it. */
    private void judgeImports(Hub admin, String source, Map<String, Long> wrong) throws IOException {
        Map<String, Integer> labels = new HashMap<>();
        for (JsonNode report : items(admin, "/api/v1/imports?limit=" + PAGE + "&source=" + source)) {
            labels.merge(report.path("label").asText(), 1, Integer::sum);
        }
        for (int number = 1; number <= lists.getOrDefault(source, 0); number++) {
            int times = labels.getOrDefault(file(source, number), 0);
            if (times != 1) {
                fault(wrong, times == 0 ? "lost" : "doubled", "among the imports", file(source, number));
            }
        }
    }

    private void fault(Map<String, Long> wrong, String what, String where, String which) {
        wrong.merge(what, 1L, Long::sum);
        if (faults.size() < MOST_FAULTS) {
            faults.add(what + ' ' + where + ": " + which);
        }
    }

    /** @return the first of what was wrong, in words */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        notes.close();
    }
}
