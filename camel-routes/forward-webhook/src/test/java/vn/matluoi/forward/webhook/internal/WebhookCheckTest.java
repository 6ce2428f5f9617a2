package vn.matluoi.forward.webhook.internal;

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
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;

class WebhookCheckTest {

    @TempDir
    Path keys;

    private WebhookCheck check;

    @BeforeEach
    void open() throws Exception {
        var key = Files.writeString(keys.resolve("hook"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var open = Files.writeString(keys.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        check = new WebhookCheck(
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
                "url", "https://so-khcn.example.vn/hook",
                "certificate", "ab".repeat(32),
                "secret.file", "hook",
                "content", "events",
                "legal.basis", "Quyết định 1"));
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
        assertThat(errors(
                        "areas",
                        "27694",
                        "sectors",
                        "traffic",
                        "camera.basis",
                        "57/2025/NĐ-CP; Quyết định 12/QĐ-UBND;",
                        "types",
                        "motion, LINE_CROSSED",
                        "fields",
                        "name,topic"))
                .isEmpty();
        assertThat(errors("content", "changes", "types", "camera.created", "fields", "serial"))
                .isEmpty();
        assertThat(errors("url", "http://10.0.0.7/hook", "plain", "true", "certificate", ""))
                .isEmpty();
    }

    @Test
    void eachBadValueIsNamed() {
        assertThat(errors("url", "ftp://x/")).containsExactly("url:url");
        assertThat(errors("url", "https://u:p@x/")).containsExactly("url:url");
        assertThat(errors("url", "http://10.0.0.7/hook")).containsExactly("url:plain");
        assertThat(errors("certificate", "")).containsExactly("certificate:fingerprint");
        assertThat(errors("secret.file", "nowhere")).containsExactly("secret.file:file");
        assertThat(errors("secret.file", "../hook")).containsExactly("secret.file:file");
        assertThat(errors("secret.file", "open")).containsExactly("secret.file:mode");
        assertThat(errors("content", "all")).containsExactly("content:choice");
        assertThat(errors("legal.basis", " ")).containsExactly("legal.basis:legal.basis");
        assertThat(errors("areas", "27694,99999")).containsExactly("areas:area.unknown");
        assertThat(errors("areas", "Long An")).containsExactly("areas:area.unknown");
        assertThat(errors("sectors", "fishing")).containsExactly("sectors:unknown");
        assertThat(errors("camera.basis", "QĐ")).containsExactly("camera.basis:camera.basis");
        assertThat(errors("camera.basis", "Điều 5; a basis=b")).containsExactly("camera.basis:camera.basis");
        assertThat(errors("types", "movement")).containsExactly("types:unknown");
        assertThat(errors("content", "changes", "types", "source.created")).containsExactly("types:unknown");
        assertThat(errors("content", "changes", "fields", "payload")).containsExactly("fields:unknown");
        assertThat(errors("fields", "stateSecret")).containsExactly("fields:unknown");
        assertThat(errors("content", "changes", "personal", "true")).containsExactly("personal:events-only");
        assertThat(errors("batch", "0")).containsExactly("batch:range");
        assertThat(errors("mode", "binary")).containsExactly("mode:choice");
        assertThat(errors("begin", "1")).containsExactly("begin:choice");
    }

    @Test
    void anAddressThatMayHoldAKeyIsNotQuoted() {
        var settings = new HashMap<>(Map.of("url", "ftp://x/?key=bí-mật", "content", "events"));
        assertThat(check.check(settings)).extracting(FieldError::message).noneMatch(text -> text.toString()
                .contains("bí-mật"));
    }
}
