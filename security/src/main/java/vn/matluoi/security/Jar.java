package vn.matluoi.security;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What a jar says it holds: the {@code pom.properties} that Maven leaves in it and in whatever was copied into it, the jars
 * inside it, and the header {@value #HEADER} of its manifest, for libraries not built by Maven.
 *
 * @param packages in which it has classes, those of jars inside it included
 */
record Jar(List<Part> parts, Set<String> packages, String title) {

    /** {@code group:name:version}, separated by commas. */
    static final String HEADER = "Embedded-Artifacts";

    static Jar read(String file, byte[] bytes) throws IOException {
        var parts = new TreeMap<String, Part>();
        var packages = new TreeSet<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName().replaceFirst("^META-INF/versions/\\d+/", "");
                if (name.endsWith(".class") && name.contains("/")) {
                    packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
                }
                for (var part : parts(file, entry, zip, packages)) {
                    parts.put(part.toString(), part);
                }
            }
        }
        return new Jar(List.copyOf(parts.values()), packages, file);
    }

    /** @return the part this jar is, by its file name; empty if none of its parts gives the file its name */
    Optional<Part> itself() {
        return parts.stream()
                .filter(part -> title.equals(part.name() + "-" + part.version() + ".jar"))
                .findFirst();
    }

    private static List<Part> parts(String file, ZipEntry entry, ZipInputStream zip, Set<String> packages)
            throws IOException {
        var name = entry.getName();
        if (name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties")) {
            var properties = new Properties();
            properties.load(new ByteArrayInputStream(content(zip)));
            return List.of(new Part(
                    properties.getProperty("groupId"),
                    properties.getProperty("artifactId"),
                    properties.getProperty("version")));
        }
        if (name.equals("META-INF/MANIFEST.MF")) {
            var header = new Manifest(new ByteArrayInputStream(content(zip)))
                    .getMainAttributes()
                    .getValue(HEADER);
            return header == null
                    ? List.of()
                    : List.of(header.split(",")).stream().map(Part::of).toList();
        }
        if (name.endsWith(".jar")) {
            var inside = read(name.substring(name.lastIndexOf('/') + 1), content(zip));
            if (inside.parts.isEmpty()) {
                throw new IOException(file + " holds " + name + ", which does not say what it is");
            }
            packages.addAll(inside.packages);
            return new ArrayList<>(inside.parts);
        }
        return List.of();
    }

    private static byte[] content(ZipInputStream zip) throws IOException {
        var bytes = new ByteArrayOutputStream();
        zip.transferTo(bytes);
        return bytes.toByteArray();
    }
}
