package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;

class KeyFileTest {

    @TempDir
    Path keys;

    private void password(String name, String mode) throws Exception {
        Files.writeString(keys.resolve(name), "x\n");
        Files.setPosixFilePermissions(keys.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private List<FieldError> account(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        KeyFile.checkAccount("username", "secret.file", settings, keys, errors);
        return errors;
    }

    @Test
    void aFileThatTheHubAloneMayReadIsRight() throws Exception {
        password("vms", "rw-------");
        assertThat(account(Map.of("username", "hub", "secret.file", "vms"))).isEmpty();
        assertThat(account(Map.of())).isEmpty();
        assertThat(KeyFile.named(keys, "vms").needed()).isEqualTo("x");
    }

    @Test
    void aPasswordThatOthersMayReadIsRefusedBeforeTheHubStartsNoMore() throws Exception {
        password("open", "rw-r--r--");
        assertThat(account(Map.of("username", "hub", "secret.file", "open")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("chmod 600"));
    }

    @Test
    void aFileLiesInItsFolderAndIsNotTheHubsOwnKey() throws Exception {
        password("vms", "rw-------");
        password("master.key", "rw-------");
        for (var name : List.of("../keys/vms", "absent", "master.key", ".")) {
            assertThat(account(Map.of("username", "hub", "secret.file", name)))
                    .as(name)
                    .extracting(FieldError::field)
                    .containsExactly("secret.file");
        }
    }

    @Test
    void aNameAndItsPasswordGoTogether() throws Exception {
        password("vms", "rw-------");
        assertThat(account(Map.of("username", "hub")))
                .extracting(FieldError::rule)
                .containsExactly("both");
        assertThat(account(Map.of("secret.file", "vms")))
                .extracting(FieldError::field)
                .containsExactly("username");
    }

    @Test
    void whatAParameterIsCalledTellsWhetherItsFileHoldsASecret() {
        assertThat(List.of("secret.file", "key.file", "sftp.key.file")).allMatch(KeyFile::holdsSecret);
        assertThat(List.of("ca.file", "body.file", "keyfile", "monkey.file")).noneMatch(KeyFile::holdsSecret);
        assertThat(List.of("secret.file", "key.file", "ca.file", "sftp.ca.file"))
                .allMatch(KeyFile::isNamedBy);
        assertThat(List.of("body.file", "query.file", "file", "africa.file")).noneMatch(KeyFile::isNamedBy);
    }

    @Test
    void itsStampChangesWithWhoWroteItAndWhoMayReadIt() throws Exception {
        var file = KeyFile.named(keys, "vms");
        var absent = file.stamp();
        password("vms", "rw-r--r--");
        var open = file.stamp();
        assertThat(open).isNotEqualTo(absent).isEqualTo(file.stamp());
        password("vms", "rw-------");
        var closed = file.stamp();
        assertThat(closed).isNotEqualTo(open);
        Files.writeString(keys.resolve("vms"), "another\n");
        assertThat(file.stamp()).isNotEqualTo(closed).doesNotContain("another");
    }

    @Test
    void aFileThatIsGoneIsNamedWithoutItsFolder() {
        assertThatThrownBy(() -> KeyFile.named(keys, "gone").needed())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        e -> assertThat(e.text().vi()).contains("etc/keys/gone").doesNotContain(keys.toString()));
    }
}
