package vn.matluoi.simulators.agency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.tls.PemCertificate;

/** A real PostgreSQL, asked by its own client; a machine without it fails. */
class DatabaseAgencyTest {

    private static final String PASSWORD = "MatKhauThu1";

    @TempDir
    Path dir;

    private DatabaseAgency school() throws IOException {
        return new DatabaseAgency(
                dir.resolve("school"),
                0,
                PemCertificate.kept(dir, "school"),
                PASSWORD,
                RestAgency.cameras("25459", 1, 5301, List.of("Cổng trường", "Sân 'A'")));
    }

    private String asked(DatabaseAgency school, String password, String tls, String query) throws Exception {
        ProcessBuilder psql = new ProcessBuilder(
                "psql",
                "-XAt",
                "host=localhost port=%d dbname=%s user=%s sslmode=%s sslrootcert=%s connect_timeout=10"
                        .formatted(
                                school.port(),
                                DatabaseAgency.DATABASE,
                                DatabaseAgency.ACCOUNT,
                                tls,
                                dir.resolve("school.pem")),
                "-c",
                query);
        psql.environment().put("PGPASSWORD", password);
        Path said = dir.resolve("said");
        Process process =
                psql.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }

    @Test
    void itsAccountReadsTheCamerasByTlsAndMayDoNothingElse() throws Exception {
        try (DatabaseAgency school = school()) {
            String all = "SELECT ma_camera, ten_camera FROM camera ORDER BY 1";
            assertThat(asked(school, PASSWORD, "verify-full", all))
                    .isEqualTo("CAM-25459-05301|Cổng trường\nCAM-25459-05302|Sân 'A'\n");
            assertThat(asked(school, PASSWORD, "verify-full", "SELECT count(*) FROM camera WHERE vi_do <> ''"))
                    .isEqualTo("2\n");
            assertThat(asked(school, PASSWORD, "verify-full", "DELETE FROM camera"))
                    .contains("permission denied");
            assertThat(asked(school, PASSWORD, "verify-full", "CREATE TABLE x (y TEXT)"))
                    .contains("permission denied");
            assertThat(asked(school, PASSWORD, "disable", all)).contains("no pg_hba.conf entry");
            assertThat(asked(school, "another", "verify-full", all)).contains("password authentication failed");
        }
    }

    @Test
    void nothingIsLeftOfItWhenItIsClosed() throws Exception {
        DatabaseAgency school = school();
        ProcessHandle process = school.process();
        assertThat(process.isAlive()).isTrue();
        school.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(dir.resolve("school")).doesNotExist();
    }

    @Test
    void itsCertificateStaysTheSame() throws Exception {
        String made = Files.readString(PemCertificate.kept(dir, "school").certificate());
        assertThat(PemCertificate.kept(dir, "school").certificate()).hasContent(made);
    }
}
