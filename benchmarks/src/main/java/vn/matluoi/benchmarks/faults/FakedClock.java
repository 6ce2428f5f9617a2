package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

/** The time of day as the hub's process alone sees it: libfaketime reads in a file how far it is off, once a second. */
final class FakedClock {

    private final Path file;
    private Duration offset = Duration.ZERO;

    FakedClock(Path file) {
        this.file = file;
    }

    void jump(Duration by) throws IOException {
        offset = offset.plus(by);
        Path aside = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(aside, "%+d%n".formatted(offset.toSeconds()));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What time the hub's process should think it is. */
    Instant now() {
        return Instant.now().plus(offset);
    }

    Duration offset() {
        return offset;
    }
}
