package vn.matluoi.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list tells what is in a distribution, and refuses to guess. */
class BillOfMaterialsTest {

    private static final Embedded NONE = new Embedded(List.of());
    private static final Packages PACKAGES = new Packages(Map.of(
            "javax", List.of("nobody"),
            "org.acme.text", List.of("org.text:text", "org.text:text-all"),
            "org.acme.text.own", List.of("org.acme:*")));

    @TempDir
    Path folder;

    @BeforeEach
    void shipOneJarOfEachKind() throws IOException {
        put("system/org/acme/web/1.0/web-1.0.jar", Map.of(pom("org.acme", "web"), of("org.acme", "web", "1.0")));
        put("lib/boot/main-2.0.jar", Map.of(pom("org.acme", "main"), of("org.acme", "main", "2.0")));
    }

    @Test
    void namesJarsByTheirPlaceOrByWhatMavenLeftInThem() throws Exception {
        assertThat(parts(NONE)).containsExactly(Part.of("org.acme:main:2.0"), Part.of("org.acme:web:1.0"));
    }

    @Test
    void namesWhatIsInsideOthers() throws Exception {
        put(
                "drivers/repository/org/acme/fat/3.0/fat-3.0.jar",
                Map.of(
                        pom("org.shaded", "a"),
                        of("org.shaded", "a", "1.1"),
                        "META-INF/MANIFEST.MF",
                        bytes("Manifest-Version: 1.0\nEmbedded-Artifacts: org.built:b:1.2,org.built:c:1.3\n"),
                        "lib/inner.jar",
                        jar(Map.of(pom("org.inner", "d"), of("org.inner", "d", "1.4")))));
        var byHand = new Embedded(List.of(new Embedded.Copy(Part.of("org.acme:fat:3.0"), Part.of("org.hand:e:1.5"))));
        assertThat(parts(byHand))
                .extracting(Part::toString)
                .contains(
                        "org.acme:fat:3.0",
                        "org.shaded:a:1.1",
                        "org.built:b:1.2",
                        "org.built:c:1.3",
                        "org.inner:d:1.4",
                        "org.hand:e:1.5");
    }

    @Test
    void isTheSameEveryTimeAndHoldsNoTime() throws Exception {
        var once = BillOfMaterials.of(folder, NONE, PACKAGES, "0.1.0");
        assertThat(BillOfMaterials.of(folder, NONE, PACKAGES, "0.1.0")).isEqualTo(once);
        assertThat(once).contains("\"specVersion\" : \"1.6\"").doesNotContain("serialNumber", "timestamp");
    }

    @Test
    void refusesAJarThatDoesNotSayWhatItIs() throws IOException {
        put("lib/ext/unknown.jar", Map.of("a.class", bytes("")));
        assertThatIOException()
                .isThrownBy(() -> BillOfMaterials.of(folder, NONE, PACKAGES, "0.1.0"))
                .withMessageContaining("lib/ext/unknown.jar");
    }

    @Test
    void refusesACarrierOfAnotherVersionThanWasLookedAt() {
        var older = new Embedded(List.of(new Embedded.Copy(Part.of("org.acme:web:0.9"), Part.of("org.hand:e:1.5"))));
        assertThatIOException()
                .isThrownBy(() -> BillOfMaterials.of(folder, older, PACKAGES, "0.1.0"))
                .withMessageContaining("org.acme:web:0.9");
    }

    @Test
    void refusesClassesOfALibraryThatIsNotListed() throws Exception {
        put(
                "system/org/acme/fat/3.0/fat-3.0.jar",
                Map.of(
                        "org/acme/web/A.class", bytes(""),
                        "javax/acme/B.class", bytes(""),
                        "org/acme/text/own/C.class", bytes(""),
                        "org/acme/text/D.class", bytes(""),
                        "org/acme/moved/shaded/org/other/E.class", bytes(""),
                        "META-INF/versions/11/org/acmes/F.class", bytes(""),
                        "lib/inner.jar",
                                jar(Map.of(
                                        pom("org.inner", "d"),
                                        of("org.inner", "d", "1.4"),
                                        "org/hidden/G.class",
                                        bytes("")))));
        assertThatIOException()
                .isThrownBy(() -> parts(NONE))
                .withMessageContaining("fat-3.0.jar: org.acme.text\n")
                .withMessageContaining("fat-3.0.jar: org.acme.moved.shaded.org.other\n")
                .withMessageContaining("fat-3.0.jar: org.acmes\n")
                .withMessageContaining("fat-3.0.jar: org.hidden")
                .withMessageNotContainingAny("org.acme.web", "javax", "text.own");
        var fat = Part.of("org.acme:fat:3.0");
        var byHand = new Embedded(List.of(
                new Embedded.Copy(fat, Part.of("org.text:text-all:1.0")),
                new Embedded.Copy(fat, Part.of("org.other:other:1.0")),
                new Embedded.Copy(fat, Part.of("org.acmes:acmes:1.0")),
                new Embedded.Copy(fat, Part.of("org.hidden:hidden:1.0"))));
        assertThat(parts(byHand)).extracting(Part::name).contains("text-all", "other", "acmes", "hidden");
    }

    private List<Part> parts(Embedded embedded) throws Exception {
        return BillOfMaterials.parts(bytes(BillOfMaterials.of(folder, embedded, PACKAGES, "0.1.0")));
    }

    private void put(String where, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(folder.resolve(where).getParent());
        Files.write(folder.resolve(where), jar(entries));
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static String pom(String group, String name) {
        return "META-INF/maven/" + group + "/" + name + "/pom.properties";
    }

    private static byte[] of(String group, String name, String version) {
        return bytes("groupId=" + group + "\nartifactId=" + name + "\nversion=" + version + "\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
