package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.matluoi.security.BillOfMaterials;
import vn.matluoi.security.Part;
import vn.matluoi.security.Register;

/** What is shipped, as its list (CycloneDX) says, held against the register of known CVEs. */
class KnownCvesTest {

    private static final Path ASSEMBLY = Project.ROOT.resolve("karaf-assembly/target/assembly");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>(.+?)</groupId>\\s*<artifactId>(.+?)</artifactId>\\s*<version>\\$\\{(.+?)}</version>");

    private static final List<Path> SOURCES = sources();

    private static String sbom;
    private static List<Part> shipped;

    @BeforeAll
    static void readTheArchive() throws Exception {
        sbom = inTheArchive("security/sbom.cdx.json");
        shipped = BillOfMaterials.parts(sbom.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyKnownWeaknessOfWhatIsShippedIsSettled() throws Exception {
        var register = Register.read(Project.ROOT.resolve("security"));
        assertThat(register.weaknesses()).hasSizeGreaterThan(60);
        assertThat(register.complaints(shipped, KnownCvesTest::isATest)).isEmpty();
    }

    @Test
    void theArchiveCarriesTheRegister() throws Exception {
        assertThat(inTheArchive("security/known-cves.csv"))
                .isEqualTo(Files.readString(Project.ROOT.resolve("security/known-cves.csv")));
    }

    @Test
    void theListNamesEveryJarAndNothingThatChanges() throws Exception {
        var listed = Commands.run(List.of("tar", "-tzf", Project.ARCHIVE.toString()))
                .out()
                .lines()
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList();
        assertThat(listed).hasSizeGreaterThan(150).allSatisfy(jar -> assertThat(sbom)
                .contains("\"" + jar + "\""));
        assertThat(sbom)
                .contains("\"CycloneDX\"")
                .doesNotContain("serialNumber")
                .doesNotContain("timestamp");
    }

    @Test
    void theListNamesWhatOurOwnBundlesCarry() throws IOException {
        var versions = Files.readString(Project.ROOT.resolve("pom.xml"));
        var carried = new TreeSet<String>();
        for (var pom : files(Project.ROOT.resolve("bundles/thirdparty"), 2, "/pom.xml")) {
            DEPENDENCY.matcher(Files.readString(pom)).results().forEach(found -> {
                var version = Pattern.compile("<" + found.group(3) + ">(.+?)</").matcher(versions);
                if (version.find()) {
                    carried.add(found.group(1) + ":" + found.group(2) + ":" + version.group(1));
                }
            });
        }
        assertThat(carried).hasSizeGreaterThan(40).anyMatch(part -> part.startsWith("io.micrometer:micrometer-core:"));
        assertThat(shipped).extracting(Part::toString).containsAll(carried);
    }

    @Test
    void noJarHoldsTheModulesThatAreLeftOut() throws IOException {
        var leftOut = Pattern.compile("org/apache/(catalina|coyote)/.+"
                + "|org/apache/cxf/(aegis|ws/transfer|xkms|transport/jms|rs/security/(oauth2|jose|oidc|saml)|jaxws)/.+"
                + "|org/apache/derby/(drda|impl/drda)/.+"
                + "|org/eclipse/jetty/(http2|security/jaspi)/.+"
                + "|io/netty/handler/codec/http2/.+"
                + "|org/jolokia/.+|io/hawt/.+|org/apache/poi/.+");
        var jars = files(ASSEMBLY, 12, ".jar");
        assertThat(jars).hasSizeGreaterThan(150);
        for (var jar : jars) {
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream())
                        .as(jar.toString())
                        .noneMatch(entry -> !entry.isDirectory()
                                && leftOut.matcher(entry.getName()).matches());
            }
        }
    }

    @Test
    void whatLiesThereUnusedIsNotStarted() throws IOException {
        var started = Files.readString(ASSEMBLY.resolve("etc/startup.properties"));
        assertThat(started)
                .contains("pax-logging-log4j2")
                .doesNotContain("pax-logging-logback")
                .doesNotContain("jansi")
                .doesNotContain("shell.groovy")
                .doesNotContain("webconsole")
                .doesNotContain("org.eclipse.osgi");
    }

    @Test
    void theLogInModuleThatCallsOutIsNamedNowhere() throws IOException {
        var bundle = files(ASSEMBLY, 12, ".jar").stream()
                .filter(each -> each.getFileName().toString().startsWith("org.apache.karaf.jaas.modules-"))
                .findFirst()
                .orElseThrow();
        try (var file = new JarFile(bundle.toFile())) {
            for (var entry : file.stream()
                    .filter(each -> each.getName().matches("org/apache/karaf/.+\\.class"))
                    .toList()) {
                var bytes = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(!bytes.contains("org/apache/http/")
                                || entry.getName().contains("/syncope/"))
                        .as(entry.getName())
                        .isTrue();
            }
        }
        for (var file : files(ASSEMBLY.resolve("etc"), 5, "")) {
            if (Files.isRegularFile(file)) {
                assertThat(text(file)).as(file.toString()).doesNotContainIgnoringCase("syncope");
            }
        }
    }

    @Test
    void ofMicrometerOnlyWhatIsUsedCanBeUsed() throws IOException {
        var bundle = files(ASSEMBLY, 12, "/vn.matluoi.thirdparty.micrometer-" + Project.VERSION + ".jar");
        try (var file = new JarFile(bundle.get(0).toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Export-Package"))
                    .contains("io.micrometer.core.instrument;")
                    .doesNotContain("instrument.logging", "statsd", "binder.http", "binder.netty", "binder.jetty");
        }
    }

    @Test
    void theLogWritesLinesToFilesAndNothingElse() throws IOException {
        var log = new Properties();
        log.load(new StringReader(Files.readString(ASSEMBLY.resolve("etc/org.ops4j.pax.logging.cfg"))));
        var keys = log.stringPropertyNames();
        assertThat(keys).anyMatch(key -> key.matches("log4j2\\.appender\\.\\w+\\.type"));
        for (var key : keys) {
            if (key.matches("log4j2\\.appender\\.\\w+\\.type")) {
                assertThat(log.getProperty(key)).as(key).isIn("Console", "RollingRandomAccessFile", "PaxOsgi");
            } else if (key.endsWith(".layout.type")) {
                assertThat(log.getProperty(key)).as(key).isEqualTo("PatternLayout");
            }
        }
    }

    /** Whether a method of that name stands in a test class of that name, right behind the annotation that makes it one. */
    private static boolean isATest(String name) {
        var pieces = name.split("#");
        var method = Pattern.compile(
                "@(Test|ParameterizedTest)\\b((?!\n    }\n).)*?\\bvoid\\s+" + pieces[pieces.length - 1] + "\\(",
                Pattern.DOTALL);
        return pieces.length == 2
                && SOURCES.stream()
                        .filter(source -> source.getFileName().toString().equals(pieces[0] + ".java"))
                        .anyMatch(source -> method.matcher(text(source)).find());
    }

    private static List<Path> sources() {
        try {
            return files(Project.ROOT, 20, ".java").stream()
                    .filter(file -> file.toString().contains("/src/test/java/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, int depth, String end) throws IOException {
        return Tree.files(folder, depth).stream()
                .filter(file -> file.toString().endsWith(end))
                .toList();
    }

    private static String inTheArchive(String file) throws Exception {
        var path = "matluoi-" + Project.VERSION + "/" + file;
        return Commands.run(List.of("tar", "-xzOf", Project.ARCHIVE.toString(), path))
                .out();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
