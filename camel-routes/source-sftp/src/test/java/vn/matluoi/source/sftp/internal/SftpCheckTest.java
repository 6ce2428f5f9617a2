package vn.matluoi.source.sftp.internal;

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
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;

class SftpCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "host", "sftp.phuong-1.example.vn",
            "protocol", "sftp",
            "folder", "/ra/camera",
            "username", "tram",
            "secret.file", "phuong-1",
            "host.key", "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E",
            "source", "phuong-1",
            "area", "Tân An"); // judged elsewhere: at fault here in every test

    @TempDir
    Path keys;

    private SftpCheck check;

    @BeforeEach
    void know() throws IOException {
        var commune = new Profile("commune", Text.same("xã"), List.of(), Map.of(), OptionalDouble.empty());
        check = new SftpCheck(null, new AgencyRouteCheck(unasked(Areas.class), sectors(), List.of(commune)), keys);
        Files.writeString(keys.resolve("phuong-1"), "x");
        Files.setPosixFilePermissions(keys.resolve("phuong-1"), PosixFilePermissions.fromString("rw-------"));
    }

    private static <T> T unasked(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    throw new AssertionError(method.getName());
                }));
    }

    private static Units sectors() {
        return (Units) Proxy.newProxyInstance(
                Units.class.getClassLoader(), new Class<?>[] {Units.class}, (proxy, method, given) -> List.of());
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
        assertThat(with(Map.of(
                        "protocol", "ftps",
                        "port", "990",
                        "host.key", "AB:".repeat(31) + "CD",
                        "pattern", "camera-*.csv; *.XLSX",
                        "keep", "true",
                        "report", "false",
                        "every.seconds", "60")))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "host", "a/b",
                        "protocol", "ftp",
                        "port", "0",
                        "folder", "",
                        "username", "",
                        "host.key", "SHA1:abcd",
                        "pattern", "a*b*c*d*e",
                        "keep", "yes",
                        "stable.seconds", "0",
                        "every.seconds", "0")))
                .containsExactly(
                        "host",
                        "protocol",
                        "port",
                        "folder",
                        "username",
                        "host.key",
                        "pattern",
                        "keep",
                        "stable.seconds",
                        "every.seconds");
    }

    @Test
    void aPasswordOrAKeyIsNeededAndNotBoth() {
        assertThat(with(Map.of("secret.file", ""))).containsExactly("secret.file");
        assertThat(with(Map.of("key.file", "phuong-1"))).containsExactly("secret.file");
        assertThat(with(Map.of("secret.file", "", "key.file", "phuong-1"))).isEmpty();
        assertThat(with(Map.of("secret.file", "", "key.file", "phuong-1", "protocol", "ftps")))
                .containsExactly("key.file");
        assertThat(with(Map.of("secret.file", "../phuong-1"))).containsExactly("secret.file");
    }

    @Test
    void noReportIsWrittenWhereNothingIs() {
        assertThat(with(Map.of("keep", "true", "report", "true"))).containsExactly("report");
    }
}
