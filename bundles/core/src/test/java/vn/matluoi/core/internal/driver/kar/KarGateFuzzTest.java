package vn.matluoi.core.internal.driver.kar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Version;

/**
 * Whatever a file holds that somebody calls a plug-in, it is taken as what its manifest says, or refused in clean words; and without
 * a signature it is refused. Input that is no archive is packed into one, digests and all: behind them most of what is
 * checked lies out of a fuzzer's reach.
 */
class KarGateFuzzTest {

    private static final String PART = "\n====\n";
    private static final String BUNDLE =
            "repository/vn/matluoi/vn.matluoi.driver.acme/1.2.0/vn.matluoi.driver.acme-1.2.0.jar";

    @FuzzTest(maxDuration = "1m")
    void isTakenOrRefusedInWords(byte[] input) throws IOException {
        var folder = Files.createTempDirectory("kar-fuzz");
        var file = folder.resolve("plug-in.kar");
        try {
            Files.write(file, isArchive(input) ? input : packed(new String(input, ISO_8859_1)));
            var gate = new KarGate(new TrustedKeys(folder), new Version("1.0.0"));
            assertThat(check(gate, file, false)).as("taken without a signature").isFalse();
            check(gate, file, true);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static boolean check(KarGate gate, Path file, boolean unsignedAllowed) throws IOException {
        try {
            var kar = gate.check(file, unsignedAllowed);
            assertThat(kar.family()).matches("[a-z0-9][a-z0-9-]{0,39}");
            assertThat(kar.order()).isNotNull();
            assertThat(kar.signer()).isEmpty();
            kar.reaches().ifPresent(said -> assertThat(said.toString()).matches("[a-z0-9.:@/, -]{3,800}"));
            assertThat(kar.jar()).hasSizeLessThanOrEqualTo(KarGate.LARGEST_CONTENT);
            return true;
        } catch (KarRefusal e) {
            assertThat(e.rule()).matches("driver\\.kar\\.[a-z]+");
            for (var text : new String[] {e.text().vi(), e.text().en()}) {
                assertThat(text).hasSizeBetween(20, 5000).doesNotContainPattern("\\p{Cntrl}");
            }
            return false;
        }
    }

    private static boolean isArchive(byte[] input) {
        return input.length > 1 && input[0] == 'P' && input[1] == 'K';
    }

    /** @param text the manifest, the bundle's manifest, the name of a file in the bundle, and its bytes; less is taken, too */
    private static byte[] packed(String text) throws IOException {
        var parts = text.split(PART, 4);
        var inside = new LinkedHashMap<String, byte[]>();
        if (parts.length > 1) {
            inside.put("META-INF/MANIFEST.MF", parts[1].getBytes(ISO_8859_1));
        }
        if (parts.length > 2 && !parts[2].equals("META-INF/MANIFEST.MF")) {
            inside.put(parts[2], parts.length > 3 ? parts[3].getBytes(ISO_8859_1) : new byte[0]);
        }
        var jar = zip(inside);
        var manifest = parts[0].stripTrailing()
                + "\n\nName: %s\n %s\nSHA-256-Digest: %s\n"
                        .formatted(BUNDLE.substring(0, 60), BUNDLE.substring(60), digest(jar));
        return zip(Map.of("META-INF/MANIFEST.MF", manifest.getBytes(ISO_8859_1), BUNDLE, jar));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, UTF_8)) {
            for (var entry : entries.entrySet()) {
                if (entry.getKey().length() < 0x4000) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
