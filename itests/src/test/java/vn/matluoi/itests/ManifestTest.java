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
                if (EXPORTERS.contains(name) || name.startsWith("vn.matluoi.thirdparty.")) {
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
                assertThat(name).as(jar.toString()).isNotNull();
                assertThat(jar.getFileName().toString()).startsWith(name.split(";")[0] + "-");
            }
        }
    }

    @Test
    void nothingIsWrappedOrFetchedAtRunTime() throws IOException {
        var features = featuresFiles();
        assertThat(features).hasSizeGreaterThan(1);
        for (var file : features) {
            assertThat(Files.readString(file).replace("http://karaf.apache.org/xmlns/", ""))
                    .as(file.toString())
                    .doesNotContain("wrap:")
                    .doesNotContain("http:")
                    .doesNotContain("https:");
        }
        var etc = Project.ROOT.resolve("karaf-assembly/target/assembly/etc");
        assertThat(Files.readString(etc.resolve("startup.properties"))).doesNotContain("wrap");
        assertThat(Files.readString(etc.resolve("org.ops4j.pax.url.mvn.cfg"))
                        .lines()
                        .filter(line -> line.strip().startsWith("org.ops4j.pax.url.mvn.repositories")))
                .allMatch(line -> line.substring(line.indexOf('=') + 1).isBlank());
    }

    @Test
    void theArchiveCarriesItsLicenceAndItsNotice() throws Exception {
        var folder = "matluoi-" + Project.VERSION + "/";
        for (var paper : List.of("LICENSE", "NOTICE")) {
            var inside = Commands.run(List.of("tar", "-xzOf", Project.ARCHIVE.toString(), folder + paper));
            assertThat(inside.out()).as(inside.everything()).isEqualTo(Files.readString(Project.ROOT.resolve(paper)));
        }
    }

    private static List<Path> featuresFiles() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Files.walk(Project.ROOT.resolve("bundles"), 5), Files.walk(Project.ROOT.resolve("features"), 4))) {
            return files.filter(f -> f.toString().matches(".*/src/main/feature/features?\\.xml"))
                    .toList();
        }
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
