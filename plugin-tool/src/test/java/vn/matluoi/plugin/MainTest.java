package vn.matluoi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an integrator does with a driver before it goes to a hub. */
class MainTest {

    @TempDir
    private Path folder;

    private Path bundle(String imports) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-SymbolicName", "vn.matluoi.driver.acme");
        main.putValue("Bundle-Version", "1.2.0");
        main.putValue("Import-Package", imports);
        main.putValue("Matluoi-Reaches", "http, rtsp:554@10.0.0.0/8");
        var jar = folder.resolve("acme.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private Path packed() throws IOException {
        var jar = bundle("vn.matluoi.api;version=\"[1.0,2)\",vn.matluoi.api.driver;version=\"[1.0,2)\"");
        return Path.of(Main.carryOut(List.of("pack", jar.toString(), folder.toString())));
    }

    @Test
    void packsTheSameBytesEachTimeAndSaysWhatItIs() throws IOException {
        var first = Files.readAllBytes(packed());
        assertThat(packed()).hasFileName("acme-1.2.0.kar").hasBinaryContent(first);
        assertThat(new String(Kar.read(folder.resolve("acme-1.2.0.kar")).manifest()))
                .contains(
                        "Matluoi-Driver: acme",
                        "Matluoi-Version: 1.2.0",
                        "Matluoi-Spi: [1.0,2)",
                        "Matluoi-Reaches: http, rtsp:554@10.0.0.0/8",
                        "SHA-256-Digest: ");
    }

    @Test
    void theKeyIsForItsOwnerAloneAndIsNeverOverwritten() throws IOException {
        var make = List.of("key", "acme", folder.resolve("keys").toString());
        Main.carryOut(make);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys/acme.key"))))
                .isEqualTo("rw-------");
        assertThatIOException().isThrownBy(() -> Main.carryOut(make)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void theSignatureIsThatOfTheManifestByTheKeyNamed() throws Exception {
        var kar = packed();
        Main.carryOut(List.of("key", "acme", folder.toString()));
        Main.carryOut(List.of(
                "sign", kar.toString(), "--key", folder.resolve("acme.key").toString()));
        var signed = Kar.read(kar);
        var pem = Files.readString(folder.resolve("acme.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var verify = Signature.getInstance("Ed25519");
        verify.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem))));
        verify.update(signed.manifest());
        assertThat(verify.verify(signed.signature())).isTrue();
        assertThat(new String(signed.manifest())).contains("Matluoi-Signer: acme");
    }

    @Test
    void aBundleThatDoesNotSayWhichInterfaceItWantsIsNotPacked() throws IOException {
        var jar = bundle("vn.matluoi.api.driver");
        assertThatIOException().isThrownBy(() -> Kar.pack(jar)).withMessageContaining("with a range");
    }
}
