package vn.matluoi.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules that hold the house up, as far as classes can tell. */
class ArchitectureTest {

    private static JavaClasses hub;

    @BeforeAll
    static void readEveryClass() throws IOException {
        var folders = Tree.files(Project.ROOT, 4).stream()
                .filter(f -> f.endsWith("target/classes"))
                .filter(f -> f.startsWith(Project.ROOT.resolve("bundles"))
                        || f.startsWith(Project.ROOT.resolve("camel-routes")))
                .filter(f -> !f.startsWith(Project.ROOT.resolve("bundles/thirdparty")))
                .toList();
        hub = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void driversKnowOnlyTheApi() {
        noClasses()
                .that()
                .resideInAPackage("vn.matluoi.driver..")
                .and()
                .resideOutsideOfPackage("vn.matluoi.driver.testkit..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "org.slf4j..", "org.osgi..", "vn.matluoi.api..", "vn.matluoi.driver..")
                .check(hub);
    }

    @Test
    void driversDoNotKnowEachOther() {
        slices().matching("vn.matluoi.driver.(*).internal..")
                .should()
                .notDependOnEachOther()
                .check(hub);
    }

    @Test
    void bundlesMeetOnlyThroughTheApi() {
        slices().matching("vn.matluoi.(*)..internal..")
                .should()
                .notDependOnEachOther()
                .check(hub);
    }

    @Test
    void routesKnowTheApiCamelAndWhatReadsTheirFormatsOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("vn.matluoi.source..", "vn.matluoi.forward..")
                .and()
                .resideOutsideOfPackage("vn.matluoi.forward.internal..") // what all sinks share is no route
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "javax.crypto..",
                        "javax.sql..",
                        "javax.xml..",
                        "org.xml.sax..",
                        "org.slf4j..",
                        "org.osgi..",
                        "org.apache.camel..",
                        "com.fasterxml.jackson..",
                        "org.apache.commons.csv..",
                        "org.apache.kafka..",
                        "org.apache.qpid..",
                        "jakarta.mail..",
                        "jakarta.activation..",
                        "org.eclipse.angus.mail..",
                        "javax.net..", // sockets of Java's own
                        "org.mariadb.jdbc..",
                        "vn.matluoi.api..",
                        "vn.matluoi.source..",
                        "vn.matluoi.forward..")
                .check(hub);
    }

    @Test
    void profilesKnowTheApiAndHowJsonIsReadOnly() {
        noClasses()
                .that()
                .resideInAPackage("vn.matluoi.profiles..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "org.slf4j..",
                        "org.osgi..",
                        "javax.sql..",
                        "com.fasterxml.jackson..",
                        "com.networknt..",
                        "vn.matluoi.api..",
                        "vn.matluoi.profiles..")
                .check(hub);
    }

    @Test
    void javaxServletAndJaxRsStayInTheSurfaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("vn.matluoi.rest..", "vn.matluoi.soap..", "vn.matluoi.hawtio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.servlet..", "javax.ws.rs..", "org.apache.cxf..")
                .check(hub);
    }

    @Test
    void camelStaysWithTheRoutes() {
        noClasses()
                .that()
                .resideOutsideOfPackages("vn.matluoi.camel..", "vn.matluoi.source..", "vn.matluoi.forward.*..")
                .or()
                .resideInAPackage("vn.matluoi.forward.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "jakarta..")
                .check(hub);
    }

    @Test
    void theApiDependsOnNothing() {
        noClasses()
                .that()
                .resideInAPackage("vn.matluoi.api..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "javax.crypto..", "javax.net..", "org.osgi.annotation..", "vn.matluoi.api..")
                .check(hub);
    }
}
