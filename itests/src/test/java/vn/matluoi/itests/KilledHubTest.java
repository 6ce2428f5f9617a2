package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Killed in the middle of an import, a hub neither loses the sheet nor applies it twice. */
class KilledHubTest {

    private static final int ROWS = 3000;
    private static RunningHub hub;
    private static Path inbox;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.prepared("killed");
        inbox = hub.data().resolve("inbox");
        hub.configure(
                "vn.matluoi.route-inbox.cfg",
                "template = source-file\nfolder = %s\nsource = xa-killed\narea = %s\npoll.ms = 200\nstable.ms = 200\n"
                        .formatted(inbox, SharedHub.TAN_CHAU));
        hub.start();
        hub.administrator();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void aSheetUnderWayIsAppliedOnce() throws Exception {
        var sheet = SharedHub.sheet(
                "killed",
                "--rows",
                "" + ROWS,
                "--seed",
                "3",
                "--format",
                "csv",
                "--faults",
                "0",
                "--area",
                SharedHub.TAN_CHAU,
                "--name",
                "killed");
        Files.copy(sheet, inbox.resolve(".killed.csv"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(inbox.resolve(".killed.csv"), inbox.resolve("killed.csv"), StandardCopyOption.ATOMIC_MOVE);
        // each round kills at another moment: as soon as the sheet is claimed, then a little later each time
        for (var pause : List.of(0L, 150L, 400L)) {
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            !names("processing").isEmpty() || !names("done").isEmpty());
            await().pollDelay(Duration.ofMillis(pause)).until(() -> true);
            hub.kill();
            hub.start();
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> names("done").size() == 2);
        assertThat(names("processing")).isEmpty();
        assertThat(names("failed")).isEmpty();
        var admin = hub.administrator();
        assertThat(admin.get("/api/v1/cameras?source=xa-killed")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(ROWS);
        var imports = admin.get("/api/v1/imports?limit=50").json();
        assertThat(imports.get("total").asInt()).as(imports.toString()).isEqualTo(1);
        assertThat(admin.get("/api/v1/audit/verification").json().get("intact").asBoolean())
                .isTrue();
    }

    private static List<String> names(String folder) throws java.io.IOException {
        try (var files = Files.list(inbox.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
