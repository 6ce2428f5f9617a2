package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Killed in the middle of an import, a hub neither loses the sheet nor applies it twice. */
@Tag("own-hub")
class KilledHubTest {

    private static final int ROWS = 1500;
    private static RunningHub hub;
    private static Path inbox;
    private static String lastClaim = "";
    private static Client admin;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.prepared("killed");
        inbox = hub.data().resolve("inbox");
        hub.configure(
                "vn.matluoi.route-inbox.cfg",
                "template = source-file\nfolder = %s\nsource = xa-killed\narea = %s\npoll.ms = 200\nstable.ms = 200\n"
                        .formatted(inbox, SharedHub.TAN_CHAU));
        admin = hub.start().administrator();
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
        Files.copy(sheet, inbox.resolve(".killed.csv"));
        Files.move(inbox.resolve(".killed.csv"), inbox.resolve("killed.csv"), StandardCopyOption.ATOMIC_MOVE);
        until(() -> !claimed().isEmpty());
        hub.kill(); // before anything is written

        hub.launch();
        until(() -> !claimed().isEmpty());
        Files.delete(inbox.resolve("done")); // so that the sheet cannot end, whoever runs the hub
        until(() -> imports() == 1);
        hub.kill(); // after the rows are written, before the report is
        assertThat(names("done")).isEmpty();

        hub.launch();
        until(() -> names("done").size() == 2 && imports() == 1);
        assertAppliedOnce();
        hub.kill();
        // what a kill between the last two steps leaves: the report has been put in its place, the sheet has not
        Files.move(inbox.resolve("done/killed.csv"), inbox.resolve("processing").resolve(lastClaim));

        hub.launch();
        until(() -> Files.exists(inbox.resolve("done/killed.csv")) && imports() == 1);
        assertAppliedOnce();
    }

    private static void assertAppliedOnce() throws IOException {
        assertThat(names("done")).containsExactlyInAnyOrder("killed.csv", "killed.csv.report.xlsx");
        assertThat(names("processing")).isEmpty();
        assertThat(names("failed")).isEmpty();
        assertThat(imports()).isEqualTo(1);
        assertThat(admin.get("/api/v1/cameras?source=xa-killed")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(ROWS);
        assertThat(admin.get("/api/v1/audit/verification").json().get("intact").asBoolean())
                .isTrue();
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(180))
                .ignoreExceptions() // a hub that starts does not answer yet
                .until(condition);
    }

    private static int imports() throws IOException {
        return admin.get("/api/v1/imports?limit=50").json().get("total").asInt();
    }

    /** @return the sheets that the hub has claimed, under their names there */
    private static List<String> claimed() throws IOException {
        var claimed = names("processing").stream()
                .filter(name -> name.endsWith("~killed.csv"))
                .toList();
        claimed.forEach(name -> lastClaim = name);
        return claimed;
    }

    private static List<String> names(String folder) throws IOException {
        if (Files.notExists(inbox.resolve(folder))) {
            return List.of();
        }
        try (var files = Files.list(inbox.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
