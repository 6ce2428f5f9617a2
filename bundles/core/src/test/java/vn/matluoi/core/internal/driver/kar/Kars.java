package vn.matluoi.core.internal.driver.kar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Version;
import vn.matluoi.plugin.Kar;
import vn.matluoi.plugin.Keys;

/** Plug-ins as their makers hand them over, good ones and others. */
public final class Kars {

    static final String IMPORTS = "vn.matluoi.api;version=\"[1.0,2)\",vn.matluoi.api.driver;version=\"[1.0,2)\"";

    private final Path folder;
    private final Path key;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private String version = "1.2.0";
    private String reaches = "http, rtsp";
    private boolean silent;

    /** @param folder anywhere; gets a signer {@code acme}, whose public key is trusted */
    public Kars(Path folder) throws IOException {
        this.folder = folder;
        this.key = Keys.make("acme", Files.createDirectories(folder.resolve("keys")));
        Files.createDirectories(trusted());
        Files.copy(folder.resolve("keys/acme.pem"), trusted().resolve("acme.pem"));
        header("Import-Package", IMPORTS);
    }

    Path trusted() {
        return folder.resolve("trusted");
    }

    public KarGate gate() {
        return new KarGate(new TrustedKeys(trusted()), new Version("1.0.0"));
    }

    Kars header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Kars file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public Kars version(String version) {
        this.version = version;
        return this;
    }

    /** The next one has another content. */
    public Kars another() {
        return file("another", new byte[] {1});
    }

    Kars reaches(String reaches) {
        this.reaches = reaches;
        return this;
    }

    /** Its bundle does not say what it reaches, as before there was the header; the file does. */
    public Kars silent() {
        silent = true;
        return this;
    }

    Kar packed() throws IOException {
        var kar = Kar.pack(jar(true));
        if (!silent) {
            return kar;
        }
        var jar = Files.readAllBytes(jar(false));
        var manifest = new Manifest(new ByteArrayInputStream(kar.manifest()));
        manifest.getAttributes(kar.bundle())
                .putValue("SHA-256-Digest", Base64.getEncoder().encodeToString(KarGate.sha256(jar)));
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return new Kar(bytes.toByteArray(), kar.signature(), kar.bundle(), jar);
    }

    private Path jar(boolean saysWhatItReaches) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "vn.matluoi.driver.acme");
        main.putValue("Bundle-Version", version);
        if (saysWhatItReaches) {
            main.putValue("Matluoi-Reaches", reaches);
        }
        headers.forEach(main::putValue);
        var jar = folder.resolve("acme.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(out);
            for (var file : files.entrySet()) {
                out.putNextEntry(entry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return jar;
    }

    /** Of one time: the same content is the same file, whenever it is made. */
    private static ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        return entry;
    }

    Kar signedKar() throws IOException {
        return packed().signed("acme", Keys.read(key));
    }

    Path write(Kar kar) throws IOException {
        var file = folder.resolve("acme-%s.kar".formatted(version));
        kar.write(file);
        return file;
    }

    /** @return a file that is taken */
    public Path signed() throws IOException {
        return write(signedKar());
    }

    /** @return a file that is signed by that one's key */
    Path signedBy(Kars other) throws IOException {
        return write(packed().signed("acme", Keys.read(other.key)));
    }

    /** @return a file nobody signed */
    public Path unsigned() throws IOException {
        return write(packed());
    }

    /** @return an archive of these entries, whatever they are */
    Path zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return Files.write(folder.resolve("odd.kar"), bytes.toByteArray());
    }

    /** @return the entries of a signed one, to be changed */
    Map<String, byte[]> entries() throws IOException {
        var kar = signedKar();
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("META-INF/MANIFEST.MF", kar.manifest());
        entries.put("META-INF/DRIVER.SIG", kar.signature());
        entries.put(kar.bundle(), kar.jar());
        return entries;
    }
}
