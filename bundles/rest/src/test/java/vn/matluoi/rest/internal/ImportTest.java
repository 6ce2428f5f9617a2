package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.ImportLog;

/** Sheets in by two ways, reports out. */
class ImportTest {

    private static final FakeImports imports = new FakeImports();

    private static RunningApi api;

    @BeforeAll
    static void start() {
        var hub = new FakeHub();
        hub.services.put(Imports.class, imports);
        hub.services.put(ImportLog.class, new OneImport());
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void takesInASheetAsItIs() {
        var answer = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1&dryRun=true&area=80001",
                "tên;mã".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv; charset=utf-8",
                "X-File-Name",
                "C:\\\\Users\\\\a\\\\xa.csv");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(imports.sheet).asString(StandardCharsets.UTF_8).isEqualTo("tên;mã");
        assertThat(imports.order.mode()).isEqualTo(Intake.Mode.DRY_RUN);
        assertThat(imports.order.fileName()).isEqualTo("xa.csv");
        assertThat(imports.order.by()).isEqualTo("admin");
        assertThat(imports.order.defaultArea()).contains(new AreaCode("80001"));
        var finding = answer.json().path("rows").get(0).path("findings").get(0);
        assertThat(finding.path("column").asText()).isEqualTo("I (Vĩ độ)");
        assertThat(finding.path("mend").asText()).isEqualTo("Đổi chỗ hai ô.");
        assertThat(finding.path("suggestions")).hasSize(2);
    }

    @Test
    void takesInASheetFromAForm() {
        var form = "--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
                + "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"xã.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\na,b\r\n1,2\r\n--xx--\r\n";
        var answer = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                form.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data; boundary=xx",
                "Idempotency-Key",
                "k1");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/imports/7");
        assertThat(imports.sheet).asString(StandardCharsets.UTF_8).isEqualTo("a,b\r\n1,2");
        assertThat(imports.order.delivery()).contains("rest:admin:k1");
        assertThat(imports.order.by()).isEqualTo("admin");
        assertThat(imports.order.surface()).isEqualTo("rest");

        var empty = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                "--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--xx--\r\n"
                        .getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data; boundary=xx");
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.rule()).isEqualTo("import.file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/imports?profile=commune&source=nvr-1", "/profiles/try?source=nvr-1"})
    void partsOfABodyWithoutATypeAreTheSendersFault(String path) {
        var form = "--mep\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--mep--\r\n";
        var answer = api.call(
                "POST",
                "/api/v1" + path,
                form.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "no type;;=");
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    }

    @Test
    void refusesAFormOfTwoTypes() {
        var form = "--xx\r\n" + "X-More: and more\r\n".repeat(100_000) + "\r\na;b\r\n--xx--\r\n";
        var answer = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                form.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data; boundary=xx",
                "Content-Type",
                "text/plain");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("content-type.twice");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "; boundary=xx,                       ``,                   form.head",
                "``,                                  ``,                   form.boundary",
                "; Boundary=xx,                       ``,                   form.boundary",
                "; boundary=yy; a=\"boundary=xx\",     ``,                   form.empty",
                "; a=\"boundary=xx\"; boundary=yy,     ``,                   form.head",
                "; boundary=xx,                       before,               form.head",
                "; boundary=xx,                       --xx/n/n/nfirst,      form.head",
                "; boundary=xx,                       --xx/n/n/nfirst/n--,  form.head",
            })
    void refusesAFormWhosePartsHaveEndlessHeads(String boundary, String before, String rule) {
        var form = before.replace("/n", "\r\n") + "--xx\r\n" + "X-More: and more\r\n".repeat(100_000)
                + "\r\na;b\r\n--xx--\r\n";
        var answer = form(boundary, form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo(rule);
    }

    @Test
    void refusesAFormOfVeryManyParts() {
        var part = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
        var answer = form("; boundary=xx", part.repeat(100_000) + "--xx--\r\n");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("form.parts");
    }

    @Test
    void refusesAFormWithoutTheBoundaryItNames() {
        for (var body : List.of("a;b\r\n1;2\r\n", "--yy\r\n\r\na;b\r\n--yy--\r\n")) {
            var answer = form("; boundary=xx", body);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.rule()).as(answer.text()).isEqualTo("form.empty");
        }
    }

    @Test
    void refusesASheetBeyond32Mebibytes() {
        var bytes = new byte[(32 << 20) + 1];
        var answer = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1&dryRun=true",
                bytes,
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.rule()).isEqualTo("body.too-large");
    }

    @Test
    void aBodyOfUnknownLengthIsCutAtItsLimit() {
        var json = ("{\"name\":\"" + "a".repeat(2 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        var source = api.stream(
                "POST",
                "/api/v1/sources",
                json,
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/json");
        assertThat(source.status()).isEqualTo(413);
        var sheet = api.stream(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1&dryRun=true",
                new byte[(32 << 20) + 1],
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv");
        assertThat(sheet.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"X-File-Name, 201", "Idempotency-Key, 101"})
    void refusesAHeaderLongerThanIsDescribed(String header, int length) {
        var answer = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1&dryRun=true",
                new byte[] {1},
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv",
                header,
                "a".repeat(length));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(header);
        assertThat(answer.json().path("errors").get(0).path("rule").asText()).isEqualTo("field.too-long");
    }

    @Test
    void saysWhatAnImportLacks() {
        var answer = api.call(
                "POST",
                "/api/v1/imports",
                new byte[] {1},
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/octet-stream");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors")).hasSize(1);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo("source");

        var unread = api.call(
                "POST",
                "/api/v1/imports?source=nvr-1",
                new byte[] {1},
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/octet-stream");
        assertThat(unread.status()).isEqualTo(400);
        assertThat(unread.rule()).isEqualTo("field.required");
        assertThat(unread.json().path("errors").get(0).path("field").asText()).isEqualTo("profile");
    }

    @Test
    void listsTheImportsOfOneSource() {
        var total = "total";
        assertThat(api.get("admin", "/imports?source=nvr-1").json().path(total).asInt())
                .isEqualTo(1);
        assertThat(api.get("admin", "/imports?source=nvr-2").json().path(total).asInt(-1))
                .isZero();
        assertThat(api.get("admin", "/imports?source=A%20B").rule()).isEqualTo("source.id");
    }

    @Test
    void givesReportsBackAsJsonAndAsASheet() {
        assertThat(api.get("admin", "/imports")
                        .json()
                        .path("items")
                        .get(0)
                        .path("id")
                        .asInt())
                .isEqualTo(7);
        assertThat(api.get("admin", "/imports/7")
                        .json()
                        .path("counts")
                        .path("rejected")
                        .asInt())
                .isEqualTo(1);
        var sheet = api.get("admin", "/imports/7/report.xlsx");
        assertThat(sheet.header("Content-Type"))
                .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assertThat(sheet.header("Content-Disposition")).contains("import-7.report.xlsx");
        assertThat(sheet.text()).isEqualTo("xlsx of 7");
        assertThat(api.get("admin", "/imports/8").status()).isEqualTo(404);
        assertThat(api.get("admin", "/imports/x").status()).isEqualTo(404);
    }

    private static RunningApi.Answer form(String boundary, String form) {
        return api.stream(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                form.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data" + boundary);
    }

    private static final class OneImport implements ImportLog {

        @Override
        public Page<IntakeReport> list(
                Scope scope,
                Optional<SourceId> source,
                Optional<IntakeReport.Standing> standing,
                int limit,
                Optional<String> cursor) {
            var one = FakeSources.report(7, Intake.Mode.COMMIT);
            var found = source.map(one.source()::equals).orElse(true) ? List.of(one) : List.<IntakeReport>of();
            return new Page<>(found, Optional.empty(), found.size());
        }

        @Override
        public Optional<IntakeReport> find(Scope scope, long importId) {
            return importId == 7 ? Optional.of(FakeSources.report(7, Intake.Mode.COMMIT)) : Optional.empty();
        }

        @Override
        public IntakeReport forAgency(IntakeReport report) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Map<String, String>> rawRows(Scope scope, long importId, int from, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
