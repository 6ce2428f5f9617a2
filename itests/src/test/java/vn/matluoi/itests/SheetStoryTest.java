package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commune's spreadsheet: dropped into an inbox, taken in, its bad rows explained. */
class SheetStoryTest {

    private static final String SOURCE = "xa-sheet-story";
    private static Path inbox;
    private static Client admin;

    @BeforeAll
    static void openAnInbox() throws IOException {
        var hub = SharedHub.get();
        admin = SharedHub.administrator();
        inbox = hub.data().resolve("inbox").resolve(SOURCE);
        hub.configure(
                "vn.matluoi.route-sheet-story.cfg",
                """
                template = source-file
                folder = %s
                source = %s
                name = Bảng tính xã Tân Châu
                area = %s
                profile = commune
                poll.ms = 200
                stable.ms = 200
                """
                        .formatted(inbox, SOURCE, SharedHub.TAN_CHAU));
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.isDirectory(inbox.resolve("done")));
    }

    @AfterAll
    static void closeIt() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve("vn.matluoi.route-sheet-story.cfg"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xlsx", "csv"})
    void everyMistakeIsReportedAtItsCellAndGoodRowsAreTaken(String format) throws Exception {
        var sheet = SharedHub.sheet(
                "story-" + format,
                "--rows",
                "200",
                "--seed",
                "7",
                "--format",
                format,
                "--faults",
                "0.1",
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                format.equals("csv") ? "3001" : "1");
        var report = drop(sheet);
        assertThat(ends("done")).anyMatch(name -> name.endsWith(sheet.getFileName() + ".report.xlsx"));
        assertThat(report.at("/counts/rows").asInt()).isEqualTo(200);
        assertThat(report.at("/counts/created").asInt()).isGreaterThan(150);

        Map<Integer, Set<String>> columns = new HashMap<>();
        for (var row : report.get("rows")) {
            for (var finding : row.get("findings")) {
                columns.computeIfAbsent(row.get("row").asInt(), any -> new HashSet<>())
                        .add(finding.path("column").asText(""));
                assertThat(finding.get("message").asText()).as("a sentence").isNotBlank();
                assertThat(finding.get("mend").asText()).as("how to mend it").isNotBlank();
            }
        }
        var key = Files.readAllLines(
                sheet.resolveSibling(sheet.getFileName().toString().replaceFirst("\\.[^.]+$", ".expected.csv")));
        var missed = key.stream()
                .skip(1)
                .map(line -> List.of(line.split(",", -1)))
                .filter(fields -> fields.contains("report"))
                .filter(fields -> !columns.containsKey(Integer.valueOf(fields.get(0))))
                .toList();
        assertThat(missed)
                .as("mistakes of the answer key that the report does not mention")
                .isEmpty();
    }

    @Test
    void theSameSheetAgainChangesNothing() throws Exception {
        var sheet = SharedHub.sheet(
                "again",
                "--rows",
                "30",
                "--seed",
                "11",
                "--format",
                "csv",
                "--faults",
                "0",
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                "6001",
                "--name",
                "again");
        var first = drop(sheet);
        assertThat(first.at("/counts/created").asInt()).isEqualTo(30);
        var second = drop(sheet);
        assertThat(second.get("id").asLong()).isNotEqualTo(first.get("id").asLong());
        assertThat(second.at("/counts/unchanged").asInt()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "wide", "empty", "not-a-sheet", "zip-bomb"})
    void aFileThatIsNoSheetIsReturnedWithTheReasonAndChangesNothing(String kind) throws Exception {
        var before = admin.get("/api/v1/cameras?source=" + SOURCE)
                .json()
                .get("total")
                .asInt();
        var sheet = SharedHub.sheet("broken-" + kind, "--broken", kind);
        var name = kind + "-" + sheet.getFileName();
        put(sheet, name);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ends("failed").stream().anyMatch(end -> end.endsWith(name + ".report.xlsx")));
        assertThat(admin.get("/api/v1/cameras?source=" + SOURCE)
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1258", "utf-16", "formulas"})
    void aSheetWrittenAnotherWayIsReadOrExplained(String kind) throws Exception {
        var report = drop(SharedHub.sheet("odd-" + kind, "--broken", kind));
        assertThat(report.at("/counts/rows").asInt()).isPositive();
        assertThat(report.toString()).doesNotContain("\ufffd");
    }

    @Test
    void aDryRunOverRestGivesTheSameReportAndWritesNothing() throws Exception {
        var sheet = SharedHub.sheet(
                "dry",
                "--rows",
                "50",
                "--seed",
                "5",
                "--format",
                "xlsx",
                "--faults",
                "0.2",
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                "9001",
                "--name",
                "dry");
        var path = "/api/v1/imports?profile=commune&source=" + SOURCE + "&name=dry.xlsx&dryRun=";
        var xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        var dry = admin.send("POST", path + "true", xlsx, Files.readAllBytes(sheet));
        assertThat(dry.status()).as(dry.text()).isBetween(200, 201);
        assertThat(dry.json().get("id").asLong()).isZero();
        var real = admin.send("POST", path + "false", xlsx, Files.readAllBytes(sheet));
        assertThat(real.status()).as(real.text()).isEqualTo(201);
        assertThat(real.json().get("counts")).isEqualTo(dry.json().get("counts"));
        assertThat(real.json().get("findings")).isEqualTo(dry.json().get("findings"));
        var asSheet = admin.get("/api/v1/imports/" + real.json().get("id").asLong() + "/report.xlsx");
        assertThat(asSheet.status()).isEqualTo(200);
        assertThat(asSheet.bytes()).startsWith('P', 'K');
    }

    /** Drops a sheet as a person does, and waits for its import. @return the report over REST */
    private static com.fasterxml.jackson.databind.JsonNode drop(Path sheet) throws IOException {
        var before = last();
        put(sheet, sheet.getFileName().toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> last() > before);
        var answer = admin.get("/api/v1/imports/" + last());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> ends("processing").isEmpty());
        return answer.json();
    }

    private static void put(Path sheet, String name) throws IOException {
        var aside = inbox.resolve("." + name);
        Files.copy(sheet, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static long last() {
        var items = admin.get("/api/v1/imports?limit=1").json().get("items");
        return items.isEmpty() ? 0 : items.get(0).get("id").asLong();
    }

    private static List<String> ends(String folder) throws IOException {
        try (var files = Files.list(inbox.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
