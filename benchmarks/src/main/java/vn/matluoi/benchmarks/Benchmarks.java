package vn.matluoi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.drivers.Devices;
import vn.matluoi.benchmarks.drivers.DriversBench;
import vn.matluoi.benchmarks.faults.Faults;
import vn.matluoi.benchmarks.forward.DifferenceBench;
import vn.matluoi.benchmarks.forward.ForwardBench;
import vn.matluoi.benchmarks.forward.IntakeBench;
import vn.matluoi.registry.internal.support.PostgresCluster;
import vn.matluoi.simulators.Options;

/**
 * The program that the scripts beside it start once the hub is ready: drives it, and reports. Exit status 0 when nothing was
 * found wrong, whatever the figures of speed and size; 1 when something was, or it could not be measured; 2 when a word was
 * not understood.
 */
public final class Benchmarks {

    private static final String COMMUNE = "25516";
    private static final Set<String> GIVEN = Set.of(
            "base",
            "data",
            "hub-pid",
            "work",
            "result",
            "page",
            "starts",
            "archive",
            "floor-pid",
            "floor-port",
            "recorders",
            "recorders-log",
            "driver",
            "password-file",
            "fleet-port");

    private Benchmarks() {}

    /** @param arguments {@code bench} or {@code fault}, its name and its options; or one of the programs beside the hub */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            if (arguments.length > 0 && arguments[0].equals("floor")) {
                Floor.run();
            } else if (arguments.length > 3 && arguments[0].equals("devices")) {
                Devices.run(arguments);
            } else if (arguments.length > 1 && arguments[0].equals("postgres")) {
                postgres(Path.of(arguments[1]), new Options(arguments, 2, Set.of("fsync", "pid-file"), Set.of()));
            } else {
                boolean passed =
                        switch (arguments.length < 2 ? "" : arguments[0]) {
                            case "bench" -> measure(arguments[1], arguments);
                            case "fault" -> Faults.run(arguments[1], arguments);
                            default -> throw new IllegalArgumentException("bench NAME or fault NAME is wanted");
                        };
                System.exit(passed ? 0 : 1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException | RuntimeException e) {
            System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
            System.exit(1);
        }
    }

    private static boolean measure(String bench, String[] arguments) throws IOException, InterruptedException {
        boolean brief = List.of(arguments).contains("--short");
        Map<String, Object> parameters =
                switch (bench) {
                    case "start" -> defaults("runs", brief ? 1 : 3, "routes", 0);
                    case "relay" ->
                        brief
                                ? defaults("cameras", 4, "viewers", "", "seconds", 5, "warm-up", 2, "kbit", 2000)
                                : defaults("cameras", 200, "viewers", "", "seconds", 60, "warm-up", 60, "kbit", 2000);
                    case "import" ->
                        brief
                                ? defaults(
                                        "cameras",
                                        600,
                                        "rows",
                                        300,
                                        "faults",
                                        "0.05",
                                        "seed",
                                        "",
                                        "database",
                                        "derby",
                                        "fsync",
                                        "off")
                                : defaults(
                                        "cameras",
                                        50_000,
                                        "rows",
                                        10_000,
                                        "faults",
                                        "0.05",
                                        "seed",
                                        "",
                                        "database",
                                        "derby",
                                        "fsync",
                                        "off");
                    case "reconcile" ->
                        brief
                                ? defaults("cameras", 600, "changed", 100, "database", "derby", "fsync", "off")
                                : defaults("cameras", 100_000, "changed", 100, "database", "derby", "fsync", "off");
                    case "difference" ->
                        defaults("cameras", brief ? 600 : 100_000, "seed", "", "database", "derby", "fsync", "off");
                    case "api" ->
                        brief
                                ? defaults("cameras", 600, "rate", 20, "seconds", 3, "seed", "", "database", "derby")
                                : defaults(
                                        "cameras", 50_000, "rate", 20, "seconds", 60, "seed", "", "database", "derby");
                    case "memory" ->
                        brief
                                ? defaults("rows", 300, "idle", 3, "seed", "")
                                : defaults("rows", 10_000, "idle", 60, "seed", "");
                    case "fleet" ->
                        brief
                                ? defaults("recorders", 20, "channels", 8, "rate", 50, "seconds", 5, "cut", 10)
                                : defaults("recorders", 2500, "channels", 8, "rate", 500, "seconds", 60, "cut", 500);
                    case "forward" ->
                        brief
                                ? defaults(
                                        "events", 5000, "rate", 200, "seconds", 3, "database", "derby", "fsync", "off")
                                : defaults(
                                        "events",
                                        720_000,
                                        "rate",
                                        200,
                                        "seconds",
                                        60,
                                        "database",
                                        "derby",
                                        "fsync",
                                        "off");
                    case "intake" ->
                        brief
                                ? defaults(
                                        "agencies",
                                        4,
                                        "at-once",
                                        100,
                                        "seconds",
                                        3,
                                        "database",
                                        "derby",
                                        "fsync",
                                        "off")
                                : defaults(
                                        "agencies",
                                        8,
                                        "at-once",
                                        500,
                                        "seconds",
                                        40,
                                        "database",
                                        "derby",
                                        "fsync",
                                        "off");
                    case "drivers" ->
                        brief
                                ? defaults("rounds", 3, "sessions", 50, "mib", 2)
                                : defaults("rounds", 20, "sessions", 1000, "mib", 64);
                    case "deploy" -> defaults("redeployments", brief ? 10 : 1000);
                    case "soak" ->
                        brief
                                ? defaults("hours", 1, "hour", 6, "seed", "")
                                : defaults("hours", 8, "hour", 45, "seed", "");
                    default -> throw new IllegalArgumentException("no such benchmark: " + bench);
                };
        Set<String> known = new java.util.HashSet<>(GIVEN);
        known.addAll(parameters.keySet());
        Options options = new Options(arguments, 2, known, Set.of("short", "record"));
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        parameters.replaceAll((name, otherwise) -> switch (name) {
            case "seed" -> seed;
            case "viewers" -> options.number(name, options.number("cameras", brief ? 4 : 200));
            default ->
                otherwise instanceof Integer number
                        ? (Object) options.number(name, number)
                        : options.text(name, otherwise.toString());
        });
        StringBuilder command = new StringBuilder("./hub bench " + bench + (options.flag("short") ? " --short" : ""));
        parameters.forEach(
                (name, value) -> command.append(" --").append(name).append(' ').append(value));

        Report report = new Report("bench", bench, command.toString(), parameters);
        Machine process = new Machine(options.number("hub-pid", 0));
        URI base = URI.create(options.required("base"));
        Path data = options.path("data");
        Path work = options.path("work");
        switch (bench) {
            case "start" -> new StartBench(report).run(options.path("starts"), options.number("archive", 0));
            case "relay" -> new RelayBench(options, parameters, process).run(report, Hub.administrator(base, data));
            case "import" -> {
                int cameras = (int) parameters.get("cameras");
                int rows = (int) parameters.get("rows");
                Catalogue catalogue = new Catalogue(Hub.administrator(base, data), work, seed);
                new ImportBench(report, process, catalogue)
                        .run(cameras, rows, options.fraction("faults", 0.05), cameras >= 50_000 && rows >= 10_000);
            }
            case "reconcile" ->
                new ReconcileBench(report, process, Hub.administrator(base, data))
                        .run(
                                (int) parameters.get("cameras"),
                                (int) parameters.get("changed"),
                                (int) parameters.get("cameras") >= 100_000);
            case "difference" -> {
                Hub admin = Hub.administrator(base, data);
                new DifferenceBench(report, process, admin, data, seed)
                        .run((int) parameters.get("cameras"), new Catalogue(admin, work, seed));
            }
            case "api" -> {
                Hub admin = Hub.administrator(base, data);
                list(report, process, admin, new Catalogue(admin, work, seed), parameters);
            }
            case "forward" -> {
                int events = (int) parameters.get("events");
                new ForwardBench(report, process, Hub.administrator(base, data), data, events >= 720_000)
                        .run(
                                base,
                                events,
                                (int) parameters.get("rate"),
                                (int) parameters.get("seconds"),
                                brief ? 3 : 20);
            }
            case "intake" -> {
                boolean derby = parameters.get("database").equals("derby");
                new IntakeBench(report, process, Hub.administrator(base, data), data)
                        .run(
                                base,
                                (int) parameters.get("agencies"),
                                (int) parameters.get("at-once"),
                                (int) parameters.get("seconds"),
                                brief ? 1 : 15,
                                brief ? 0 : derby ? 2_000 : 10_000);
            }
            case "soak" -> {
                System.setProperty("jdk.httpclient.keepalive.timeout", "3"); // this program's connections are no leak
                Recorders recorders = new Recorders(options.path("recorders"), options.path("password-file"));
                new SoakBench(report, process, recorders, Hub.administrator(base, data), Hub.nobody(base), seed)
                        .run((Integer) parameters.get("hours"), (Integer) parameters.get("hour"));
            }
            case "deploy" -> {
                int redeployments = (int) parameters.get("redeployments");
                new DeployBench(report, process, Hub.administrator(base, data), data, options.path("driver"))
                        .run(redeployments, redeployments >= 100);
            }
            case "drivers" -> {
                int sessions = (int) parameters.get("sessions");
                new DriversBench(report, work, options.path("password-file"), sessions >= 1000)
                        .run(
                                (int) parameters.get("rounds"),
                                sessions,
                                (int) parameters.get("mib"),
                                options.number("fleet-port", 0));
            }
            case "fleet" -> {
                int count = (int) parameters.get("recorders");
                new FleetBench(
                                report,
                                process,
                                Hub.administrator(base, data),
                                options.path("recorders-log"),
                                options.path("password-file"),
                                (int) parameters.get("channels"))
                        .run(
                                (int) parameters.get("rate"),
                                (int) parameters.get("seconds"),
                                (int) parameters.get("cut"),
                                count >= 2500);
            }
            default ->
                new MemoryBench(report, process, Hub.nobody(base))
                        .run(
                                () -> new Catalogue(Hub.administrator(base, data), work, seed),
                                (int) parameters.get("rows"),
                                (int) parameters.get("idle"),
                                350);
        }
        return report.close(options);
    }

    /**
     * A PostgreSQL server until this program is ended, with a database for the hub; its owner's password goes into the file.
     * A server that ends by itself is started again after six seconds, as a service of the machine is.
     */
    private static void postgres(Path passwordFile, Options options) throws IOException, InterruptedException {
        PostgresCluster server =
                PostgresCluster.start(options.text("fsync", "off").equals("on"));
        PostgresCluster.Database database;
        try {
            database = server.newDatabase("matluoi");
        } catch (SQLException e) {
            throw new IOException("no database", e);
        }
        Files.writeString(passwordFile, database.password());
        System.out.println("postgres " + database.url() + ' ' + database.user());
        while (true) {
            long pid = server.pid();
            if (!options.text("pid-file", "").isEmpty()) {
                Files.writeString(options.path("pid-file"), String.valueOf(pid));
            }
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            TimeUnit.SECONDS.sleep(6);
            server.giveBack();
        }
    }

    private static void list(
            Report report, Machine process, Hub admin, Catalogue catalogue, Map<String, Object> parameters)
            throws IOException {
        int cameras = (int) parameters.get("cameras");
        int rate = (int) parameters.get("rate");
        int seconds = (int) parameters.get("seconds");
        catalogue.addUnits();
        catalogue.fill(cameras, (source, sheet, some) -> catalogue.take(source, sheet, false));
        ListBench list = new ListBench(report, process);
        list.measure("viewer-of-a-commune", admin.viewer("bench-viewer", List.of(COMMUNE)), "", rate, seconds, 100);
        list.measure("administrator-by-area", admin, "&area=" + COMMUNE, rate, seconds, 100);
        list.measure("administrator-of-all", admin, "", rate, seconds, 100);
    }

    private static Map<String, Object> defaults(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
