package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of the hub and what became of it, kept outside the hub: noted and synced before it is sent, the outcome
 * after. Any thread.
 */
final class Notes implements AutoCloseable {

    /** What the hub said. Nothing said is {@code UNKNOWN}: it may be there or not. */
    enum Outcome {
        OK,
        FAIL,
        UNKNOWN
    }

    private final FileChannel file;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>(); // guarded by this
    private final List<Long> notAcknowledged = new ArrayList<>(); // when, in nanoseconds; guarded by this

    Notes(Path file) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** @return whether it was sent before */
    synchronized boolean before(String key) throws IOException {
        boolean again = outcomes.put(key, Outcome.UNKNOWN) != null;
        write(key + " ?\n");
        file.force(false);
        return again;
    }

    synchronized void after(String key, Outcome outcome) throws IOException {
        outcomes.put(key, outcome);
        if (outcome != Outcome.OK) {
            notAcknowledged.add(System.nanoTime());
        }
        write(key + ' ' + outcome + '\n');
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    synchronized Map<String, Outcome> all() {
        return new LinkedHashMap<>(outcomes);
    }

    /** @param kind the first word of the keys that count; empty for all */
    synchronized long count(String kind, Outcome outcome) {
        return outcomes.entrySet().stream()
                .filter(note -> note.getKey().startsWith(kind) && note.getValue() == outcome)
                .count();
    }

    /** @return how many were answered, but not acknowledged */
    synchronized long notAcknowledged() {
        return notAcknowledged.size();
    }

    /** @return when the first after that moment was answered, but not acknowledged */
    synchronized Optional<Long> notAcknowledged(long after) {
        return notAcknowledged.stream().filter(at -> at > after).findFirst();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
