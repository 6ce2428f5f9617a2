package vn.matluoi.forward.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;

class RegistryCheckTest {

    @TempDir
    Path keys;

    private RegistryCheck check;

    @BeforeEach
    void open() throws Exception {
        var key = Files.writeString(keys.resolve("hook"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var open = Files.writeString(keys.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        check = new RegistryCheck(
                fake(Areas.class, new AreaCode("27694")), fake(Units.class, new AreaCode("27694")), keys);
    }

    /** Knows one area, and one sector. */
    private static <T> T fake(Class<T> type, AreaCode known) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> switch (method.getName()) {
                    case "history" -> given[0].equals(known) ? Collections.singletonList(null) : List.of();
                    case "sectors" -> List.of(new Sector("traffic", new Text("Giao thông", "Traffic")));
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    private List<String> errors(String... changed) {
        var settings = new HashMap<>(Map.of(
                "url",
                "https://trung-tam.example.vn:8443",
                "certificate",
                "ab".repeat(32),
                "secret.file",
                "hook",
                "sender",
                "tay-ninh",
                "content",
                "changes",
                "legal.basis",
                "Quyết định 1"));
        for (var i = 0; i < changed.length; i += 2) {
            settings.put(changed[i], changed[i + 1]);
        }
        return check.check(settings).stream()
                .peek(error -> assertThat(error.message().vi()).isNotBlank())
                .map(error -> error.field() + ":" + error.rule())
                .toList();
    }

    @Test
    void goodSettingsAreGood() {
        assertThat(errors()).isEmpty();
        assertThat(errors("areas", "27694", "sectors", "traffic", "fields", "name,serial"))
                .isEmpty();
        assertThat(errors("url", "http://10.0.0.7:8080", "plain", "true", "certificate", ""))
                .isEmpty();
    }

    @Test
    void eachBadValueIsNamed() {
        assertThat(errors("url", "ftp://x")).containsExactly("url:url");
        assertThat(errors("url", "https://x/api/v1")).containsExactly("url:url");
        assertThat(errors("url", "https://u:p@x")).containsExactly("url:url");
        assertThat(errors("url", "http://10.0.0.7")).containsExactly("url:plain");
        assertThat(errors("certificate", "")).containsExactly("certificate:fingerprint");
        assertThat(errors("secret.file", "nowhere")).containsExactly("secret.file:file");
        assertThat(errors("secret.file", "open")).containsExactly("secret.file:mode");
        assertThat(errors("content", "events")).containsExactly("content:changes-only");
        assertThat(errors("sender", "Tây Ninh")).containsExactly("sender:name");
        assertThat(errors("sender", "../x")).containsExactly("sender:name");
        assertThat(errors("plain", "perhaps")).containsExactly("plain:choice");
        assertThat(errors("reconcile.hours", "0")).containsExactly("reconcile.hours:range");
        assertThat(errors("link.seconds", "x")).hasSize(1);
        assertThat(errors("withdraw.percent", "101")).containsExactly("withdraw.percent:range");
        assertThat(errors("legal.basis", " ")).containsExactly("legal.basis:legal.basis");
    }
}
