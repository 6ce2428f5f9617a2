package vn.matluoi.benchmarks.forward;

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
    private final boolean takesOut;
    private final Brought brought = new Brought();
    private final Set<Path> read = new HashSet<>(); // guarded by this

    public Collected(Path folder) {
        this(folder, false);
    }

    private Collected(Path folder, boolean takesOut) {
        this.folder = folder;
        this.takesOut = takesOut;
    }

    /** From a folder that is to be emptied: what is read is removed, and may come again under the same name. */
    public static Collected takenOut(Path folder) {
        return new Collected(folder, true);
    }

    /**
     * Reads what has come since.
     *
     * @throws IOException if a file that bears its name is not whole
     */
    public synchronized Brought look() throws IOException {
        for (Path file : files()) {
            if (takesOut || read.add(file)) {
                for (String line : Files.readAllLines(file)) {
                    brought.take(JSON.readTree(line));
                }
            }
            if (takesOut) {
                Files.delete(file);
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
