package vn.matluoi.firststart.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * The key pair by which the administrator's SSH client is known to the shell: ECDSA on P-256.
 *
 * <p>Karaf 4.4.10 reads the two coordinates of a stored ECDSA key as signed numbers ({@code PublickeyLoginModule}), so that a
 * key with a coordinate of 2^255 or more never logs in. Pairs are therefore drawn until both are below, which takes four on
 * average and costs two bits of 256.
 *
 * @param privateKey the private key as an OpenSSH client reads it: PKCS#8 in PEM
 * @param publicKey the public key as one base64 word: the second field of an {@code authorized_keys} line
 */
record ShellKey(String privateKey, String publicKey) {
    private static final String TYPE = "ecdsa-sha2-nistp256";
    private static final int COORDINATE_BYTES = 32;
    private static final int COORDINATE_BITS_KARAF_READS = 255;

    static ShellKey draw(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        while (true) {
            KeyPair pair = generator.generateKeyPair();
            if (pair.getPublic() instanceof ECPublicKey ec && isReadByKaraf(ec)) {
                return new ShellKey(pem(pair), word(ec));
            }
        }
    }

    /** The line of an OpenSSH public key file. */
    String publicLine(String comment) {
        return TYPE + " " + publicKey + " " + comment + "\n";
    }

    private static boolean isReadByKaraf(ECPublicKey key) {
        return key.getW().getAffineX().bitLength() <= COORDINATE_BITS_KARAF_READS
                && key.getW().getAffineY().bitLength() <= COORDINATE_BITS_KARAF_READS;
    }

    private static String pem(KeyPair pair) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** RFC 5656 §3.1: type, curve, uncompressed point, each with its length before it. */
    private static String word(ECPublicKey key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            string(out, TYPE.getBytes(StandardCharsets.US_ASCII));
            string(out, "nistp256".getBytes(StandardCharsets.US_ASCII));
            byte[] point = new byte[1 + 2 * COORDINATE_BYTES];
            point[0] = 4;
            place(key.getW().getAffineX(), point, 1);
            place(key.getW().getAffineY(), point, 1 + COORDINATE_BYTES);
            string(out, point);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void string(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    private static void place(BigInteger coordinate, byte[] point, int at) {
        byte[] bytes = coordinate.toByteArray();
        int from = Math.max(0, bytes.length - COORDINATE_BYTES);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, point, at + COORDINATE_BYTES - length, length);
    }
}
