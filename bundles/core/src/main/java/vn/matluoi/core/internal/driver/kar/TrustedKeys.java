package vn.matluoi.core.internal.driver.kar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of those whose plug-ins are taken: {@code etc/drivers/trusted/NAME.pem}, an Ed25519 key as
 * {@code openssl pkey -pubout} writes it. Read anew at each question: a key taken away counts at once. Any thread.
 */
public final class TrustedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);
    private static final int LARGEST = 4096;

    private final Path folder;

    public TrustedKeys(Path folder) {
        this.folder = folder;
    }

    /**
     * @param signer small letters, digits, dots and hyphens, not beginning with a dot
     * @return empty if there is no such key, or its file holds none
     */
    Optional<PublicKey> find(String signer) throws IOException {
        var file = folder.resolve(signer + ".pem");
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return Optional.of(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("{} holds no public Ed25519 key: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
