package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The list of the drivers that are shipped beside the hub, {@code etc/drivers/shipped.sha256}: SHA-256 and path of each file in
 * {@code drivers/repository}, as {@code sha256sum} writes and checks it. The hub installs what is in this list without a signature.
 */
public final class ShippedDrivers {

    private static final String REPOSITORY = "drivers/repository";

    private ShippedDrivers() {}

    /** Arguments: folder of the distribution, file to write. */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[1]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, of(Path.of(arguments[0])));
    }

    /** @return the lines, by path; the same distribution gives the same bytes */
    static String of(Path distribution) throws IOException {
        try (var files = Files.walk(distribution.resolve(REPOSITORY))) {
            var lines = files.filter(Files::isRegularFile)
                    .map(file -> distribution.relativize(file).toString())
                    .sorted()
                    .toList();
            var text = new StringBuilder();
            for (var path : lines) {
                var bytes = Files.readAllBytes(distribution.resolve(path));
                text.append(BillOfMaterials.sha256(bytes))
                        .append("  ")
                        .append(path)
                        .append('\n');
            }
            if (text.isEmpty()) {
                throw new IOException(distribution.resolve(REPOSITORY) + " is empty");
            }
            return text.toString();
        }
    }
}
