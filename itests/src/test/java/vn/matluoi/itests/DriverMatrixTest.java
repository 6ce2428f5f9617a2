package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceFacet;

/** What the reference says of drivers (docs/reference/drivers.md, configuration.md) is what their classes do. */
class DriverMatrixTest {

    private static final Path PAGE = Project.ROOT.resolve("docs/reference/drivers.md");
    private static final String BEGIN = "<!-- begin matrix -->\n";
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";
    private static final String END = "<!-- end matrix -->";

    @Test
    void theReferenceSaysWhatEachDriverCan() throws IOException {
        var page = Files.readString(PAGE);
        var written = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        var made = matrix();
        Files.writeString(Project.TARGET.resolve("driver-matrix.md"), made);
        assertThat(written)
                .as("%s; what it should say lies in itests/target/driver-matrix.md", PAGE.getFileName())
                .isEqualTo(made);
    }

    /** What a driver does not name is refused where a source is set up. */
    @Test
    void aDriverTakesEachOptionTheReferenceGivesIt() throws IOException {
        var option = Pattern.compile("^\\| `([a-z.]+)` \\|.*\\| driver `([a-z]+)`.*", Pattern.MULTILINE);
        var page = Files.readString(Project.ROOT.resolve("docs/reference/configuration.md"));
        var given = new TreeMap<String, Set<String>>();
        option.matcher(page).results().forEach(line -> given.computeIfAbsent(line.group(2), family -> new TreeSet<>())
                .add(line.group(1)));
        var taken = new TreeMap<String, Set<String>>();
        drivers().forEach((family, classes) -> options(classes)
                .forEach(name ->
                        taken.computeIfAbsent(family, driver -> new TreeSet<>()).add(name)));
        assertThat(given).isNotEmpty().isEqualTo(taken);
    }

    private static Stream<String> options(JavaClasses classes) {
        var named = "matluoi.options=";
        return classes.stream()
                .flatMap(c -> c.tryGetAnnotationOfType(COMPONENT).stream())
                .flatMap(component -> component.get("property").stream())
                .flatMap(properties -> Stream.of((Object[]) properties))
                .map(String::valueOf)
                .filter(property -> property.startsWith(named))
                .map(property -> property.substring(named.length()));
    }

    private static TreeMap<String, JavaClasses> drivers() throws IOException {
        var drivers = new TreeMap<String, JavaClasses>();
        try (var bundles = Files.list(Project.ROOT.resolve("bundles"))) {
            for (var bundle : bundles.filter(b -> b.getFileName().toString().startsWith("driver-"))
                    .filter(b -> Files.isDirectory(b.resolve("target/classes")))
                    .toList()) {
                var family = bundle.getFileName().toString().substring("driver-".length());
                if (!family.equals("testkit")) {
                    drivers.put(family, new ClassFileImporter().importPath(bundle.resolve("target/classes")));
                }
            }
        }
        return drivers;
    }

    private static String matrix() throws IOException {
        var drivers = drivers();
        assertThat(drivers).hasSizeGreaterThanOrEqualTo(3);
        var lines = new ArrayList<String>();
        lines.add("| facet | " + String.join(" | ", drivers.keySet()) + " |");
        lines.add("|---|" + "---|".repeat(drivers.size()));
        for (var facet : facets()) {
            var line = new StringBuilder("| `" + facet.getSimpleName() + "` |");
            drivers.values().forEach(classes -> line.append(offers(classes, facet) ? " yes |" : " – |"));
            lines.add(line.toString());
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<Class<?>> facets() {
        return Stream.of(DeviceFacet.class, ChannelFacet.class)
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses())
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .<Class<?>>map(c -> c))
                .toList();
    }

    /** A driver speaks of a facet's interface only to offer it. */
    private static boolean offers(JavaClasses classes, Class<?> facet) {
        return classes.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .anyMatch(d -> d.getTargetClass().isEquivalentTo(facet));
    }
}
