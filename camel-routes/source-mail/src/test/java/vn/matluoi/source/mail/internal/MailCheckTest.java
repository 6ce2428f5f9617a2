package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;

class MailCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "host", "mail.example.vn",
            "certificate", "AB:".repeat(31) + "CD",
            "username", "camera@example.vn",
            "secret.file", "box",
            "from", "camera@ward.example.vn; @benh-vien.example.vn",
            "source", "phuong-1",
            "area", "Tân An"); // judged elsewhere: at fault here in every test

    @TempDir
    Path keys;

    private MailCheck check;

    @BeforeEach
    void know() throws IOException {
        var commune = new Profile("commune", Text.same("xã"), List.of(), Map.of(), OptionalDouble.empty());
        var sectors = (Units) Proxy.newProxyInstance(
                Units.class.getClassLoader(), new Class<?>[] {Units.class}, (proxy, method, given) -> List.of());
        check = new MailCheck(null, new AgencyRouteCheck(null, sectors, List.of(commune)), keys);
        Files.writeString(keys.resolve("box"), "x");
        Files.setPosixFilePermissions(keys.resolve("box"), PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> with(Map<String, String> more) {
        var settings = new TreeMap<>(GOOD);
        settings.putAll(more);
        return check.check(settings).stream()
                .map(FieldError::field)
                .filter(field -> !field.equals("area"))
                .toList();
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(with(Map.of())).isEmpty();
        assertThat(with(Map.of("require.dkim", "true", "authserv.id", "mx.example.vn", "keep", "true", "port", "1993")))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "host", "a b",
                        "certificate", "ab",
                        "username", "",
                        "secret.file", "",
                        "from", "anybody",
                        "require.dkim", "true",
                        "keep", "yes",
                        "port", "0",
                        "every.seconds", "0")))
                .containsExactly(
                        "host",
                        "certificate",
                        "username",
                        "secret.file",
                        "from",
                        "authserv.id",
                        "keep",
                        "port",
                        "every.seconds");
    }
}
