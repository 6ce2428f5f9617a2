package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A shipped driver under other versions, where the hub looks for drivers and in the list of what was shipped. */
final class OfferedDriver {

    private OfferedDriver() {}

    static void offer(Path data, String family, String version, Path shipped) throws IOException {
        String artifact = "vn.matluoi.driver." + family;
        Path folder = Files.createDirectories(
                data.resolve("drivers/repository/vn/matluoi").resolve(artifact).resolve(version));
        Path jar = folder.resolve(artifact + "-" + version + ".jar");
        Path features = folder.resolve(artifact + "-" + version + "-features.xml");
        repack(shipped, version, jar);
        Files.writeString(
                features,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="matluoi-driver-%2$s" version="%3$s">
                    <bundle>mvn:vn.matluoi/%1$s/%3$s</bundle>
                  </feature>
                </features>
                """
                        .formatted(artifact, family, version));
        for (Path file : List.of(jar, features)) {
            Files.writeString(
                    data.resolve("etc/drivers/shipped.sha256"),
                    sha256(file) + "  " + data.relativize(file) + "\n",
                    StandardOpenOption.APPEND);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
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
