package vn.matluoi.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleActivator;

/** Bundles of drivers, made for a test. */
final class DriverJars {

    private DriverJars() {}

    /** A shipped driver, under another version. */
    static Path repackaged(String family, String version) throws IOException {
        var copy = Files.createTempFile(Project.TARGET, "driver", ".jar");
        try (var jar = shipped(family);
                var out = new JarOutputStream(Files.newOutputStream(copy), manifest(jar, version))) {
            copyClasses(jar, out);
        }
        return copy;
    }

    /** The same, with an activator besides. */
    static Path repackaged(String family, String version, Class<? extends BundleActivator> activator)
            throws IOException {
        var copy = Files.createTempFile(Project.TARGET, "driver", ".jar");
        try (var jar = shipped(family)) {
            var manifest = manifest(jar, version);
            var main = manifest.getMainAttributes();
            main.putValue("Bundle-Activator", activator.getName());
            main.putValue("Import-Package", main.getValue("Import-Package") + ",org.osgi.framework");
            try (var out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                copyClasses(jar, out);
                add(activator, out);
            }
        }
        return copy;
    }

    /** One whose start always fails: of the family {@code broken}, 0.1.0. */
    static Path throwing() throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "vn.matluoi.driver.broken");
        main.putValue("Bundle-Version", "0.1.0");
        main.putValue("Bundle-Activator", ThrowingActivator.class.getName());
        main.putValue("Import-Package", "org.osgi.framework,vn.matluoi.api.driver;version=\"[1.0,2)\"");
        main.putValue("Matluoi-Reaches", "http");
        var jar = Files.createTempFile(Project.TARGET, "broken", ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            add(ThrowingActivator.class, out);
        }
        return jar;
    }

    private static JarFile shipped(String family) throws IOException {
        return new JarFile(Project.ROOT
                .resolve(
                        "bundles/driver-%1$s/target/vn.matluoi.driver.%1$s-%2$s.jar".formatted(family, Project.VERSION))
                .toFile());
    }

    private static Manifest manifest(JarFile jar, String version) throws IOException {
        var manifest = new Manifest(jar.getManifest());
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        return manifest;
    }

    private static void copyClasses(JarFile jar, JarOutputStream out) throws IOException {
        for (var entry : jar.stream().toList()) {
            if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                jar.getInputStream(entry).transferTo(out);
                out.closeEntry();
            }
        }
    }

    private static void add(Class<?> type, JarOutputStream out) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        try (var code = type.getResourceAsStream("/" + name)) {
            out.putNextEntry(new ZipEntry(name));
            code.transferTo(out);
            out.closeEntry();
        }
    }
}
