package vn.matluoi.forward.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;

class SftpSinkCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "host", "sftp.so-khcn.example.vn",
            "folder", "/nhan/camera",
            "username", "tram",
            "key.file", "so-khcn.key",
            "host.key", "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E",
            "content", "changes",
            "legal.basis", "Quyết định 1");

    @TempDir
    Path keys;

    @BeforeEach
    void layDownAKey() throws IOException {
        Files.writeString(keys.resolve("so-khcn.key"), "x");
        Files.setPosixFilePermissions(keys.resolve("so-khcn.key"), PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> with(Map<String, String> more) {
        var settings = new TreeMap<>(GOOD);
        settings.putAll(more);
        return new SftpSinkCheck(empty(Areas.class), empty(Units.class), keys)
                .check(settings).stream().map(FieldError::field).toList();
    }

    private static <T> T empty(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> List.of()));
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(with(Map.of())).isEmpty();
        assertThat(with(Map.of("every.seconds", "0", "most.waiting", "100000", "port", "2222")))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "host", "a b",
                        "host.key", "MD5:00",
                        "content", "all",
                        "every.seconds", "86401",
                        "most.waiting", "0")))
                .containsExactly("host", "host.key", "content", "every.seconds", "most.waiting");
        assertThat(with(Map.of("key.file", "../master"))).containsExactly("key.file");
    }
}
