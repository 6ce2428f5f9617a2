package vn.matluoi.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** The shipped driver once more, under a newer version: what an upgrade is tried with. */
final class NewerDriver {

    static final String VERSION = "99.0.0";

    private static final String NAME = "vn.matluoi.driver.hikvision";
    private static final String FEATURES =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <features name="%1$s-%2$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
              <repository>mvn:vn.matluoi/vn.matluoi.features/%3$s/xml/features</repository>
              <feature name="matluoi-driver-hikvision" version="%2$s">
                <feature version="%3$s">matluoi-api</feature>
                <bundle start-level="80">mvn:vn.matluoi/%1$s/%2$s</bundle>
              </feature>
            </features>
            """;

    private NewerDriver() {}

    /**
     * Writes jar and features file into a folder laid out as a Maven repository.
     *
     * @param drivers the {@code drivers/repository} of the distribution
     */
    static Path repository(Path drivers) {
        var target = Path.of("target/exam-newer").toAbsolutePath();
        var folder = target.resolve("vn/matluoi").resolve(NAME).resolve(VERSION);
        var shipped = drivers.resolve("vn/matluoi")
                .resolve(NAME)
                .resolve(Archive.VERSION)
                .resolve(NAME + "-" + Archive.VERSION + ".jar");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(NAME + "-" + VERSION + "-features.xml"),
                    FEATURES.formatted(NAME, VERSION, Archive.VERSION));
            raise(shipped, folder.resolve(NAME + "-" + VERSION + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    private static void raise(Path from, Path to) throws IOException {
        try (var jar = new JarFile(from.toFile())) {
            var manifest = jar.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                    var entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
    }
}
