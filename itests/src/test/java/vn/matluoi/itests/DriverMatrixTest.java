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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceFacet;

/** The matrix of what each driver can do, in docs/reference/drivers.md, is what its classes do. */
class DriverMatrixTest {

    private static final Path PAGE = Project.ROOT.resolve("docs/reference/drivers.md");
    private static final String BEGIN = "<!-- begin matrix -->\n";
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

    private static String matrix() throws IOException {
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
