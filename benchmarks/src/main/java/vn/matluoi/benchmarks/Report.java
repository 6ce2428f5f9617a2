package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.matluoi.simulators.Options;
import vn.matluoi.simulators.control.Json;

/** The figures of one run: a table for people, one line of JSON a case for machines. */
public final class Report {

    private final String kind;
    private final String name;
    private final String command;
    private final Map<String, Object> parameters;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();

    /**
     * @param kind {@code bench} or {@code fault}
     * @param command what a person types to run it again
     */
    public Report(String kind, String name, String command, Map<String, Object> parameters) {
        this.kind = kind;
        this.name = name;
        this.command = command;
        this.parameters = parameters;
    }

    /** One thing measured: begins when it is made, and ends with {@link #end}. */
    public final class Case {

        private final String name;
        private final Map<String, Object> figures = new LinkedHashMap<>();
        private final Map<String, Object> bars = new LinkedHashMap<>();
        private final Set<String> floors = new TreeSet<>(); // of the bars, those that are not to be fallen short of
        private final List<String> missed = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();
        private final double loadBefore = Machine.load();
        private double loadAfter;
        private Instant at;

        private Case(String name) {
            this.name = name;
        }

        /** @param label in Vietnamese, then in English, with the unit */
        public Case figure(String key, String label, Object value) {
            labels.putIfAbsent(key, label);
            figures.put(key, value instanceof Double number ? rounded(number) : value);
            return this;
        }

        /** A figure that should not be greater than the bar: a bar that is missed is a result. */
        public Case atMost(String key, String label, Number value, Number bar) {
            figure(key, label, value);
            bars.put(key, bar);
            if (!(value.doubleValue() <= bar.doubleValue())) {
                missed.add(key);
            }
            return this;
        }

        /** A figure that should not be less than the bar: a bar that is missed is a result. */
        public Case atLeast(String key, String label, Number value, Number bar) {
            figure(key, label, value);
            bars.put(key, bar);
            floors.add(key);
            if (!(value.doubleValue() >= bar.doubleValue())) {
                missed.add(key);
            }
            return this;
        }

        /** A figure that must not be greater than the bar: one that is makes the run a failure. */
        public Case must(String key, String label, Number value, Number bar) {
            atMost(key, label, value, bar);
            if (missed.contains(key)) {
                wrong.add(key);
            }
            return this;
        }

        /** Something that must be so: what is not makes the run a failure. */
        public Case must(String key, String label, boolean so) {
            figure(key, label, so ? "✓" : "✗");
            if (!so) {
                missed.add(key);
                wrong.add(key);
            }
            return this;
        }

        /** What the hub's process holds and has used, now. */
        public Case process(Machine hub, double cpuSeconds) {
            return figure("hubCpuSeconds", "CPU của trạm, s / hub's CPU", cpuSeconds)
                    .figure("residentMiB", "bộ nhớ, MiB / resident", hub.residentMiB())
                    .figure("peakMiB", "cao nhất, MiB / peak resident", hub.peakMiB());
        }

        /** The load is that of now. */
        public Case end() {
            loadAfter = Machine.load();
            at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            figure("loadBefore", "tải máy trước / load before", loadBefore);
            figure("loadAfter", "tải máy sau / load after", loadAfter);
            return this;
        }

        private String cell(String key) {
            Object value = figures.get(key);
            if (value == null) {
                return "";
            }
            Object bar = bars.get(key);
            return bar == null
                    ? value.toString()
                    : value + (floors.contains(key) ? " ≥ " : " ≤ ") + bar + (missed.contains(key) ? " ✗" : " ✓");
        }

        private String json() {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put(kind, Report.this.name);
            line.put("case", name);
            line.put("command", command);
            line.put("parameters", parameters);
            line.putAll(figures);
            line.put("bars", bars);
            line.put("floors", List.copyOf(floors));
            line.put("missed", missed);
            line.put("passed", wrong.isEmpty());
            line.put("at", String.valueOf(at));
            return Json.write(line);
        }
    }

    public Case begin(String name) {
        Case one = new Case(name);
        cases.add(one);
        return one;
    }

    /** The case begun last. */
    public Case last() {
        return cases.get(cases.size() - 1);
    }

    /** Whether nothing is wrong; bars of speed and size that were missed do not count. */
    boolean passed() {
        return cases.stream().allMatch(one -> one.wrong.isEmpty());
    }

    /**
     * Prints the run, keeps it, and puts it on the page of the last runs if that was asked for ({@code --record}).
     *
     * @param options {@code result} is the file of lines, {@code page} the page
     * @return whether nothing is wrong
     */
    public boolean close(Options options) throws IOException {
        print(options.path("result"));
        if (options.flag("record")) {
            record(options.path("page"));
        }
        return passed();
    }

    /** Prints the table, then the lines, which also become the whole content of the file. */
    private void print(Path file) throws IOException {
        int first = labels.values().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder("\n" + command + "\n" + parameters + "\n\n");
        List<Integer> widths = new ArrayList<>();
        table.append(" ".repeat(first));
        for (Case one : cases) {
            int width = labels.keySet().stream()
                    .mapToInt(key -> one.cell(key).length())
                    .max()
                    .orElse(0);
            widths.add(Math.max(width, one.name.length()) + 2);
            table.append(right(one.name, widths.get(widths.size() - 1)));
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            table.append('\n')
                    .append(label.getValue())
                    .append(" ".repeat(first - label.getValue().length()));
            for (int i = 0; i < cases.size(); i++) {
                table.append(right(cases.get(i).cell(label.getKey()), widths.get(i)));
            }
        }
        List<String> lines = cases.stream().map(Case::json).toList();
        System.out.println(table + "\n");
        lines.forEach(System.out::println);
        Files.createDirectories(file.getParent());
        Files.write(
                file, lines, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** The same for the page of the last runs, under the command without its seed. */
    private void record(Path page) throws IOException {
        String heading = command.replaceAll(" --seed \\S+", "");
        StringBuilder text = new StringBuilder("## `%s`\n\n".formatted(heading));
        text.append("%s · `%s` · %s\n\n".formatted(cases.get(cases.size() - 1).at, command, Machine.description()));
        text.append("| |");
        cases.forEach(one -> text.append(' ').append(one.name).append(" |"));
        text.append("\n|---|").append("---:|".repeat(cases.size())).append('\n');
        labels.forEach((key, label) -> {
            text.append("| ").append(label).append(" |");
            cases.forEach(one -> text.append(' ').append(one.cell(key)).append(" |"));
            text.append('\n');
        });
        Measurements.record(
                page,
                heading.replaceAll("[^a-z0-9 .-]", "").replaceAll("\\s+", " ").strip(),
                text.toString());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value));
    }
}
