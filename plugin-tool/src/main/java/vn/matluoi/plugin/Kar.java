package vn.matluoi.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A driver as it is handed over: one zip file with the driver's bundle in Maven's layout, a manifest that says what it is
 * and gives the SHA-256 of the bundle, and an Ed25519 signature over the manifest's bytes. The form is described in
 * {@code docs/design/plugin-lifecycle.md}; what the hub demands of it is {@code KarGate} of the core.
 *
 * @param manifest the bytes that are signed
 * @param signature 64 bytes; empty if it is not signed
 * @param bundle the path of the driver's bundle within it
 * @param jar the bundle's bytes
 */
public record Kar(byte[] manifest, byte[] signature, String bundle, byte[] jar) {

    static final String MANIFEST = "META-INF/MANIFEST.MF";
    static final String SIGNATURE = "META-INF/DRIVER.SIG";
    static final String SIGNER = "Matluoi-Signer";

    private static final String REACHES = "Matluoi-Reaches";
    private static final String PREFIX = "vn.matluoi.driver.";
    private static final Pattern SPI =
            Pattern.compile("(?:^|,)vn\\.matluoi\\.api\\.driver;(?:[^,\"]*;)?version=\"([^\"]+)\"");

    /** The same input gives the same bytes. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

    /**
     * Packs a driver's bundle, not yet signed. Family, version, the range of the SPI and what it reaches are those of the bundle.
     *
     * @param jar the bundle
     * @throws IOException if it cannot be read, or is no driver's bundle
     */
    public static Kar pack(Path jar) throws IOException {
        Attributes bundle;
        try (var file = new JarFile(jar.toFile())) {
            bundle = file.getManifest().getMainAttributes();
        }
        var name = String.valueOf(bundle.getValue("Bundle-SymbolicName"));
        var version = bundle.getValue("Bundle-Version");
        var spi = SPI.matcher(String.valueOf(bundle.getValue("Import-Package")));
        if (!name.startsWith(PREFIX) || version == null || !spi.find()) {
            throw new IOException(jar + ": its Bundle-SymbolicName must begin with " + PREFIX
                    + ", and it must have a version and import vn.matluoi.api.driver with a range");
        }
        var reaches = bundle.getValue(REACHES);
        if (reaches == null) {
            throw new IOException(jar + ": it must say what it reaches, in the header " + REACHES
                    + ", as http, rtsp:554@10.0.0.0/8; in its bnd.bnd");
        }
        var path = "repository/vn/matluoi/%1$s/%2$s/%1$s-%2$s.jar".formatted(name, version);
        var bytes = Files.readAllBytes(jar);
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Karaf-Feature-Start", "false");
        main.putValue("Matluoi-Driver", name.substring(PREFIX.length()));
        main.putValue("Matluoi-Version", version);
        main.putValue("Matluoi-Spi", spi.group(1));
        main.putValue(REACHES, reaches);
        var entry = new Attributes();
        entry.putValue("SHA-256-Digest", Base64.getEncoder().encodeToString(sha256(bytes)));
        manifest.getEntries().put(path, entry);
        return new Kar(bytesOf(manifest), new byte[0], path, bytes);
    }

    /** Reads a file that {@link #write} wrote. */
    public static Kar read(Path file) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                try (InputStream content = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        var manifest = entries.remove(MANIFEST);
        var signature = entries.remove(SIGNATURE);
        if (manifest == null || entries.size() != 1) {
            throw new IOException(file + " is no driver's .kar file: it needs " + MANIFEST + " and one bundle");
        }
        var only = entries.entrySet().iterator().next();
        return new Kar(manifest, signature == null ? new byte[0] : signature, only.getKey(), only.getValue());
    }

    /**
     * Signs it.
     *
     * @param signer the name under which hubs keep the public key: {@code etc/drivers/trusted/NAME.pem}
     * @param key an Ed25519 key
     */
    public Kar signed(String signer, PrivateKey key) throws IOException {
        var named = new Manifest(new java.io.ByteArrayInputStream(manifest));
        named.getMainAttributes().putValue(SIGNER, signer);
        var bytes = bytesOf(named);
        try {
            var signs = Signature.getInstance("Ed25519");
            signs.initSign(key);
            signs.update(bytes);
            return new Kar(bytes, signs.sign(), bundle, jar);
        } catch (GeneralSecurityException e) {
            throw new IOException("this key cannot sign: " + e.getMessage(), e);
        }
    }

    /** Writes it whole, or not at all. */
    public void write(Path file) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>(Map.of());
        entries.put(MANIFEST, manifest);
        if (signature.length > 0) {
            entries.put(SIGNATURE, signature);
        }
        entries.put(bundle, jar);
        var aside = file.resolveSibling("." + file.getFileName() + ".part");
        try (var zip = new ZipOutputStream(Files.newOutputStream(aside))) {
            for (var each : entries.entrySet()) {
                var entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(ALWAYS);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return how the file is usually called, as {@code dahua-0.1.0.kar} */
    public String fileName() throws IOException {
        var main = new Manifest(new java.io.ByteArrayInputStream(manifest)).getMainAttributes();
        return "%s-%s.kar".formatted(main.getValue("Matluoi-Driver"), main.getValue("Matluoi-Version"));
    }

    private static byte[] bytesOf(Manifest manifest) throws IOException {
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
