package vn.matluoi.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** Ed25519 keys as PEM files: {@code NAME.key} (PKCS #8, for the signer alone) and {@code NAME.pem} (for the hubs). */
public final class Keys {

    private static final String KEY = ".key";
    private static final String NAME = "[a-z0-9][a-z0-9.-]{0,59}";

    private Keys() {}

    /**
     * Makes a pair. Neither file may be there yet.
     *
     * @return the private key's file, mode 0600
     */
    public static Path make(String name, Path folder) throws IOException {
        if (!name.matches(NAME)) {
            throw new IOException("a signer's name has 1 to 60 small letters, digits, dots and hyphens, not: " + name);
        }
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Files.createDirectories(folder);
            var secret = folder.resolve(name + KEY);
            write(secret, "rw-------", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            write(
                    folder.resolve(name + ".pem"),
                    "rw-r--r--",
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return secret;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // Java has it since 15
        }
    }

    /** @return the signer's name: that of the key's file */
    public static String signer(Path key) throws IOException {
        var file = key.getFileName().toString();
        var name = file.endsWith(KEY) ? file.substring(0, file.length() - KEY.length()) : "";
        if (!name.matches(NAME)) {
            throw new IOException(key + ": the key's file must be called NAME" + KEY + ", NAME being the signer's");
        }
        return name;
    }

    public static PrivateKey read(Path key) throws IOException {
        var text = Files.readString(key).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(key + " holds no Ed25519 key in PKCS #8", e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    }

    /** With its mode from the first byte on. */
    private static void write(Path file, String mode, String text) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }
}
