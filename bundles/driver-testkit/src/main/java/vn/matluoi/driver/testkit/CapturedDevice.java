package vn.matluoi.driver.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of a real device's answers, replayed: {@code INDEX.tsv} holds a line {@code status TAB path TAB file} for
 * each, with {@code -} where the device refused. Asked for anything else, it answers 404, as the device would.
 */
public final class CapturedDevice implements DeviceServer.Handler {

    private final Map<String, Line> lines;
    private final Refusal refusal;

    private record Line(int status, Optional<Path> file) {}

    /** How the vendor words a refusal. */
    @FunctionalInterface
    public interface Refusal {
        DeviceServer.Answer answer(int status, String path);
    }

    private CapturedDevice(Map<String, Line> lines, Refusal refusal) {
        this.lines = lines;
        this.refusal = refusal;
    }

    /** @throws IllegalArgumentException if the folder's index cannot be read: a replay is whole or fails */
    public static CapturedDevice read(Path folder, Refusal refusal) {
        try {
            var lines = new LinkedHashMap<String, Line>();
            for (var line : Files.readAllLines(folder.resolve("INDEX.tsv"))) {
                if (line.isBlank()) {
                    continue;
                }
                var fields = line.split("\t", -1);
                if (fields.length != 3) {
                    throw new IllegalArgumentException("%s: not three fields: %s".formatted(folder, line));
                }
                var file = fields[2].equals("-") ? Optional.<Path>empty() : Optional.of(folder.resolve(fields[2]));
                lines.put(fields[1], new Line(Integer.parseInt(fields[0]), file));
            }
            return new CapturedDevice(lines, refusal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param vendor folder under {@code shared/captures}
     * @return the folder beside the project, found upwards from where the test runs; empty if it is not there
     */
    public static Optional<Path> folder(String vendor) {
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared").resolve("captures").resolve(vendor))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** @return every folder below that has an index, in order */
    public static List<Path> devices(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(p -> p.endsWith("INDEX.tsv"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DeviceServer.Answer answer(DeviceServer.Request request) {
        var line = lines.get(request.path());
        if (line == null || !request.method().equals("GET")) {
            return refusal.answer(404, request.path());
        }
        if (line.file.isEmpty()) {
            return refusal.answer(line.status, request.path());
        }
        try {
            var bytes = Files.readAllBytes(line.file.get());
            return new DeviceServer.Answer(line.status, contentType(line.file.get()), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the file's ending: XML, as most devices speak it, unless it says otherwise. */
    private static String contentType(Path file) {
        var name = file.toString();
        if (name.endsWith(".json")) {
            return "application/json";
        }
        return name.endsWith(".txt") ? "text/plain" : "application/xml";
    }
}
