package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a sink laid into files in a folder, as whoever collects them reads it: each once, when it bears its name, by the order of names. */
public final class Collected {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Brought brought = new Brought();
    private final Set<Path> read = new HashSet<>(); // guarded by this

    public Collected(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads what has come since.
     *
     * @throws IOException if a file that bears its name is not whole
     */
    public synchronized Brought look() throws IOException {
        for (Path file : files()) {
            if (read.add(file)) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode event = JSON.readTree(line);
                    brought.take(Told.of(event), event.path("id").asText());
                }
            }
        }
        return brought;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of(); // made with the first message
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }
}
