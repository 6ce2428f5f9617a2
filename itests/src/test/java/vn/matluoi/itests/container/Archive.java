package vn.matluoi.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The distribution as shipped. */
final class Archive {

    static final String VERSION = System.getProperty("matluoi.version");

    private static final String TOP = "matluoi-" + VERSION;

    private Archive() {}

    static Path file() {
        return Path.of(System.getProperty("matluoi.root"))
                .resolve("karaf-assembly/target/" + TOP + ".tar.gz")
                .normalize()
                .toAbsolutePath();
    }

    /** The two folders of it that bundles come from, {@code system} and {@code drivers/repository}, unpacked. */
    static Path repositories() {
        var folder = Path.of("target/exam-offline").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            var tar = new ProcessBuilder(List.of(
                            "tar",
                            "-xzf",
                            file().toString(),
                            "-C",
                            folder.toString(),
                            "--strip-components=1",
                            TOP + "/system",
                            TOP + "/drivers/repository"))
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new IllegalStateException(file() + " cannot be unpacked");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return folder;
    }
}
