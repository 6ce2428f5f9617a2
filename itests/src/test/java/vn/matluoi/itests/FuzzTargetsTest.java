package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What `./hub test --extended` relies on: it fuzzes by class, finds classes by their annotation, and Jazzer fuzzes one
 * target a run and keeps seeds where it is told.
 */
class FuzzTargetsTest {

    private static final Pattern TARGET =
            Pattern.compile("@FuzzTest\\(maxDuration = \"1m\"\\)\\s+void (\\w+)\\(byte\\[] \\w+\\)");

    @Test
    void eachClassHasOneTargetOfAMinuteAndSeeds() throws IOException {
        var classes = classes();
        assertThat(classes).hasSizeGreaterThan(10);
        for (var file : classes) {
            var text = Files.readString(file);
            assertThat(file.getFileName().toString()).endsWith("FuzzTest.java");
            assertThat(text.split("@FuzzTest", -1)).as(file.toString()).hasSize(2);
            var target = TARGET.matcher(text);
            assertThat(target.find()).as(file.toString()).isTrue();
            assertThat(files(inputs(file).resolve(target.group(1))))
                    .as(file.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void noSeedIsLeftOfATargetThatIsGone() throws IOException {
        var kept = classes().stream().map(FuzzTargetsTest::inputs).toList();
        for (var bundle : bundles()) {
            var folders = files(bundle.resolve("src/test/resources")).stream()
                    .filter(seed -> seed.toString().contains("FuzzTestInputs/"))
                    .map(seed -> seed.getParent().getParent())
                    .collect(Collectors.toSet());
            assertThat(kept).containsAll(folders);
        }
    }

    @Test
    void theScriptFindsThemAll() throws Exception {
        var script = Files.readString(Project.ROOT.resolve("hub"));
        var finds = script.lines()
                .filter(line -> line.startsWith("fuzz_targets()"))
                .findFirst()
                .orElseThrow();
        var found = Commands.run(List.of("bash", "-c", "cd '%s' && %s && fuzz_targets".formatted(Project.ROOT, finds)));
        assertThat(found.out().lines())
                .containsExactlyInAnyOrderElementsOf(classes().stream()
                        .map(file -> Project.ROOT.relativize(file).toString())
                        .map(path -> path.replaceAll("/src/test/java/.*/", ":").replace(".java", ""))
                        .toList());
    }

    private static Path inputs(Path file) {
        return Path.of(file.toString()
                .replace("/src/test/java/", "/src/test/resources/")
                .replace(".java", "Inputs"));
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> all = bundles().stream().flatMap(bundle -> files(bundle.resolve("src/test/java")).stream())) {
            return all.filter(file -> read(file).contains("@FuzzTest")).toList();
        }
    }

    private static List<Path> bundles() {
        return Stream.of("bundles", "camel-routes")
                .flatMap(folder -> folders(Project.ROOT.resolve(folder)).stream())
                .toList();
    }

    private static List<Path> folders(Path folder) {
        try (var folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
