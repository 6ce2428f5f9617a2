package vn.matluoi.firststart.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    @TempDir
    Path etc;

    @Test
    void makesEverythingAtFirstStart() throws Exception {
        assertThat(keys().prepare()).containsExactly("tls.p12", "initial-admin-password", "shell_admin", "master.key");
        assertThat(etc.resolve("keys/master.key")).hasSize(32);
        assertThat(Files.readString(etc.resolve("initial-admin-password")).strip())
                .hasSize(26)
                .matches("[0-9a-hjkmnp-tv-z]+");
        assertThat(etc.resolve("keys/made")).hasContent("2026-11-22T03:04:05Z");
    }

    @Test
    void leavesNoFileOpenToOthers() throws Exception {
        keys().prepare();
        assertThat(mode(etc.resolve("keys"))).isEqualTo("rwx------");
        assertThat(mode(etc.resolve("initial-admin-password"))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(etc.resolve("keys"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(mode(file))
                    .as(file.toString())
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void changesNothingOnLaterStarts() throws Exception {
        keys().prepare();
        Map<Path, String> before = contents();
        assertThat(keys().prepare()).isEmpty();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void twoHubsHaveNothingInCommon(@TempDir Path other) throws Exception {
        keys().prepare();
        new HubKeys(other, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom()).prepare();
        for (String file :
                new String[] {"initial-admin-password", "keys/master.key", "keys/shell_admin", "keys/tls.password"}) {
            assertThat(Files.readAllBytes(etc.resolve(file))).isNotEqualTo(Files.readAllBytes(other.resolve(file)));
        }
    }

    @Test
    void goesOnWhereAnInterruptedFirstStartEnded() throws Exception {
        keys().prepare();
        byte[] password = Files.readAllBytes(etc.resolve("initial-admin-password"));
        Files.delete(etc.resolve("keys/made"));
        Files.delete(etc.resolve("keys/master.key"));
        assertThat(keys().prepare()).containsExactly("master.key");
        assertThat(Files.readAllBytes(etc.resolve("initial-admin-password"))).isEqualTo(password);
    }

    @Test
    void doesNotMakeTheOneTimePasswordAgainOnceItIsUsedAndGone() throws Exception {
        keys().prepare();
        Files.delete(etc.resolve("initial-admin-password"));
        assertThat(keys().prepare()).isEmpty();
        assertThat(etc.resolve("initial-admin-password")).doesNotExist();
    }

    @Test
    void doesNotAdmitTheShellKeyAgainOnceItIsRevoked() throws Exception {
        keys().prepare();
        Files.delete(etc.resolve("keys/shell_admin"));
        Files.writeString(etc.resolve("keys.properties"), "# nobody\n");
        assertThat(keys().prepare()).isEmpty();
        assertThat(etc.resolve("keys.properties")).hasContent("# nobody");
    }

    @Test
    void makesANewCertificateWhenTheStoreWasRemoved() throws Exception {
        keys().prepare();
        Files.delete(etc.resolve("keys/tls.p12"));
        assertThat(keys().prepare()).containsExactly("tls.p12");
    }

    @Test
    void refusesToGoOnWithoutTheMasterKey() throws Exception {
        keys().prepare();
        Files.delete(etc.resolve("keys/master.key"));
        assertThatThrownBy(() -> keys().prepare())
                .isInstanceOf(UnsafeKeys.class)
                .hasMessageContaining("master.key: không còn")
                .hasMessageContaining("2026-11-22T03:04:05Z")
                .hasMessageContaining("Restore it from the backup");
        assertThat(etc.resolve("keys/master.key")).doesNotExist();
    }

    @Test
    void refusesAMasterKeyCutShort() throws Exception {
        keys().prepare();
        Files.write(etc.resolve("keys/master.key"), new byte[31]);
        assertThatThrownBy(() -> keys().prepare())
                .isInstanceOf(UnsafeKeys.class)
                .hasMessageContaining("holds 31 bytes");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws Exception {
        keys().prepare();
        for (String file :
                new String[] {"keys/master.key", "keys/tls.p12", "keys/shell_admin", "initial-admin-password"}) {
            Path open = etc.resolve(file);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> keys().prepare())
                    .isInstanceOf(UnsafeKeys.class)
                    .hasMessageStartingWith(open.toString())
                    .hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(keys().prepare()).isEmpty();
    }

    @Test
    void refusesAKeyStoreThatItsPasswordDoesNotOpen() throws Exception {
        keys().prepare();
        Files.writeString(etc.resolve("keys/tls.password"), "another");
        assertThatThrownBy(() -> keys().prepare())
                .isInstanceOf(UnsafeKeys.class)
                .hasMessageContaining("tls.p12: không mở được");
    }

    @Test
    void admitsTheShellKeyAndKeepsTheOtherUsers() throws Exception {
        Files.writeString(
                etc.resolve("keys.properties"),
                "# users\n_g_\\:admingroup = group,admin,ssh\nadmin = old,_g_:admingroup\nbinh = AAAA,_g_:admingroup\n");
        keys().prepare();
        String word = Files.readString(etc.resolve("keys/shell_admin.pub")).split(" ")[1];
        assertThat(etc.resolve("keys.properties"))
                .hasContent("# users\n_g_\\:admingroup = group,admin,ssh\nbinh = AAAA,_g_:admingroup\nadmin = " + word
                        + ",_g_:admingroup");
    }

    @Test
    void theCertificateIsForLoopbackAndEnds() throws Exception {
        keys().prepare();
        X509Certificate certificate = certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(1)));
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(NOW.minus(Duration.ofMinutes(1)).plus(Duration.ofDays(825)));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, false);
    }

    private X509Certificate certificate() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(etc.resolve("keys/tls.p12"))) {
            store.load(in, Files.readString(etc.resolve("keys/tls.password")).toCharArray());
        }
        return (X509Certificate) store.getCertificate("server");
    }

    private HubKeys keys() {
        return new HubKeys(etc, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(etc)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, new java.math.BigInteger(1, Files.readAllBytes(file)).toString(16));
            }
        }
        return contents;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
