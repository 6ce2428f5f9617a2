package vn.matluoi.firststart.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.RepeatedTest;

class ShellKeyTest {
    /** Decodes the public word as Karaf does, signed coordinates included, and checks a signature with it. */
    @RepeatedTest(20)
    void bothHalvesBelongTogetherAsKarafReadsThem() throws Exception {
        ShellKey key = ShellKey.draw(new SecureRandom());
        ByteBuffer word = ByteBuffer.wrap(Base64.getDecoder().decode(key.publicKey()));
        assertThat(new String(field(word), StandardCharsets.US_ASCII)).isEqualTo("ecdsa-sha2-nistp256");
        assertThat(new String(field(word), StandardCharsets.US_ASCII)).isEqualTo("nistp256");
        byte[] point = field(word);
        assertThat(point).hasSize(65).startsWith(4);
        assertThat(word.hasRemaining()).isFalse();

        BigInteger x = new BigInteger(point, 1, 32);
        BigInteger y = new BigInteger(point, 33, 32);
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        KeyFactory factory = KeyFactory.getInstance("EC");
        PublicKey publicKey = factory.generatePublic(
                new ECPublicKeySpec(new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
        String pem = key.privateKey().replaceAll("-----[A-Z ]+-----", "");
        PrivateKey privateKey = factory.generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));

        byte[] message = {1, 2, 3};
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(privateKey);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(message);
        assertThat(signature.verify(signed)).isTrue();
    }

    private static byte[] field(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
