package vn.matluoi.core.internal.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.Text;
import vn.matluoi.api.secret.Vault;

/**
 * AES-256-GCM. Sealed form: one version byte, a random nonce of 96 bits, cipher text with a tag of 128 bits; version
 * and context are bound as additional data. Source: NIST SP 800-38D, section 8.2.2 (random nonces; far fewer than
 * 2<sup>32</sup> secrets a key).
 */
@Component(service = Vault.class)
public final class SealedVault implements Vault {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    @Activate
    public SealedVault() {
        this(MasterKey.readOrMake(MasterKey.file()));
    }

    SealedVault(SecretKey key) {
        this.key = key;
    }

    @Override
    public byte[] seal(String context, char[] secret) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            var sealed = ByteBuffer.allocate(1 + NONCE_BYTES + cipher.getOutputSize(encoded.remaining()));
            sealed.put(VERSION).put(nonce);
            cipher.doFinal(encoded, sealed);
            return Arrays.copyOf(sealed.array(), sealed.position());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not usable in this Java", e);
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    @Override
    public char[] open(String context, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw unreadable(context, null);
        }
        var nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            var clear = cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
            var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(clear));
            try {
                return Arrays.copyOf(decoded.array(), decoded.remaining());
            } finally {
                Arrays.fill(clear, (byte) 0);
                Arrays.fill(decoded.array(), '\0');
            }
        } catch (AEADBadTagException e) {
            throw unreadable(context, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not usable in this Java", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {VERSION});
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static IllegalArgumentException unreadable(String context, Throwable cause) {
        return new IllegalArgumentException(
                new Text(
                                "mật khẩu của %s không mở được: dữ liệu đã bị thay đổi hoặc khóa chính không đúng; hãy nhập lại"
                                        .formatted(context),
                                "the secret of %s does not open: it was changed or the master key is another; enter it again"
                                        .formatted(context))
                        .toString(),
                cause);
    }
}
