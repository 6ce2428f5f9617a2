package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        // those that the generator's sheets name
        for (var unit : Map.of(
                        "ubnd-xa-tan-chau", "Ủy ban nhân dân xã Tân Châu",
                        "ca-xa-tan-chau", "Công an xã Tân Châu",
                        "tyt-xa-tan-chau", "Trạm Y tế xã Tân Châu",
                        "thcs-xa-tan-chau", "Trường THCS xã Tân Châu")
                .entrySet()) {
            var added = admin.put(
                    "/api/v1/units/" + unit.getKey(),
                    SharedHub.json(Map.of("name", unit.getValue(), "area", SharedHub.TAN_CHAU)));
            assertThat(added.status()).as(added.text()).isEqualTo(200);
        }
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
                format.equals("csv") ? "8" : "7", // the same places twice would be remarked
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

        var findings = byRow(report);
        for (var finding : findings.values().stream().flatMap(List::stream).toList()) {
            assertThat(finding.get("message").asText()).as("a sentence").isNotBlank();
            assertThat(finding.get("mend").asText()).as("how to mend it").isNotBlank();
        }
        var key = AnswerKey.of(sheet).entries();
        assertThat(key).filteredOn(AnswerKey.Entry::mustBeReported).hasSizeGreaterThan(10);
        assertThat(key)
                .filteredOn(AnswerKey.Entry::mustBeReported)
                .as("mistakes of the answer key that the report does not mention at their cells")
                .allSatisfy(entry -> assertThat(findings.getOrDefault(entry.row(), List.of()))
                        .as("findings at row %d", entry.row())
                        .anyMatch(finding -> isAt(finding, entry.column())));
        var mistaken = key.stream()
                .filter(entry -> !entry.isOnlyWrittenOtherwise())
                .map(AnswerKey.Entry::row)
                .toList();
        findings.keySet().removeAll(mistaken);
        // of two rows that contradict each other nobody knows which is the mistake
        findings.values().removeIf(found -> found.stream()
                .allMatch(finding -> finding.get("rule").asText().equals("row.contradicts")));
        assertThat(findings).as("rows without a mistake").isEmpty();
        var rows = new HashMap<Integer, JsonNode>();
        report.get("rows").forEach(row -> rows.put(row.get("row").asInt(), row));
        assertThat(key)
                .filteredOn(entry -> !entry.expected().isEmpty())
                .as("what a row is taken for")
                .hasSizeGreaterThan(30)
                .allSatisfy(entry -> {
                    var row = rows.get(entry.row());
                    assertThat(row.hasNonNull("camera") || !entry.isOnlyWrittenOtherwise())
                            .as("%s is taken", entry)
                            .isTrue();
                    if (row.hasNonNull("camera")) {
                        entry.assertIsIn(
                                admin.get("/api/v1/cameras/" + row.get("camera").asText())
                                        .json());
                    }
                });
    }

    @Test
    void aFileNameInVietnameseIsFoundWhateverTheLocaleOfTheMachine() throws Exception {
        var sheet =
                SharedHub.sheet("accents", "--rows", "5", "--seed", "11", "--format", "xlsx", "--first-number", "7001");
        var name = "Danh sách camera ấp Tân Hòa, đợt 1.xlsx";
        var before = last();
        put(sheet, name);
        await().atMost(Duration.ofSeconds(60)).until(() -> last() > before);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ends("done").stream().anyMatch(end -> end.endsWith(name + ".report.xlsx")));
    }

    @Test
    void aPersonReadsInVietnameseWhatStandsInTheCellAndHowToMendIt() throws Exception {
        var sheet = SharedHub.sheet(
                "sentence",
                "--rows",
                "120",
                "--seed",
                "7",
                "--format",
                "csv",
                "--faults",
                "0.3",
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                "15001",
                "--name",
                "sentence");
        var date = AnswerKey.of(sheet).entries().stream()
                .filter(entry -> entry.kind().equals("impossible-date"))
                .findFirst()
                .orElseThrow();
        var findings = byRow(drop(sheet)).get(date.row());
        assertThat(findings)
                .filteredOn(finding -> isAt(finding, "Ngày lắp đặt"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.get("message").asText()).contains("“31/02/2025”", "ngày");
                    assertThat(finding.get("mend").asText()).contains("ngày");
                });
        var file = new ReportFile(inbox.resolve("done").resolve(sheet.getFileName() + ".report.xlsx"));
        assertThat(file.line("Kết quả", date.row(), "Ngày lắp đặt"))
                .satisfies(line -> assertThat(line.get(1)).endsWith("(Ngày lắp đặt)"))
                .satisfies(line -> assertThat(line.get(2)).isEqualTo("31/02/2025"))
                .satisfies(line -> assertThat(line.get(4)).contains("“31/02/2025”", "ngày"))
                .satisfies(line -> assertThat(line.get(5)).contains("ngày"));
        assertThat(file.line("Các dòng", date.row(), "Bị từ chối")).contains("31/02/2025");
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
    @CsvSource({
        "truncated, sheet.truncated",
        "wide, sheet.columns",
        "empty, sheet.empty",
        "headings-only, sheet.empty",
        "not-a-sheet, sheet.kind",
        "zip-bomb, sheet.bomb"
    })
    void aFileThatIsNoSheetIsReturnedWithTheReasonAndChangesNothing(String kind, String rule) throws Exception {
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
        var kept = labelled(name);
        assertThat(kept.at("/counts/created").asInt()
                        + kept.at("/counts/updated").asInt())
                .isZero();
        var findings =
                admin.get("/api/v1/imports/" + kept.get("id").asLong()).json().get("findings");
        assertThat(findings)
                .as("findings about the file as a whole")
                .filteredOn(finding -> finding.get("severity").asText().equals("error"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.get("rule").asText()).isEqualTo(rule);
                    assertThat(finding.get("row").asInt()).isZero();
                    assertThat(finding.get("message").asText()).isNotBlank();
                    assertThat(finding.get("mend").asText()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({"windows-1258, 21001", "utf-16, 21101"})
    void aSheetInAnotherEncodingIsReadToTheLastAccent(String kind, String first) throws Exception {
        var options = new String[] {
            "--rows", "20", "--seed", "3", "--faults", "0", "--area", SharedHub.TAN_CHAU, "--first-number", first
        };
        var names = column(SharedHub.sheet("plain-" + kind, with(options, "--format", "csv")), "Tên camera");
        assertThat(names).hasSize(20).anyMatch(name -> name.matches(".*[ạảấầậắằặếềểễệỉịọốồộớờợụủứừữựỳỹ].*"));
        var report = drop(SharedHub.sheet("odd-" + kind, with(options, "--broken", kind)));
        assertThat(report.at("/counts/created").asInt()).as(report.toString()).isEqualTo(20);
        assertThat(report.toString()).doesNotContain("\ufffd");
        for (var row : report.get("rows")) {
            var camera = admin.get("/api/v1/cameras/" + row.get("camera").asText());
            assertThat(camera.json().get("name").asText())
                    .as(camera.text())
                    .isEqualTo(names.get(row.get("row").asInt() - 2));
        }
        var warned = report.get("findings").findValuesAsText("rule").contains("sheet.encoding");
        assertThat(warned).as("a doubt about the encoding").isEqualTo(kind.equals("windows-1258"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            tcvn3 | M· camera;Tªn camera;VÜ ®é;Kinh ®é;Ngµy thay ®æi#X1;Cæng chî T©n Ch©u;11,3151;106,4151;20/11/2025 | Cổng chợ Tân Châu
            vni   | Maõ camera;Teân camera;Vó ñoä;Kinh ñoä;Ngaøy thay ñoåi#X2;Ngaõ tö Taân Chaâu;11,3251;106,4251;20/11/2025 | Ngã tư Tân Châu
            """)
    void aSheetInTheLettersOfOldFontsIsReadAndWhenItChangedIsKept(String kind, String text, String name)
            throws Exception {
        var sheet = Files.createTempDirectory("old").resolve(kind + ".csv");
        Files.write(sheet, text.replace('#', '\n').concat("\n").getBytes(Charset.forName("windows-1252")));
        var report = drop(sheet);
        assertThat(report.get("findings").findValuesAsText("rule")).contains("sheet.encoding.converted");
        var id = report.at("/rows/0/camera").asText();
        var camera = admin.get("/api/v1/cameras/" + id).json();
        assertThat(camera.get("name").asText()).as(report.toString()).isEqualTo(name);
        assertThat(camera.at("/values/changedOn").asText()).isEqualTo("2025-11-20");
        assertThat(Instant.parse(camera.get("reportedAt").asText())).isAfter("2026-01-01T00:00:00Z");
        var history = admin.get("/api/v1/cameras/" + id + "/history").json();
        assertThat(history.at("/items/0/fields/changedOn").asText()).isEqualTo("2025-11-20");
        assertThat(history.at("/items/0/at").asText()).isNotBlank();
    }

    @Test
    void aCellThatComputesIsNotComputedButExplained() throws Exception {
        var report = drop(SharedHub.sheet(
                "odd-formulas",
                "--rows",
                "20",
                "--seed",
                "3",
                "--area",
                SharedHub.TAN_CHAU,
                "--first-number",
                "21201",
                "--broken",
                "formulas"));
        assertThat(report.at("/counts/created").asInt()).isEqualTo(19);
        assertThat(report.at("/counts/rejected").asInt()).isEqualTo(1);
        var row = byRow(report).get(2);
        assertThat(row)
                .filteredOn(finding -> finding.get("rule").asText().equals("cell.formula"))
                .anyMatch(finding -> isAt(finding, "Tên camera"))
                .anyMatch(finding -> isAt(finding, "Vĩ độ"));
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

    /** @return the findings of each row that has some */
    private static Map<Integer, List<JsonNode>> byRow(JsonNode report) {
        var found = new HashMap<Integer, List<JsonNode>>();
        for (var row : report.get("rows")) {
            for (var finding : row.get("findings")) {
                assertThat(finding.get("row").asInt()).isEqualTo(row.get("row").asInt());
                found.computeIfAbsent(finding.get("row").asInt(), any -> new ArrayList<>())
                        .add(finding);
            }
        }
        return found;
    }

    /** Whether a finding is about a column. One camera in two rows is a finding about the whole row. */
    private static boolean isAt(JsonNode finding, String heading) {
        return finding.get("rule").asText().equals("row.duplicate")
                ? heading.equals("Mã camera")
                : finding.path("column").asText().matches("[A-Z]+ \\(" + Pattern.quote(heading) + "\\)");
    }

    /** @return a column's cells */
    private static List<String> column(Path csv, String heading) throws IOException {
        var lines = AnswerKey.csv(csv);
        var column = lines.get(0).indexOf(heading);
        assertThat(column).as("column %s in %s", heading, lines.get(0)).isNotNegative();
        return lines.stream().skip(1).map(line -> line.get(column)).toList();
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    private static JsonNode labelled(String name) {
        for (var kept : admin.get("/api/v1/imports?limit=20").json().get("items")) {
            if (kept.get("label").asText().endsWith(name)) {
                return kept;
            }
        }
        throw new AssertionError("no import of " + name);
    }

    /** Drops a sheet as a person does, and waits for its import. @return the report over REST */
    private static JsonNode drop(Path sheet) throws IOException {
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
