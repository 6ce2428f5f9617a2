package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.Options;

/** The faults there are, by the name that a person types. */
public final class Faults {

    private static final Map<String, Fault> ALL = Map.ofEntries(
            Map.entry("broken", new BrokenBuilds()),
            Map.entry("first-start", new FirstStart()),
            Map.entry("clock", new ClockFault()),
            Map.entry("database", new DatabaseFault()),
            Map.entry("disk", new DiskFault()),
            Map.entry("forward", new ForwardFault()),
            Map.entry("fsync", new FsyncFault()),
            Map.entry("kill", new Kill()),
            Map.entry("devices", trial -> DevicesFault.run(Scene.of(trial))),
            Map.entry("sheet", trial -> SheetFault.run(Scene.of(trial))),
            Map.entry("plugin", trial -> PluginFault.run(Scene.of(trial))),
            Map.entry("network", trial -> NetworkFault.run(Scene.of(trial))),
            Map.entry("hostile", Faults::hostile));
    /** What only the full form tries; {@code ./hub test} says so. */
    private static final Map<String, String> FULL_ONLY = Map.of(
            "broken", "trạm nguyên bản, bỏ bản tin / the hub as shipped, messages left out",
            "clock", "bước vài giây, hết hạn phiên và vé / jumps of seconds, sessions and tickets that run out",
            "database", "đồng bộ đĩa lỗi / syncs that fail",
            "disk", "đầy đến byte cuối / full to the last byte",
            "hostile",
                    "mạng một chiều, ngắt, 800 kết nối; dây chậm, cắt, im, ngập; lời gọi treo, dừng trạm khi gói treo"
                            + " / one-way cuts, resets, 800 connections; a line that delays, cuts, is silent, floods; a call that"
                            + " hangs, a stop with plug-ins that hang");
    /** What the scripts say; the hub's process, port and folders among it. */
    private static final Set<String> GIVEN =
            Set.of("base", "data", "hub-pid", "work", "result", "page", "recorders", "password-file", "clock");
    /** What a person may say. */
    private static final Set<String> PARAMETERS = Set.of("seed", "runs", "cameras", "window", "kinds");

    private Faults() {}

    /** One hub for all that the world around it may do: those before must leave it as it was. */
    private static void hostile(Fault.Trial trial) throws IOException, InterruptedException {
        Scene scene = Scene.of(trial);
        SheetFault.run(scene);
        DevicesFault.run(scene);
        if (trial.options().flag("filter")) {
            NetworkFault.run(scene);
        }
        PluginFault.run(scene);
    }

    /** @return whether everything held that must */
    public static boolean run(String name, String[] arguments) throws IOException, InterruptedException {
        Fault fault = ALL.get(name);
        if (fault == null) {
            throw new IllegalArgumentException("no such fault: " + name);
        }
        Set<String> known = new TreeSet<>(PARAMETERS);
        known.addAll(GIVEN);
        Options options = new Options(arguments, 2, known, Set.of("short", "record", "keep", "filter"));
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        boolean brief = options.flag("short");
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder command = new StringBuilder(
                "./hub fault " + name + (brief ? " --short" : "") + (options.flag("keep") ? " --keep" : ""));
        for (String parameter : new TreeSet<>(PARAMETERS)) {
            String value = parameter.equals("seed") ? String.valueOf(seed) : options.text(parameter, "");
            if (!value.isEmpty()) {
                parameters.put(parameter, value);
                command.append(" --").append(parameter).append(' ').append(value);
            }
        }
        Report report = new Report("fault", name, command.toString(), parameters);
        System.out.println(command);
        if (brief && FULL_ONLY.containsKey(name)) {
            // ./hub test tells of lines that begin so
            System.out.println("dạng ngắn không gồm / the short form is without: ./hub fault " + name + ": "
                    + FULL_ONLY.get(name));
        }
        fault.run(new Fault.Trial(
                report,
                options,
                URI.create(options.required("base")),
                options.path("data"),
                options.path("work"),
                seed,
                brief));
        return report.close(options);
    }
}
