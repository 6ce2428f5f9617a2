package vn.matluoi.benchmarks.drivers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vn.matluoi.benchmarks.Benchmarks;
import vn.matluoi.benchmarks.Report;

/**
 * What each driver costs: to come to know a device, to read what it tells, to hold sessions with many; and our ONVIF client beside
 * another. There is no hub: a driver has a program of its own, in which nothing else runs, and the devices have theirs.
 */
public final class DriversBench {

    private static final List<String> FAMILIES = List.of("hikvision", "dahua", "onvif", "rtsp");
    private static final List<String> OURS = List.of("vn.matluoi.api-", "vn.matluoi.http-", "netty-", "slf4j-");

    /** A person who adds a recorder waits for it. */
    private static final int PATIENCE_MILLIS = 5000;

    /** As the contract of drivers has it, whatever the number of sessions. */
    private static final int MORE_THREADS = 4;

    /** 2,500 recorders in a tenth of the 1,536 MiB that the hub has for them ({@code ./hub bench fleet}). */
    private static final int HEAP_KIB = 60;

    private final Report report;
    private final Path work;
    private final Path password;
    private final Path target;
    private final boolean whole;
    private final Map<String, List<Place>> places = new LinkedHashMap<>();

    private record Place(String address, String counted) {}

    /**
     * @param password a file with that of the devices' one account
     * @param whole whether this is the size that has bars
     */
    public DriversBench(Report report, Path work, Path password, boolean whole) {
        this.report = report;
        this.work = work;
        this.password = password;
        this.whole = whole;
        // this program is run by its archive, beside which its libraries and its classes are
        target = Path.of(System.getProperty("java.class.path")).toAbsolutePath().getParent();
    }

    /**
     * @param rounds how often a device is come to know
     * @param sessions how many are held at once
     * @param mib of events, three times
     * @param fleetPort a free port on the loopback addresses from 127.1.0.1 on
     */
    public void run(int rounds, int sessions, int mib, int fleetPort) throws IOException {
        try (Program devices = new Program(
                work,
                "devices",
                List.of("-Xmx1g", "-Xss256k", "-XX:+UseSerialGC"),
                System.getProperty("java.class.path"),
                Benchmarks.class,
                List.of("devices", password.toString(), String.valueOf(sessions), String.valueOf(fleetPort)))) {
            find(devices);
            for (String family : FAMILIES) {
                Report.Case one = report.begin(family);
                if (places.containsKey(family + "-64")) {
                    look(one, devices, family, 64, rounds);
                }
                look(one, devices, family, 1, rounds);
                if (!family.equals("rtsp")) {
                    events(one, devices, family, mib);
                }
                hold(one, family, sessions);
                one.end();
            }
            client("onvif-client", rounds, devices, Optional.of("onvif"));
            client("onvif-java", rounds, devices, Optional.empty());
        }
    }

    private void find(Program devices) throws IOException {
        for (String line = ""; !line.equals("ready"); ) {
            line = devices.line().orElseThrow(() -> new IOException("the devices did not start; see devices.log"));
            String[] words = line.split(" ");
            if (words.length == 3) {
                places.computeIfAbsent(words[0], name -> new ArrayList<>()).add(new Place(words[1], words[2]));
            }
        }
    }

    private Place place(String name) {
        return places.get(name).get(0);
    }

    private void look(Report.Case one, Program devices, String family, int channels, int rounds) throws IOException {
        String name = family + '-' + channels;
        String of = channels == 1 ? "1 kênh" : channels + " kênh";
        String ofEn = channels == 1 ? "1 channel" : channels + " channels";
        devices.ask("counts " + name);
        Map<String, Double> counted = probe("look", family, place(name).counted(), "0");
        String[] counts = devices.ask("counts " + name).split(" ");
        Map<String, Double> figures = probe("look", family, place(name).address(), String.valueOf(rounds));
        if (counted.get("channels") != channels || figures.get("channels") != channels) {
            throw new IOException(name + " showed " + figures.get("channels") + " channels");
        }
        String key = "look" + channels;
        String label = "làm quen %s, ms / to know %s".formatted(of, ofEn);
        if (whole && channels == 64) {
            one.atMost(key + "Millis", label, Math.round(figures.get("millis")), PATIENCE_MILLIS);
        } else {
            one.figure(key + "Millis", label, figures.get("millis"));
        }
        one.figure(
                        key + "FirstMillis",
                        "như trên, lần đầu / the same, first time (%d)".formatted(channels),
                        figures.get("firstMillis"))
                .figure(key + "CpuMillis", "CPU, ms (%d)".formatted(channels), figures.get("cpuMillis"))
                .figure(
                        key + "AllocatedKiB",
                        "cấp phát, KiB / allocated (%d)".formatted(channels),
                        figures.get("allocatedKiB"))
                .figure(key + "Requests", "yêu cầu / requests (%d)".formatted(channels), Long.parseLong(counts[0]))
                .figure(
                        key + "Connections",
                        "kết nối / connections (%d)".formatted(channels),
                        Long.parseLong(counts[1]));
    }

    private void events(Report.Case one, Program devices, String family, int mib) throws IOException {
        Map<String, Double> figures = probe(
                wish -> devices.ask(wish + ' ' + family),
                "events",
                family,
                place(family + "-64").address(),
                place("player").address(),
                String.valueOf(mib));
        one.figure("eventsASecond", "sự kiện đọc một giây / events read a second", Math.round(figures.get("perSecond")))
                .figure("eventsMiBASecond", "như trên, MiB/s / the same", figures.get("mibPerSecond"))
                .figure("eventBytes", "byte một sự kiện / bytes of an event", figures.get("bytes"))
                .figure("eventAllocated", "cấp phát một sự kiện, byte / allocated for one", figures.get("allocated"))
                .figure("eventMicros", "CPU một sự kiện, µs / CPU for one", figures.get("micros"));
        if (figures.containsKey("timesReading")) {
            one.figure(
                    "timesReading",
                    "lần CPU của riêng việc đọc / times the CPU of reading alone",
                    figures.get("timesReading"));
        }
    }

    private void hold(Report.Case one, String family, int sessions) throws IOException {
        Path addresses = work.resolve(family + ".addresses");
        Files.write(
                addresses,
                places.get("many-" + family).stream().map(Place::address).toList());
        Map<String, Double> figures = probe("hold", family, addresses.toString(), String.valueOf(sessions));
        one.figure("sessions", "phiên giữ mở / sessions held", sessions);
        String label = "heap một phiên, KiB / heap of a session";
        double heap = figures.get("heapKiB");
        if (whole) {
            one.atMost("heapKiB", label, Math.round(heap * 10) / 10.0, HEAP_KIB);
        } else {
            one.figure("heapKiB", label, heap);
        }
        one.figure("heldMiB", "bộ nhớ tăng, MiB / resident memory more", figures.get("residentMiB"))
                .must(
                        "threadsMore",
                        "luồng tăng / threads more",
                        figures.get("threadsMore").intValue(),
                        MORE_THREADS);
    }

    /** @param family of the driver; none for the other client */
    private void client(String name, int rounds, Program devices, Optional<String> family) throws IOException {
        Report.Case one = report.begin(name);
        String address = place("onvif-8").address();
        Map<String, Double> figures;
        double size;
        if (family.isPresent()) {
            figures = probe("client", family.get(), address, String.valueOf(rounds));
            size = size(libraries(family.get()));
        } else {
            List<Path> jars = jars("witness");
            size = size(jars);
            try (Program witness =
                    program("onvif-java", jars, Witness.class, password.toString(), address, String.valueOf(rounds))) {
                figures = witness.figures(wish -> {});
            }
        }
        devices.ask("counts onvif-8");
        one.figure(
                        "clientFirstMillis",
                        "từ lúc chạy tới câu trả lời đầu, ms / from its start to the first answer",
                        figures.get("firstMillis"))
                .figure("clientMillis", "nhận diện + 8 địa chỉ, ms / identity + 8 addresses", figures.get("millis"))
                .figure("clientCpuMillis", "CPU của việc đó, ms / CPU of it", figures.get("cpuMillis"))
                .figure("clientAllocatedKiB", "cấp phát, KiB / allocated", figures.get("allocatedKiB"))
                .figure("clientHeldKiB", "giữ một máy khách, KiB / a client held", figures.get("heldKiB"))
                .figure(
                        "classes",
                        "lớp đã nạp / classes loaded",
                        figures.get("classes").longValue())
                .figure("heapMiB", "heap sau khi dọn, MiB / heap after collection", figures.get("heapMiB"))
                .figure("residentMiB", "bộ nhớ, MiB / resident", figures.get("residentMiB"))
                .figure(
                        "threads",
                        "luồng nhiều nhất / most threads",
                        figures.get("threads").longValue())
                .figure("jarMiB", "tệp .jar, MiB / jars", size)
                .end();
    }

    private Map<String, Double> probe(String... arguments) throws IOException {
        return probe(wish -> {}, arguments);
    }

    /** @param arguments what to measure, the family, and what follows the file with the password */
    private Map<String, Double> probe(Program.Wishes wishes, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(2, password.toString());
        String name = arguments[1] + '-' + arguments[0];
        try (Program probe = program(name, libraries(arguments[1]), Probe.class, all.toArray(String[]::new))) {
            return probe.figures(wishes);
        }
    }

    private Program program(String name, List<Path> jars, Class<?> main, String... arguments) throws IOException {
        StringBuilder classPath = new StringBuilder(target.resolve("classes").toString());
        jars.forEach(jar -> classPath.append(java.io.File.pathSeparator).append(jar));
        List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        if (!whole) {
            options.add("-XX:TieredStopAtLevel=1"); // nothing goes on for long enough to be compiled once more
        }
        return new Program(work, name, options, classPath.toString(), main, List.of(arguments));
    }

    private List<Path> libraries(String family) throws IOException {
        return jars("lib").stream()
                .filter(jar -> {
                    String name = jar.getFileName().toString();
                    return name.startsWith("vn.matluoi.driver." + family + '-')
                            || OURS.stream().anyMatch(name::startsWith);
                })
                .toList();
    }

    private List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(target.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static double size(List<Path> jars) throws IOException {
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        return bytes / (double) (1 << 20);
    }
}
