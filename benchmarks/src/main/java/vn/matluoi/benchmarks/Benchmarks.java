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
import java.util.concurrent.CountDownLatch;
import vn.matluoi.benchmarks.faults.Faults;
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
            "base", "data", "hub-pid", "work", "result", "floor-pid", "floor-port", "recorders", "password-file");

    private Benchmarks() {}

    /** @param arguments {@code bench} or {@code fault}, its name and its options; or one of the programs beside the hub */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            if (arguments.length > 0 && arguments[0].equals("floor")) {
                Floor.run();
            } else if (arguments.length == 2 && arguments[0].equals("postgres")) {
                postgres(Path.of(arguments[1]));
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
        Map<String, Object> parameters =
                switch (bench) {
                    case "relay" -> defaults("cameras", 200, "viewers", "", "seconds", 20, "warm-up", 10);
                    case "import" ->
                        defaults("cameras", 50_000, "rows", 10_000, "faults", "0.05", "seed", "", "database", "derby");
                    case "api" ->
                        defaults("cameras", 50_000, "rate", 20, "seconds", 30, "seed", "", "database", "derby");
                    case "memory" -> defaults("rows", 10_000, "idle", 60, "seed", "");
                    default -> throw new IllegalArgumentException("no such benchmark: " + bench);
                };
        Set<String> known = new java.util.HashSet<>(GIVEN);
        known.addAll(parameters.keySet());
        Options options = new Options(arguments, 2, known, Set.of());
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        parameters.replaceAll((name, otherwise) -> switch (name) {
            case "seed" -> seed;
            case "viewers" -> options.number(name, options.number("cameras", 200));
            default ->
                otherwise instanceof Integer number
                        ? (Object) options.number(name, number)
                        : options.text(name, otherwise.toString());
        });
        StringBuilder command = new StringBuilder("./hub bench " + bench);
        parameters.forEach(
                (name, value) -> command.append(" --").append(name).append(' ').append(value));

        Report report = new Report("bench", bench, command.toString(), parameters);
        Machine process = new Machine(options.number("hub-pid", 0));
        URI base = URI.create(options.required("base"));
        Path data = options.path("data");
        Path work = options.path("work");
        switch (bench) {
            case "relay" -> new RelayBench(options, process).run(report, Hub.administrator(base, data));
            case "import" -> {
                int cameras = options.number("cameras", 50_000);
                int rows = options.number("rows", 10_000);
                Catalogue catalogue = new Catalogue(Hub.administrator(base, data), work, seed);
                new ImportBench(report, process, catalogue)
                        .run(cameras, rows, options.fraction("faults", 0.05), cameras >= 50_000 && rows >= 10_000);
            }
            case "api" -> {
                Hub admin = Hub.administrator(base, data);
                list(report, process, admin, new Catalogue(admin, work, seed), options);
            }
            default ->
                new MemoryBench(report, process, Hub.nobody(base))
                        .run(
                                () -> new Catalogue(Hub.administrator(base, data), work, seed),
                                options.number("rows", 10_000),
                                options.number("idle", 60),
                                350);
        }
        report.print(options.path("result"));
        return report.passed();
    }

    /** A PostgreSQL server until killed, with a database for the hub; its owner's password goes into the file. */
    private static void postgres(Path passwordFile) throws IOException, InterruptedException {
        PostgresCluster.Database database;
        try {
            database = PostgresCluster.running().newDatabase("matluoi");
        } catch (SQLException e) {
            throw new IOException("no database", e);
        }
        Files.writeString(passwordFile, database.password());
        System.out.println("postgres " + database.url() + ' ' + database.user());
        new CountDownLatch(1).await();
    }

    private static void list(Report report, Machine process, Hub admin, Catalogue catalogue, Options options)
            throws IOException {
        int cameras = options.number("cameras", 50_000);
        int rate = options.number("rate", 20);
        int seconds = options.number("seconds", 30);
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
