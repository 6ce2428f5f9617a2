package vn.matluoi.core.internal.driver.kar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipInputStream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.http.DriverReach;

/**
 * What a {@code .kar} file must be before anything of it is used: small, a manifest and one bundle and nothing else, signed by
 * a key that lies in {@code etc/drivers/trusted}, whole, built for this hub's driver interface, and a bundle that asks for
 * nothing a driver needs not ({@link BundleRules}). Nothing is written anywhere. Any thread.
 */
public final class KarGate {

    /** Most bytes of a file. */
    public static final int LARGEST = 16 << 20;

    /** Most bytes of what is in it, unpacked: bundles compress, but not a hundredfold. */
    static final int LARGEST_CONTENT = 32 << 20;

    private static final int MOST_ENTRIES = 16;
    private static final int LARGEST_MANIFEST = 64 << 10;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String SIGNATURE = "META-INF/DRIVER.SIG";
    private static final String BUNDLE = "repository/vn/matluoi/%1$s/%2$s/%1$s-%2$s.jar";
    private static final Text ASK = new Text("hãy xin tác giả gửi lại tệp", "ask its author for the file again");

    private final TrustedKeys keys;
    private final Version spi;

    /** @param spi the version of {@code vn.matluoi.api.driver} that this hub has */
    public KarGate(TrustedKeys keys, Version spi) {
        this.keys = keys;
        this.spi = spi;
    }

    /**
     * The gate of this hub.
     *
     * @param context of a bundle that is wired to the driver interface
     * @param trusted folder of public keys
     */
    public static KarGate of(BundleContext context, Path trusted) {
        var spi =
                context
                        .getBundle()
                        .adapt(BundleWiring.class)
                        .getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)
                        .stream()
                        .map(wire -> wire.getCapability().getAttributes())
                        .filter(exported -> DeviceDriver.class
                                .getPackageName()
                                .equals(exported.get(BundleRevision.PACKAGE_NAMESPACE)))
                        .map(exported -> (Version) exported.get("version"))
                        .findFirst()
                        .orElseThrow();
        return new KarGate(new TrustedKeys(trusted), spi);
    }

    /**
     * @param unsignedAllowed the developer's setting: lets in what nobody signed, never what is signed wrongly
     * @throws KarRefusal if it is not taken
     * @throws IOException if it cannot be read
     */
    public Kar check(Path file, boolean unsignedAllowed) throws IOException {
        return new Check(file).check(unsignedAllowed);
    }

    private final class Check {
        private final Path file;
        private final String name;

        private Check(Path file) {
            this.file = file;
            this.name = shown(String.valueOf(file.getFileName()));
        }

        private Kar check(boolean unsignedAllowed) throws IOException {
            var whole = whole();
            var entries = entries(whole);
            var bytes = entries.remove(MANIFEST);
            if (bytes == null) {
                throw refused(
                        "manifest",
                        "thiếu " + MANIFEST,
                        "it has no " + MANIFEST,
                        "hãy đóng gói bằng ./hub plugin pack",
                        "pack it with ./hub plugin pack");
            }
            var manifest = manifest(bytes);
            var main = manifest.getMainAttributes();
            var signer = signer(bytes, entries.remove(SIGNATURE), main, unsignedAllowed);
            var family = word(main, "Matluoi-Driver", "[a-z0-9][a-z0-9-]{0,39}");
            var version = word(
                    main,
                    "Matluoi-Version",
                    "[0-9]{1,9}(\\.[0-9]{1,9}){0,2}|[0-9]{1,9}(\\.[0-9]{1,9}){2}\\.[A-Za-z0-9_-]{1,40}");
            if (version.endsWith("SNAPSHOT")) {
                throw refused(
                        "manifest",
                        "phiên bản SNAPSHOT có thể đổi nội dung mà không đổi số",
                        "a SNAPSHOT version may change and keep its number",
                        "hãy đóng gói với số phiên bản thật",
                        "pack it with a version of its own");
            }
            var jar = bundle(entries, manifest, family, version);
            fits(word(main, "Matluoi-Spi", "[\\[(0-9][0-9.,\\[\\]()]{0,60}"));
            var reaches = new BundleRules(this::refused).check(jar, family, version, reaches(main));
            return new Kar(
                    family,
                    version,
                    main.getValue("Matluoi-Spi"),
                    reaches,
                    signer,
                    HexFormat.of().formatHex(sha256(jar)),
                    jar,
                    whole);
        }

        /** Read once: what is judged is what is kept, whatever becomes of the file meanwhile. */
        private byte[] whole() throws IOException {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    var bytes = in.readNBytes(LARGEST + 1);
                    if (bytes.length <= LARGEST) {
                        return bytes;
                    }
                }
            }
            throw refused(
                    "size",
                    "không phải tệp thường, hoặc lớn hơn %d MiB".formatted(LARGEST >> 20),
                    "it is no plain file, or larger than %d MiB".formatted(LARGEST >> 20));
        }

        private Map<String, byte[]> entries(byte[] whole) throws IOException {
            var entries = new LinkedHashMap<String, byte[]>();
            var left = LARGEST_CONTENT;
            var seen = 0;
            try (var zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    var path = entry.getName();
                    refusePath(path);
                    var most = path.equals(MANIFEST) ? LARGEST_MANIFEST : left;
                    var content = zip.readNBytes(most + 1);
                    left -= content.length;
                    seen++;
                    if (content.length > most || seen > MOST_ENTRIES) {
                        throw refused(
                                "bomb",
                                "giải nén ra quá lớn hoặc quá nhiều tệp",
                                "unpacked it is too large, or too many files");
                    }
                    // what a folder holds is inflated, too, if only to get past it: it is counted before it is left out
                    if (!entry.isDirectory() && entries.put(path, content) != null) {
                        throw refused(
                                "twice",
                                "có hai tệp cùng tên " + shown(path),
                                "two files in it are called " + shown(path));
                    }
                }
            } catch (java.util.zip.ZipException | java.io.EOFException | IllegalArgumentException e) {
                throw damaged();
            }
            if (entries.isEmpty()) {
                throw damaged();
            }
            return entries;
        }

        private void refusePath(String path) {
            if (BundleRules.leadsOutside(path)) {
                throw refused(
                        "path", "có đường dẫn ra ngoài: " + shown(path), "a path in it leads outside: " + shown(path));
            }
        }

        private Manifest manifest(byte[] bytes) {
            try {
                return new Manifest(new ByteArrayInputStream(bytes));
            } catch (IOException | IllegalArgumentException e) {
                throw damaged();
            }
        }

        private Optional<String> signer(byte[] signed, byte[] signature, Attributes main, boolean unsignedAllowed)
                throws IOException {
            if (signature == null) {
                if (unsignedAllowed) {
                    return Optional.empty();
                }
                throw refused(
                        "unsigned",
                        "chưa có chữ ký",
                        "it is not signed",
                        "hãy xin bản có chữ ký, hoặc ký bằng ./hub plugin sign",
                        "ask for a signed one, or sign it with ./hub plugin sign");
            }
            var signer = word(main, "Matluoi-Signer", "[a-z0-9][a-z0-9.-]{0,59}");
            var key = keys.find(signer)
                    .orElseThrow(() -> refused(
                            "signer",
                            "người ký %s không có trong etc/drivers/trusted".formatted(signer),
                            "its signer %s is not in etc/drivers/trusted".formatted(signer),
                            "nếu tin người ký, hãy chép khóa công khai vào etc/drivers/trusted/%s.pem"
                                    .formatted(signer),
                            "if you trust them, put their public key there as %s.pem".formatted(signer)));
            if (!verifies(key, signed, signature)) {
                throw refused(
                        "signature",
                        "chữ ký không phải của khóa %s trên nội dung này".formatted(signer),
                        "the signature is not that of key %s over this content".formatted(signer));
            }
            return Optional.of(signer);
        }

        /** @return the one bundle, as the manifest has it */
        private byte[] bundle(Map<String, byte[]> entries, Manifest manifest, String family, String version) {
            var path = BUNDLE.formatted("vn.matluoi.driver." + family, version);
            if (!entries.keySet().equals(java.util.Set.of(path))) {
                throw refused(
                        "content",
                        "phải có đúng một gói %s ngoài META-INF".formatted(path),
                        "it must hold exactly %s beside META-INF".formatted(path));
            }
            var jar = entries.get(path);
            var said = Optional.ofNullable(manifest.getAttributes(path)).map(each -> each.getValue("SHA-256-Digest"));
            if (!said.equals(Optional.of(Base64.getEncoder().encodeToString(sha256(jar))))) {
                throw refused(
                        "digest",
                        "SHA-256 của gói không đúng như manifest ghi",
                        "the bundle's SHA-256 is not what the manifest says");
            }
            return jar;
        }

        private void fits(String range) {
            try {
                if (VersionRange.valueOf(range).includes(spi)) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                throw damaged();
            }
            throw refused(
                    "spi",
                    "cần vn.matluoi.api.driver %s, trạm có %s".formatted(range, spi),
                    "it wants vn.matluoi.api.driver %s, this hub has %s".formatted(range, spi),
                    "hãy lấy bản dành cho phiên bản trạm này",
                    "get the one made for this version of the hub");
        }

        private DriverReach reaches(Attributes main) {
            try {
                return DriverReach.parse(word(main, DriverReach.HEADER, ".{1,400}"));
            } catch (KarRefusal missing) {
                throw missing;
            } catch (HubException miswritten) {
                throw refused(
                        "manifest", miswritten.text().vi(), miswritten.text().en());
            }
        }

        private String word(Attributes main, String key, String form) {
            var value = main.getValue(key);
            if (value == null || !value.matches(form)) {
                throw refused(
                        "manifest",
                        "manifest thiếu hoặc sai " + key,
                        "in its manifest %s is missing or wrong".formatted(key));
            }
            return value;
        }

        private KarRefusal damaged() {
            return refused("damaged", "tệp hỏng hoặc không phải .kar", "it is damaged, or no .kar file");
        }

        private KarRefusal refused(String rule, String vi, String en) {
            return new KarRefusal(name, rule, new Text(vi, en), ASK);
        }

        private KarRefusal refused(String rule, String vi, String en, String mendVi, String mendEn) {
            return new KarRefusal(name, rule, new Text(vi, en), new Text(mendVi, mendEn));
        }
    }

    /** @return what an archive calls something, fit to be printed */
    private static String shown(String path) {
        var plain = path.replaceAll("[^A-Za-z0-9_./\\\\:-]", "?");
        return plain.substring(0, Math.min(plain.length(), 120));
    }

    private static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // of another length, or form
        }
    }

    /** @return 32 bytes */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static List<String> plain(List<String> words) {
        return words.stream().map(KarGate::shown).toList();
    }
}
