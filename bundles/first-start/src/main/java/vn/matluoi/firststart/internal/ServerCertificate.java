package vn.matluoi.firststart.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The hub's own TLS certificate: EC P-256, signed by itself, for {@code localhost}, 127.0.0.1 and ::1. It is written here by
 * hand because the JDK has no public interface for it, and its {@code keytool} would take a second and the password as an
 * argument that every process on the machine may read.
 */
final class ServerCertificate {
    static final String ALIAS = "server";
    /** The longest time browsers accept for a certificate that was not issued by a public authority. */
    static final Duration VALIDITY = Duration.ofDays(825);

    /** What the JDK's PKCS#12 key store asks for when it is written; see {@code conf/security/java.security}. */
    private static final List<String> ITERATIONS = List.of(
            "keystore.pkcs12.certPbeIterationCount",
            "keystore.pkcs12.keyPbeIterationCount",
            "keystore.pkcs12.macIterationCount");

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";

    private ServerCertificate() {}

    /** A PKCS#12 key store with a new key and its certificate under {@link #ALIAS}, valid from a minute ago. */
    static byte[] keyStore(char[] password, Instant now, SecureRandom random)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        return unstretched(pair.getPrivate(), selfSigned(pair, now, random), password);
    }

    /**
     * The JDK makes a password harder to guess by hashing it ten thousand times. This one is 24 random bytes: that would add
     * nothing, and cost every start most of a second, because the store is opened before the hashing is compiled.
     */
    private static byte[] unstretched(PrivateKey key, Certificate certificate, char[] password)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try {
            ITERATIONS.forEach(property -> System.setProperty(property, "1"));
            store.setKeyEntry(ALIAS, key, password, new Certificate[] {certificate});
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } finally {
            ITERATIONS.forEach(System::clearProperty);
        }
    }

    /** When the certificate in such a key store ends. */
    static Instant end(byte[] keyStore, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(keyStore), password);
        if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return certificate.getNotAfter().toInstant();
        }
        throw new GeneralSecurityException("holds no certificate under the alias " + ALIAS);
    }

    /** X.509 version 3 (RFC 5280 §4.1). */
    private static Certificate selfSigned(KeyPair pair, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        byte[] name = Der.sequence(
                Der.set(Der.sequence(Der.oid("2.5.4.10"), Der.utf8("Mat Luoi"))),
                Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("localhost"))));
        byte[] publicKey = pair.getPublic().getEncoded();
        Instant from = now.minus(Duration.ofMinutes(1));
        byte[] toBeSigned = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, random).add(BigInteger.ONE)),
                algorithm,
                name,
                Der.sequence(Der.time(from), Der.time(from.plus(VALIDITY))),
                name,
                publicKey,
                Der.tagged(0xa3, extensions(publicKey)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(toBeSigned);
        byte[] certificate = Der.sequence(toBeSigned, algorithm, Der.bits(0, signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] extensions(byte[] publicKey) throws GeneralSecurityException {
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        byte[] names = Der.sequence(
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
                Der.tagged(0x87, loopback6));
        byte[] keyId = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), 20);
        return Der.sequence(
                extension("2.5.29.19", true, Der.sequence()),
                extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.17", false, names),
                extension("2.5.29.14", false, Der.octets(keyId)));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }
}
