package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents point to is there, and what an administrator may set is in the reference. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern ANCHOR = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)#\\s:]*)#([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IS_COMMAND =
            Pattern.compile("@Command\\(\\s*scope = \"hub\",\\s*name = \"([a-z-]+)\"");
    private static final Pattern COMMAND = Pattern.compile("(?<![.\\w])hub:([a-z][a-z-]*)");
    private static final Pattern NAMED = Pattern.compile("`((?:docs|bundles|camel-routes|simulators)/[\\w./-]+\\.md)`");
    private static final Pattern ATTRIBUTE = Pattern.compile("<AD id=\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("^([\\w.]+)\\s*=", Pattern.MULTILINE);
    private static final Pattern MEASURED = Pattern.compile("^## `(.+)`$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(?:([\\w-]+)/)?(\\w+(?:Test|Contract))#(\\w+)`");
    private static final Pattern ANNOTATED =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|FuzzTest)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("^@Disabled", Pattern.MULTILINE);
    private static final Pattern TRAP = Pattern.compile("^\\| .*\\|$", Pattern.MULTILINE);

    @Test
    void everyLinkResolves() throws IOException {
        var broken = new ArrayList<String>();
        for (var document : documents()) {
            var text = Files.readString(document);
            LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.contains(":"))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> broken.add(Project.ROOT.relativize(document) + ": " + target));
            NAMED.matcher(text)
                    .results()
                    .map(name -> name.group(1))
                    .filter(name -> !Files.exists(Project.ROOT.resolve(name)))
                    .forEach(name -> broken.add(Project.ROOT.relativize(document) + ": " + name));
        }
        assertThat(documents()).hasSizeGreaterThan(15);
        assertThat(broken).isEmpty();
    }

    @Test
    void everyLinkToASectionLeadsToAHeading() throws IOException {
        var links = 0;
        var broken = new ArrayList<String>();
        for (var document : documents()) {
            for (var link : ANCHOR.matcher(text(document)).results().toList()) {
                links++;
                var page = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                if (!Files.exists(page) || !anchors(page).contains(link.group(2))) {
                    broken.add(Project.ROOT.relativize(document) + ": " + link.group());
                }
            }
        }
        assertThat(links).isGreaterThan(10);
        assertThat(broken).isEmpty();
    }

    /** As those who show Markdown make them: small letters, blanks to hyphens, no other signs. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(FENCED.matcher(text(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading ->
                        heading.replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** {@code hub:sink-*} and the like stand for several. */
    @Test
    void everyCommandThatIsNamedIsThere() throws IOException {
        var commands = new TreeSet<String>();
        for (var source : files("glob:**/bundles/shell/src/main/java/**/*.java")) {
            IS_COMMAND.matcher(text(source)).results().forEach(found -> commands.add(found.group(1)));
        }
        assertThat(commands).hasSizeGreaterThan(60).contains("route-list", "dead-letter-replay");
        var naming = new ArrayList<>(documents());
        naming.addAll(files("glob:**/src/main/java/**/*.java"));
        naming.addAll(files("glob:**/src/main/{resources,feature}/**/*.{cfg,xml,json}"));
        naming.add(Project.ROOT.resolve("hub"));
        var unknown = new ArrayList<String>();
        for (var file : naming) {
            COMMAND.matcher(text(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> name.endsWith("-")
                            ? commands.stream().noneMatch(command -> command.startsWith(name))
                            : !commands.contains(name))
                    .forEach(name -> unknown.add(Project.ROOT.relativize(file) + ": hub:" + name));
        }
        assertThat(unknown).isEmpty();
    }

    /** Those of {@code connect-an-agency.md} are the demo's, see {@link ConnectAgencyTest}; of the rest a test takes each by its name. */
    @Test
    void everyRouteInAGuideIsTakenByATest() throws IOException {
        var tests = new StringBuilder();
        for (var source : files("glob:**/itests/src/test/java/**/*Test.java")) {
            tests.append(text(source));
        }
        var named = new ArrayList<String>();
        for (var page : files("glob:**/docs/guide/*.md")) {
            Guide.FILE
                    .matcher(text(page))
                    .results()
                    .map(file -> file.group(1))
                    .filter(file -> file.endsWith(".cfg"))
                    .filter(file -> !Files.exists(Project.ROOT.resolve("simulators/demo/etc/" + file)))
                    .map(file -> file.replaceAll("^vn\\.matluoi\\.route-|\\.cfg$", ""))
                    .forEach(named::add);
        }
        assertThat(named).contains("kafka-tinh", "amqp-thay-doi", "amqp-su-kien", "trung-tam", "huyen-mqtt-nhan");
        assertThat(named)
                .allMatch(route -> tests.indexOf("\"" + route + "\"") >= 0
                        || tests.indexOf("\"vn.matluoi.route-" + route + ".cfg\"") >= 0);
    }

    @Test
    void everyKeyThatCanBeSetIsInTheReference() throws IOException {
        var keys = new TreeSet<String>();
        for (var jar : files("glob:**/{bundles,camel-routes}/*/target/vn.matluoi.*-" + Project.VERSION + ".jar")) {
            ATTRIBUTE.matcher(metatype(jar)).results().forEach(found -> keys.add(found.group(1)));
        }
        for (var file : files("glob:**/karaf-assembly/src/main/resources/etc/vn.matluoi.*.cfg")) {
            KEY.matcher(Files.readString(file)).results().forEach(found -> keys.add(found.group(1)));
        }
        assertThat(keys).contains("networks", "rtsp.address", "install", "rate.burst", "workers");
        var reference = Files.readString(Project.ROOT.resolve("docs/reference/configuration.md"));
        assertThat(keys).allMatch(key -> reference.contains("\n| `" + key + "` |"));
    }

    @Test
    void everyBundleHasAReadme() throws IOException {
        for (var pom : files("glob:**/{bundles,camel-routes}/*/pom.xml")) {
            assertThat(pom.resolveSibling("README.md")).exists();
        }
    }

    @Test
    void everythingThatCanBeMeasuredOrBrokenIsExplained() throws IOException {
        var readme = Files.readString(Project.ROOT.resolve("benchmarks/README.md"));
        var programs = new ArrayList<>(files("glob:**/benchmarks/faults/*"));
        programs.addAll(files("glob:**/benchmarks/*"));
        programs.removeIf(file -> !Files.isRegularFile(file) || !Files.isExecutable(file));
        assertThat(programs)
                .hasSizeGreaterThan(4)
                .allMatch(file -> readme.contains("\n| `" + file.getFileName() + "` |"));
    }

    /** A table cell with ✗ is a bar that was missed; the page's own words say what holds it back. */
    @Test
    void everyBarThatWasMissedIsSpokenOf() throws IOException {
        var page = Files.readString(Project.ROOT.resolve("docs/reference/measurements.md"));
        var words = page.split("\n<!-- begin", 2)[0];
        var missed = new ArrayList<String>();
        for (var section : page.split("\n<!-- begin ")) {
            var command = MEASURED.matcher(section);
            if (command.find()) {
                section.lines()
                        .filter(line -> line.contains("✗"))
                        .map(line -> command.group(1) + ": " + line.split("\\|")[1].strip())
                        .forEach(missed::add);
            }
        }
        assertThat(missed).allMatch(words::contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docs/reference/hardening.md", "docs/design/device-traps.md", "docs/design/route-faults.md"})
    void everyTestAListNamesExists(String list) throws IOException {
        var sources = files("glob:**/src/test/java/**/*{Test,Contract}.java");
        var named = TEST.matcher(Files.readString(Project.ROOT.resolve(list)))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named)
                .filteredOn(test -> sources.stream().noneMatch(source -> isIn(source, test)))
                .extracting(test -> test.group())
                .isEmpty();
    }

    /** A test is named with its module where others have one of the same name; a contract is run by those that are held to it. */
    private static boolean isIn(Path source, MatchResult test) {
        var module = Optional.ofNullable(test.group(1)).map(name -> "/" + name + "/src/test/");
        return source.endsWith(test.group(2) + ".java")
                && module.filter(path -> !source.toString().contains(path)).isEmpty()
                && isRun(text(source), test.group(3))
                && (test.group(2).endsWith("Test") || isHeldTo(source, test.group(2)));
    }

    private static boolean isHeldTo(Path contract, String name) {
        var held = Pattern.compile("^class \\w+Test extends " + name + "\\b", Pattern.MULTILINE);
        try (var beside = Files.list(contract.getParent())) {
            return beside.filter(file -> file.toString().endsWith("Test.java"))
                    .anyMatch(file -> held.matcher(text(file)).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether that is a method that JUnit runs: before it and its annotations stands a blank line */
    private static boolean isRun(String source, String name) {
        var method = Pattern.compile("^    \\w[^=(\\n]* " + name + "\\(", Pattern.MULTILINE);
        return !SWITCHED_OFF.matcher(source).find()
                && Stream.of(source.split("\n\n"))
                        .filter(member -> method.matcher(member).find())
                        .map(member -> method.split(member, 2)[0])
                        .anyMatch(before -> ANNOTATED.matcher(before).find() && !before.contains("@Disabled"));
    }

    @Test
    void aTestIsWhatIsRun() {
        var good =
                "class T {\n\n    @ParameterizedTest\n    @CsvSource({\n        \"1\"\n    })\n    void a(int i) {}\n}";
        assertThat(isRun(good, "a")).isTrue();
        assertThat(isRun(good, "b")).isFalse();
        assertThat(isRun("@Disabled\n" + good, "a")).isFalse();
        assertThat(isRun(good.replace("@CsvSource({", "@Disabled"), "a")).isFalse();
        assertThat(isRun(good.replace("@ParameterizedTest", ""), "a")).isFalse();
        assertThat(isRun(good.replace("void a(", "void b() {\n        run a("), "a"))
                .isFalse();
    }

    @Test
    void everyTrapOfADeviceHasATest() throws IOException {
        var page = Files.readString(Project.ROOT.resolve("docs/design/device-traps.md"));
        var rows = TRAP.matcher(page)
                .results()
                .map(MatchResult::group)
                .filter(row -> !row.startsWith("| trap") && !row.startsWith("|---"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows).allMatch(row -> TEST.matcher(row).find());
    }

    @ParameterizedTest
    @CsvSource({"Sources, source-, 12", "Sinks, forward-, 3"})
    void everyFaultOfEveryRouteHasATestOrAReason(String part, String prefix, int faults) throws IOException {
        var page = Files.readString(Project.ROOT.resolve("docs/design/route-faults.md"));
        var routes = Stream.of(page.split("\n## " + part + "\n", 2)[1].split("\n## ", 2)[0].split("\n### "))
                .skip(1)
                .toList();
        assertThat(files("glob:**/camel-routes/" + prefix + "*")).isNotEmpty().allMatch(folder -> routes.stream()
                .anyMatch(route -> route.startsWith(folder.getFileName().toString())));
        assertThat(routes).allSatisfy(route -> {
            assertThat(cells(route)).hasSize(faults);
            assertThat(cells(route).keySet()).isEqualTo(cells(routes.get(0)).keySet());
            assertThat(cells(route).values())
                    .allMatch(cell -> TEST.matcher(cell).find() || cell.matches("– .+"))
                    .noneMatch(cell -> cell.contains("?"));
        });
    }

    /** @return what stands beside each fault */
    private static Map<String, String> cells(String route) {
        var cells = new LinkedHashMap<String, String>();
        route.lines()
                .filter(line -> line.startsWith("| ") && !line.equals("| fault | tests |"))
                .map(line -> line.split("\\s*\\|\\s*", -1))
                .forEach(row -> cells.put(row[1], row[2]));
        return cells;
    }

    private static ArrayList<Path> documents() throws IOException {
        return files("glob:**/*.md");
    }

    private static ArrayList<Path> files(String pattern) throws IOException {
        var matcher = Project.ROOT.getFileSystem().getPathMatcher(pattern);
        var found = new ArrayList<>(Tree.files(Project.ROOT, Integer.MAX_VALUE));
        found.removeIf(file -> !pattern.contains("/target/") && file.toString().contains("/target/"));
        found.removeIf(file -> !matcher.matches(file));
        return found;
    }

    /** What a bundle says of its settings (OSGi Metatype Service, chapter 105). */
    private static String metatype(Path jar) throws IOException {
        var text = new StringBuilder();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream()
                    .filter(each -> each.getName().matches("OSGI-INF/metatype/.+\\.xml"))
                    .toList()) {
                text.append(new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
