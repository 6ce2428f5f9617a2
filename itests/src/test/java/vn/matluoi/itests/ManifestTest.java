package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the jars say of themselves. */
class ManifestTest {

    private static final List<String> EXPORTERS = List.of("vn.matluoi.api", "vn.matluoi.driver.testkit");

    @Test
    void onlyTheApiTheTestKitAndThirdPartiesExport() throws IOException {
        for (var jar : jars()) {
            try (var file = new JarFile(jar.toFile())) {
                var attributes = file.getManifest().getMainAttributes();
                var name = attributes.getValue("Bundle-SymbolicName");
                if (name == null || EXPORTERS.contains(name) || name.startsWith("vn.matluoi.thirdparty.")) {
                    continue;
                }
                assertThat(attributes.getValue("Export-Package"))
                        .as("packages exported by %s", name)
                        .isNull();
            }
        }
    }

    @Test
    void everyBundleIsNamedAfterItsArtifact() throws IOException {
        assertThat(jars()).hasSizeGreaterThan(14);
        for (var jar : jars()) {
            try (var file = new JarFile(jar.toFile())) {
                var name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                if (name != null) {
                    assertThat(jar.getFileName().toString()).startsWith(name.split(";")[0] + "-");
                }
            }
        }
    }

    @Test
    void nothingIsWrappedOrFetchedAtRunTime() throws IOException {
        var features = Files.readString(Project.ROOT.resolve("features/src/main/feature/feature.xml"));
        assertThat(features)
                .doesNotContain("wrap:")
                .doesNotContain("http://repo")
                .doesNotContain("https://repo");
        var etc = Project.ROOT.resolve("karaf-assembly/target/assembly/etc");
        assertThat(Files.readString(etc.resolve("startup.properties"))).doesNotContain("wrap");
        assertThat(Files.readString(etc.resolve("org.ops4j.pax.url.mvn.cfg"))
                        .lines()
                        .filter(line -> line.strip().startsWith("org.ops4j.pax.url.mvn.repositories")))
                .allMatch(line -> line.substring(line.indexOf('=') + 1).isBlank());
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Files.walk(Project.ROOT.resolve("bundles"), 4), Files.walk(Project.ROOT.resolve("camel-routes"), 3))) {
            return files.filter(f -> f.getParent().getFileName().toString().equals("target"))
                    .filter(f -> f.getFileName().toString().endsWith("-" + Project.VERSION + ".jar"))
                    .toList();
        }
    }
}
