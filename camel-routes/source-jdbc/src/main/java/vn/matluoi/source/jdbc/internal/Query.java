package vn.matluoi.source.jdbc.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.matluoi.api.route.Unusable;

/**
 * The statement of a route: written among its settings, or in a file below {@code etc/queries}, which is read at each run.
 *
 * @param inline the statement
 * @param file where it stands otherwise
 */
record Query(Optional<String> inline, Optional<Path> file) {

    static Path folder() {
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve("queries");
    }

    static Path file(Path folder, String name) {
        return folder.resolve(name + ".sql");
    }

    /** @throws Unusable if it cannot be read, or does more than read */
    String text() throws Unusable {
        var sql = inline.isPresent() ? inline.get() : read(file.orElseThrow());
        var fault = OneSelect.fault(sql);
        if (fault.isPresent()) {
            throw Unusable.because(
                    "jdbc.query",
                    "câu truy vấn " + fault.get().vi(),
                    "the query " + fault.get().en());
        }
        return OneSelect.bare(sql);
    }

    private static String read(Path file) throws Unusable {
        try {
            if (Files.size(file) <= 4L * OneSelect.LONGEST) {
                return Files.readString(file);
            }
        } catch (IOException e) {
            // falls through to the same answer
        }
        throw Unusable.because(
                "jdbc.query",
                "không đọc được tệp etc/queries/%s, hoặc tệp quá lớn".formatted(file.getFileName()),
                "the file etc/queries/%s cannot be read, or is too large".formatted(file.getFileName()));
    }
}
