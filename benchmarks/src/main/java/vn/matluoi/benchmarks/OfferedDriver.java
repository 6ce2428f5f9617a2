package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A shipped driver under other versions, where the hub looks for drivers. */
final class OfferedDriver {

    private OfferedDriver() {}

    static void offer(Path data, String family, String version, Path shipped) throws IOException {
        String artifact = "vn.matluoi.driver." + family;
        Path folder = Files.createDirectories(
                data.resolve("drivers/repository/vn/matluoi").resolve(artifact).resolve(version));
        repack(shipped, version, folder.resolve(artifact + "-" + version + ".jar"));
        Files.writeString(
                folder.resolve(artifact + "-" + version + "-features.xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="matluoi-driver-%2$s" version="%3$s">
                    <bundle>mvn:vn.matluoi/%1$s/%3$s</bundle>
                  </feature>
                </features>
                """
                        .formatted(artifact, family, version));
    }

    private static void repack(Path shipped, String version, Path to) throws IOException {
        try (JarFile jar = new JarFile(shipped.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entry : jar.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
    }
}
