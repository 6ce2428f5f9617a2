package vn.matluoi.core.internal.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedVaultTest {

    @TempDir
    private Path folder;

    private Path file;
    private SealedVault vault;

    @BeforeEach
    void makeKey() {
        file = folder.resolve("keys").resolve("master.key");
        vault = new SealedVault(MasterKey.readOrMake(file));
    }

    @Test
    void opensWhatItSealedAndNothingElse() {
        var secret = "mật khẩu 🔑 \\u0000".toCharArray();
        var sealed = vault.seal("source/nvr-1", secret);

        assertThat(vault.open("source/nvr-1", sealed)).isEqualTo(secret);
        assertThatIllegalArgumentException().isThrownBy(() -> vault.open("source/nvr-2", sealed));
        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatIllegalArgumentException().isThrownBy(() -> vault.open("source/nvr-1", changed));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> vault.open("source/nvr-1", new byte[0]));
        var other = new SealedVault(MasterKey.readOrMake(folder.resolve("other.key")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.open("source/nvr-1", sealed))
                .withMessageNotContaining("mật khẩu 🔑");
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTimeAndHidesIt() {
        var once = vault.seal("source/nvr-1", "camera12".toCharArray());
        var again = vault.seal("source/nvr-1", "camera12".toCharArray());

        assertThat(once).isNotEqualTo(again);
        assertThat(new String(once, StandardCharsets.ISO_8859_1)).doesNotContain("camera12");
        assertThat(vault.open("source/nvr-1", vault.seal("source/nvr-1", new char[0])))
                .isEmpty();
    }

    @Test
    void makesTheKeyOnceForItsOwnerAlone() throws IOException {
        var bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");

        MasterKey.readOrMake(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesAKeyOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKey.readOrMake(file))
                .withMessageContaining("rw-r-----")
                .withMessageContaining("chmod 600");
    }

    @Test
    void refusesAKeyOfTheWrongLength() throws IOException {
        Files.write(file, new byte[31]);
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKey.readOrMake(file))
                .withMessageContaining("31");
    }
}
