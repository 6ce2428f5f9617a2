package vn.matluoi.benchmarks.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one producer said and what it was answered, kept outside the hub: a file that is only added to, on the disk before
 * a word is sent. One thread.
 *
 * <pre>
 * event KIND SOURCE/EPOCH/SEQ SHA256   before the first sending; its rows follow
 * row KEY SHA256
 * send SOURCE/EPOCH/SEQ                before each sending
 * ok|fail|unknown SOURCE/EPOCH/SEQ     what became of the last sending
 * refused SOURCE/EPOCH/SEQ             the hub never takes it, as was meant: said once, at its end
 * </pre>
 */
final class Ledger implements AutoCloseable {

    private final FileOutputStream file;

    /** Goes on at the end of the file. */
    Ledger(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    void announce(Event event) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append("event ").append(event.kind()).append(' ').append(event.id());
        lines.append(' ').append(event.sha256()).append('\n');
        event.rows().forEach((key, digest) -> lines.append("row ")
                .append(key)
                .append(' ')
                .append(digest)
                .append('\n'));
        append(lines.toString());
    }

    void sending(Event.Id event) throws IOException {
        append("send " + event + '\n');
    }

    void outcome(Event.Id event, Outcome outcome) throws IOException {
        append(outcome.name().toLowerCase(Locale.ROOT) + ' ' + event + '\n');
    }

    /** It was meant to be refused, and was, for good: whatever became of earlier sendings, it must not be there. */
    void refused(Event.Id event) throws IOException {
        append("refused " + event + '\n');
    }

    private void append(String lines) throws IOException {
        file.write(lines.getBytes(StandardCharsets.UTF_8));
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * An event and what its producer knows of it.
     *
     * @param sent how often it was sent
     * @param outcomes of the sendings, as far as there was one: a sending without is unknown
     * @param forGood whether it was refused for good, as was meant
     */
    record Entry(Event event, int sent, List<Outcome> outcomes, boolean forGood) {

        /** {@code OK} once any sending was; {@code FAIL} if it was refused for good, or every time. */
        Outcome outcome() {
            if (outcomes.contains(Outcome.OK)) {
                return Outcome.OK;
            }
            boolean refused =
                    forGood || outcomes.size() == sent && outcomes.stream().allMatch(one -> one == Outcome.FAIL);
            return refused ? Outcome.FAIL : Outcome.UNKNOWN;
        }
    }

    /** Reads all ledgers of a folder, each source's events in their order. */
    static List<Entry> read(Path folder) throws IOException {
        List<Entry> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.ledger")) {
            for (Path path : files) {
                all.addAll(readFile(path));
            }
        }
        all.sort(java.util.Comparator.comparing(entry -> entry.event().id()));
        return all;
    }

    private static List<Entry> readFile(Path path) throws IOException {
        Map<String, String[]> heads = new LinkedHashMap<>();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        Map<String, Integer> sent = new LinkedHashMap<>();
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        Set<String> forGood = new HashSet<>();
        String last = "";
        for (String line : Files.readAllLines(path)) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "event" -> {
                    last = words[2];
                    heads.put(last, words);
                    rows.put(last, new TreeMap<>());
                }
                case "row" -> rows.get(last).put(words[1], words[2]);
                case "refused" -> forGood.add(words[1]);
                case "send" -> sent.merge(words[1], 1, Integer::sum);
                default ->
                    outcomes.computeIfAbsent(words[1], id -> new ArrayList<>())
                            .add(Outcome.valueOf(words[0].toUpperCase(Locale.ROOT)));
            }
        }
        List<Entry> entries = new ArrayList<>();
        heads.forEach((name, head) -> {
            Event.Id id = Event.Id.of(name);
            Event event = new Event(head[1], id.source(), id.epoch(), id.seq(), head[3], rows.get(name));
            entries.add(new Entry(
                    event, sent.getOrDefault(name, 0), outcomes.getOrDefault(name, List.of()), forGood.contains(name)));
        });
        return entries;
    }
}
