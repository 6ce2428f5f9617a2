package vn.matluoi.core.internal.driver.kar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** Which plug-ins are let in. */
class KarGateTest {

    @TempDir
    private Path folder;

    private Kars kars;

    @BeforeEach
    void makeKeys() throws IOException {
        kars = new Kars(folder);
    }

    private void refused(Path file, String rule) {
        refused(file, false, rule);
    }

    private void refused(Path file, boolean unsignedAllowed, String rule) {
        assertThatExceptionOfType(KarRefusal.class)
                .isThrownBy(() -> kars.gate().check(file, unsignedAllowed))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.kar." + rule);
                    assertThat(refusal.text().vi()).contains(file.getFileName().toString(), refusal.rule());
                    assertThat(refusal.text().en()).contains(file.getFileName().toString(), refusal.rule(), ";");
                });
    }

    @Test
    void oneSignedByATrustedKeyIsLetIn() throws IOException {
        var kar = kars.gate().check(kars.signed(), false);
        assertThat(kar.family()).isEqualTo("acme");
        assertThat(kar.version()).isEqualTo("1.2.0");
        assertThat(kar.signer()).contains("acme");
        assertThat(kar.reaches().orElseThrow()).hasToString("http, rtsp");
        assertThat(kar.sha256()).hasSize(64);
    }

    @Test
    void oneNobodySignedIsLetInByTheDevelopersSettingOnly() throws IOException {
        refused(kars.unsigned(), "unsigned");
        assertThat(kars.gate().check(kars.unsigned(), true).signer()).isEmpty();
    }

    @Test
    void aSignatureByAKeyThatIsNotTrustedIsRefusedEvenByTheDevelopersSetting() throws IOException {
        Files.delete(kars.trusted().resolve("acme.pem"));
        refused(kars.signed(), "signer");
        refused(kars.signed(), true, "signer");
    }

    @Test
    void aKeyFileThatHoldsNoKeyIsNone() throws IOException {
        Files.writeString(kars.trusted().resolve("acme.pem"), "hello");
        refused(kars.signed(), "signer");
    }

    @Test
    void anotherKeysSignatureUnderATrustedNameIsRefused() throws IOException {
        var other = new Kars(folder.resolve("other"));
        refused(other.signed(), "signature");
    }

    @Test
    void aManifestChangedAfterSigningIsRefused() throws IOException {
        var entries = kars.entries();
        entries.compute("META-INF/MANIFEST.MF", (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                .replace("Matluoi-Reaches: http, rtsp", "Matluoi-Reaches: http, tcp")
                .getBytes(StandardCharsets.UTF_8));
        refused(kars.zip(entries), "signature");
    }

    @Test
    void aBundleChangedAfterSigningIsRefused() throws IOException {
        var entries = kars.entries();
        entries.replaceAll((name, bytes) -> {
            if (name.endsWith(".jar")) {
                bytes[bytes.length / 2] ^= 1;
            }
            return bytes;
        });
        refused(kars.zip(entries), "digest");
        refused(kars.zip(entries), true, "digest");
    }

    @Test
    void whatTheManifestDoesNotNameIsRefused() throws IOException {
        var entries = kars.entries();
        entries.put("repository/vn/matluoi/more.jar", new byte[] {1});
        refused(kars.zip(entries), "content");
    }

    @Test
    void pathsThatLeadOutsideAreRefused() throws IOException {
        for (var path : new String[] {"../../etc/keys.properties", "/etc/passwd", "a/../../b", "C:\\x", "a\\..\\b"}) {
            var entries = kars.entries();
            entries.put(path, new byte[] {1});
            refused(kars.zip(entries), "path");
        }
        kars.file("lib/../../../outside.txt", new byte[] {1});
        refused(kars.signed(), "path");
    }

    @Test
    void oneThatUnpacksWithoutEndIsRefusedBeforeItIsUnpacked() throws IOException {
        var entries = kars.entries();
        entries.put("repository/zeros.jar", new byte[KarGate.LARGEST_CONTENT + 1]);
        var bomb = kars.zip(entries);
        assertThat(Files.size(bomb)).isLessThan(KarGate.LARGEST / 100);
        refused(bomb, "bomb");

        var manifest = kars.entries();
        manifest.put("META-INF/MANIFEST.MF", new byte[1 << 20]);
        refused(kars.zip(manifest), "bomb");
    }

    @Test
    void aBundleThatUnpacksWithoutEndIsRefused() throws IOException {
        for (var i = 0; i < 3; i++) {
            kars.file("zeros" + i, new byte[30 << 20]);
        }
        refused(kars.signed(), "bomb");
    }

    @Test
    void manyFilesAreRefused() throws IOException {
        var entries = kars.entries();
        for (var i = 0; i < 20; i++) {
            entries.put("repository/" + i, new byte[0]);
        }
        refused(kars.zip(entries), "bomb");
    }

    @Test
    void whatAFolderHoldsIsCountedToo() throws IOException {
        var entries = kars.entries();
        entries.put("repository/zeros/", new byte[KarGate.LARGEST_CONTENT + 1]);
        entries.put("../after", new byte[0]); // found only by who went past the end of the folder
        refused(kars.zip(entries), "bomb");
    }

    @Test
    void manyFoldersAreRefused() throws IOException {
        var entries = kars.entries();
        for (var i = 0; i < 20; i++) {
            entries.put("repository/" + i + "/", new byte[0]);
        }
        refused(kars.zip(entries), "bomb");
    }

    @Test
    void theFoldersOfAnArchiveMayBeNamed() throws IOException {
        var entries = new java.util.LinkedHashMap<String, byte[]>();
        entries.put("META-INF/", new byte[0]);
        entries.putAll(kars.entries());
        assertThat(kars.gate().check(kars.zip(entries), false).family()).isEqualTo("acme");
    }

    @Test
    void aFileTooLargeIsNotEvenOpened() throws IOException {
        var large = folder.resolve("large.kar");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(KarGate.LARGEST + 1L);
        }
        refused(large, "size");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.kar"), kars.signed());
        refused(link, "size");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        refused(Files.writeString(folder.resolve("hello.kar"), "hello"), "damaged");
        var cut = Files.readAllBytes(kars.signed());
        refused(Files.write(folder.resolve("cut.kar"), java.util.Arrays.copyOf(cut, cut.length / 2)), "damaged");
        refused(kars.zip(Map.of("hello", new byte[0])), "manifest");
    }

    @Test
    void whateverBytesAreChangedItIsRefusedOrTheSameBundle() throws IOException {
        var good = Files.readAllBytes(kars.signed());
        var bundle = kars.gate().check(kars.signed(), false).sha256();
        var random = new java.util.Random(7);
        var refused = 0;
        for (var n = 0; n < 2000; n++) {
            var bytes = good.clone();
            for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var file = Files.write(folder.resolve("changed.kar"), bytes);
            try {
                assertThat(kars.gate().check(file, false).sha256()).isEqualTo(bundle);
            } catch (KarRefusal refusal) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void oneMadeForAnotherInterfaceIsRefused() throws IOException {
        var file = kars.signed();
        assertThatExceptionOfType(KarRefusal.class)
                .isThrownBy(() -> new KarGate(new TrustedKeys(kars.trusted()), new Version("2.0.0")).check(file, false))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.kar.spi");
                    assertThat(refusal.text().en()).contains("[1.0,2)", "2.0.0");
                });
    }

    @Test
    void aBundleThatReachesForTheHubsOwnIsRefused() throws IOException {
        for (var foreign : new String[] {
            "vn.matluoi.api.secret", "org.apache.karaf.features", "org.osgi.service.cm", "javax.management", "sun.misc"
        }) {
            kars.header("Import-Package", Kars.IMPORTS + "," + foreign + ";resolution:=optional");
            refused(kars.signed(), "imports");
        }
    }

    @Test
    void aBundleThatIsPartOfAnotherOrOpenToOthersIsRefused() throws IOException {
        for (var header : new String[] {"Fragment-Host", "Export-Package", "DynamicImport-Package", "Require-Bundle"}) {
            refused(new Kars(folder.resolve(header)).header(header, "*").signedBy(kars), "bundle");
        }
    }

    @Test
    void aBundleMayNotBringCodeOfItsOwnBesideItsClasses() throws IOException {
        for (var name : new String[] {"lib/more.JAR", "native/it.so", "native/it.DLL", "native/it.dylib"}) {
            refused(new Kars(folder.resolve(name)).file(name, new byte[1]).signedBy(kars), "bundle");
        }
        refused(
                new Kars(folder.resolve("path"))
                        .header("Bundle-ClassPath", ".,lib")
                        .signedBy(kars),
                "bundle");
        var plain = new Kars(folder.resolve("plain"))
                .header("Bundle-ClassPath", ".")
                .signedBy(kars);
        assertThat(kars.gate().check(plain, false).family()).isEqualTo("acme");
    }

    @Test
    void aVersionWhoseContentMayChangeIsRefused() throws IOException {
        refused(kars.version("1.2.0.SNAPSHOT").signed(), "manifest");
    }

    @Test
    void aBundleThatDoesNotSayWhatItReachesIsTakenAsSuch() throws IOException {
        assertThat(kars.gate().check(kars.silent().signed(), false).reaches()).isEmpty();
    }

    @Test
    void aMiswrittenReachInTheBundleIsNamedWithFileAndMend() throws IOException {
        kars.header("Matluoi-Reaches", "gopher");
        var entries = kars.entries();
        entries.compute("META-INF/MANIFEST.MF", (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                .replace("Matluoi-Reaches: gopher", "Matluoi-Reaches: http")
                .getBytes(StandardCharsets.UTF_8));
        entries.remove("META-INF/DRIVER.SIG");
        refused(kars.zip(entries), true, "manifest");
    }

    @Test
    void codeThatEndsTheProcessIsRefused() throws IOException {
        kars.file("Quits.class", classOf(Quits.class));
        refused(kars.signed(), "calls");
    }

    @Test
    void codeThatOpensSocketsMustSaySo() throws IOException {
        kars.file("Connects.class", classOf(Connects.class));
        refused(kars.signed(), "calls");
        kars.reaches("rtsp, tcp:8000");
        assertThat(kars.gate().check(kars.signed(), false).reaches().orElseThrow())
                .hasToString("rtsp, tcp:8000");
    }

    @Test
    void whatIsShownOfItsReachIsWhatItsBundleIsHeldTo() throws IOException {
        kars.header("Matluoi-Reaches", "http, tcp");
        var entries = kars.entries();
        entries.compute("META-INF/MANIFEST.MF", (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                .replace("Matluoi-Reaches: http, tcp", "Matluoi-Reaches: http")
                .getBytes(StandardCharsets.UTF_8));
        entries.remove("META-INF/DRIVER.SIG");
        refused(kars.zip(entries), true, "manifest");
    }

    @Test
    void aMiswrittenReachIsNamedWithTheRule() throws IOException {
        for (var reaches : new String[] {"gopher", "http:0", "rtsp@10.0.0.1/8", "http, "}) {
            kars.reaches(reaches);
            refused(kars.signed(), "manifest");
        }
        kars.reaches("http, rtsp:554@10.0.0.0/8, https@fd00::/8");
        assertThat(kars.gate().check(kars.signed(), false).reaches().orElseThrow())
                .hasToString("http, rtsp:554@10.0.0.0/8, https@fd00:0:0:0:0:0:0:0/8");
    }

    private static byte[] classOf(Class<?> type) throws IOException {
        try (var code = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return code.readAllBytes();
        }
    }

    static final class Quits {
        void now() {
            System.exit(1);
        }
    }

    static final class Connects {
        Object to(String host) throws IOException {
            return new java.net.Socket(host, 8000);
        }
    }
}
