package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

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

class JdbcCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "driver", "postgresql",
            "host", "db.truong.vn",
            "database", "truonghoc",
            "query", "SELECT ten FROM camera",
            "ca.file", "ca.pem",
            "username", "hub",
            "secret.file", "db");

    @TempDir
    Path folder;

    private JdbcCheck check;

    @BeforeEach
    void layKeys() throws Exception {
        for (var name : List.of("ca.pem", "db")) {
            Files.writeString(folder.resolve(name), "x");
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(folder.resolve("cameras.sql"), "SELECT ten FROM camera");
        Files.writeString(folder.resolve("bad.sql"), "DELETE FROM camera");
        check = new JdbcCheck(null, (settings, errors) -> {}, folder, folder);
    }

    private List<FieldError> with(Map<String, String> more) {
        var settings = new TreeMap<>(GOOD);
        settings.putAll(more);
        return check.check(settings);
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(check.check(GOOD)).isEmpty();
        assertThat(with(Map.of("query", "", "query.file", "cameras", "port", "6432", "tls", "ca")))
                .isEmpty();
        assertThat(with(Map.of("driver", "sqlserver", "tls", "off", "ca.file", "")))
                .isEmpty();
        assertThat(with(Map.of("host", "10.1.2.3", "tls", "off", "ca.file", "")))
                .isEmpty();
    }

    @Test
    void nothingThatADriverWouldTakeForMoreThanANameIsTaken() {
        for (var host : List.of("db?allowLoadLocalInfile=true", "db/x", "db,other", "(address=1)", "a b", "")) {
            assertThat(with(Map.of("host", host)))
                    .as(host)
                    .extracting(FieldError::field)
                    .contains("host");
        }
        assertThat(with(Map.of("database", "x?socketFactory=evil", "username", "a&b=c")))
                .extracting(FieldError::field)
                .containsExactly("database", "username");
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "driver", "mariadb",
                        "port", "70000",
                        "query", "UPDATE camera SET ten = ''",
                        "tls", "maybe",
                        "secret.file", "absent",
                        "query.seconds", "0",
                        "every.seconds", "x")))
                .extracting(FieldError::field)
                .containsExactly("port", "query", "tls", "secret.file", "query.seconds", "every.seconds");
    }

    @Test
    void aQueryStandsInOnePlaceAndOnlyReads() {
        assertThat(with(Map.of("query.file", "cameras")))
                .extracting(FieldError::rule)
                .containsExactly("either");
        assertThat(with(Map.of("query", "", "query.file", "../cameras")))
                .extracting(FieldError::field)
                .containsExactly("query.file");
        assertThat(with(Map.of("query", "", "query.file", "bad")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("SELECT"));
    }

    @Test
    void aServerProvesItselfUnlessOneSaysNotTo() {
        assertThat(with(Map.of("ca.file", ""))).extracting(FieldError::field).containsExactly("ca.file");
    }

    @Test
    void noDriverWhoseTlsIsNotCheckedIsTakenForOneThatChecks() {
        for (var tls : List.of("full", "ca")) {
            assertThat(with(Map.of("driver", "oracle", "port", "1521", "tls", tls)))
                    .as(tls)
                    .singleElement()
                    .satisfies(error -> {
                        assertThat(error.field()).isEqualTo("tls");
                        assertThat(error.message().vi()).contains("oracle", "tls = off");
                    });
        }
        assertThat(with(Map.of("driver", "oracle", "port", "1521")))
                .as("full is what counts where nothing is said")
                .extracting(FieldError::field)
                .containsExactly("tls");
        assertThat(with(Map.of("driver", "sqlserver", "tls", "ca")))
                .as("its driver always looks at the name")
                .extracting(FieldError::field)
                .containsExactly("tls");
        for (var driver : List.of("PostgreSQL", "MariaDB", "mysql", "sqlserver")) {
            assertThat(with(Map.of("driver", driver))).as(driver).isEmpty();
        }
    }

    @Test
    void aDriverWhosePortNobodyKnowsNeedsOne() {
        assertThat(with(Map.of("driver", "db2", "tls", "off")))
                .extracting(FieldError::field)
                .containsExactly("port");
    }
}
