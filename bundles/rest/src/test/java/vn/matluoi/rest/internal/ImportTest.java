package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.rest.internal.v1.DeliveredAgain;

/** Sheets in by two ways, reports out. */
class ImportTest {

    private static FakeHub hub;
    private static RunningApi api;
    private static Imports.Order order;
    private static byte[] sheet;
    private static boolean asSigned; // what came last
    private static Optional<IntakeReport.Counts> counts = Optional.empty();
    private static Optional<HubException> refusal = Optional.empty();

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        hub.services.put(Imports.class, new ReadingImports());
        hub.services.put(AgencyDoor.class, new Gate());
        hub.services.put(ImportLog.class, new OneImport());
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        hub.audit.clear();
        counts = Optional.empty();
        refusal = Optional.empty();
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
        assertThat(sheet).asString(StandardCharsets.UTF_8).isEqualTo("tên;mã");
        assertThat(order.mode()).isEqualTo(Intake.Mode.DRY_RUN);
        assertThat(order.fileName()).isEqualTo("xa.csv");
        assertThat(order.by()).isEqualTo("admin");
        assertThat(order.defaultArea()).contains(new AreaCode("80001"));
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
        assertThat(sheet).asString(StandardCharsets.UTF_8).isEqualTo("a,b\r\n1,2");
        assertThat(order.delivery()).contains("rest:admin:k1");
        assertThat(order.by()).isEqualTo("admin");
        assertThat(order.surface()).isEqualTo("rest");

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

    private static RunningApi.Answer gate(String query) {
        order = null;
        return api.call(
                "POST",
                "/api/v1/imports?source=khu-do-thi" + query,
                "a;b".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                "Bearer mls_good",
                "Content-Type",
                "text/csv");
    }

    @Test
    void withAKeyOfASourceAListIsReadAsItsRouteSays() {
        var answer = gate("");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(order.profile()).isEqualTo("residential");
        assertThat(order.complete()).isTrue();
        assertThat(order.defaultArea()).contains(new AreaCode("27694"));
        assertThat(order.defaultUnit()).contains("ubnd");
        assertThat(order.defaultSector()).isEmpty();
        assertThat(order.by()).isEqualTo("key:1");
        assertThat(asSigned).isFalse();
        assertThat(answer.json().path("label").asText()).isEqualTo("for an agency");

        assertThat(gate("&profile=residential&area=27694&unit=ubnd&complete=false")
                        .status())
                .isEqualTo(201);
        assertThat(order.complete()).isFalse();
    }

    @Test
    void aListOfWhichNothingCouldBeUsedIsKeptAndCanBeTakenAgain() {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        counts = Optional.of(new IntakeReport.Counts(2, 0, 0, 0, 2, 0, 0));
        assertThat(gate("&dryRun=true").status()).isEqualTo(200);
        assertThat(letters.kept).as("of a dry run nothing is expected").isEmpty();
        assertThat(gate("&name=danh-sach.csv").status()).isEqualTo(201);
        assertThat(letters.kept).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("danh-sach.csv");
            assertThat(letter.mediaType()).isEqualTo("text/csv");
            assertThat(letter.raw()).asString(StandardCharsets.UTF_8).isEqualTo("a;b");
            assertThat(letter.why().en()).contains("all 2 rows");
        });

        var again = new DeliveredAgain(hub);
        var letter = letters.last("cong");
        var route = new Gate().through(new SourceId("khu-do-thi"), false, agency -> agency);
        assertThat(again.reads(letter)).isTrue();
        assertThatThrownBy(() -> again.replay(route, letter, new byte[] {'a'})).isInstanceOf(HubException.class);
        counts = Optional.of(new IntakeReport.Counts(2, 2, 0, 0, 0, 0, 0));
        again.replay(route, letter, new byte[] {'a'});
        assertThat(order.delivery()).contains("dead-letter:4711:0");
        assertThat(order.profile()).isEqualTo("residential");
        assertThat(order.broughtAt()).contains(FakeHub.NOON.minusSeconds(60));
    }

    @Test
    void ofADryRunThatIsRefusedNothingIsKeptThatCouldBeTakenAgain() {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        refusal = Optional.of(new HubException(
                HubException.Reason.INVALID, "sheet.empty", new Text("bảng trống", "the sheet is empty")));
        assertThat(gate("&dryRun=true").rule()).isEqualTo("sheet.empty");
        assertThat(letters.kept).isEmpty();
        assertThat(gate("").rule()).isEqualTo("sheet.empty");
        assertThat(letters.kept).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"profile,generic", "area,27695", "unit,khac", "sector,security"})
    void withAKeyOfASourceNothingElseThanItsRouteSaysIsTaken(String field, String value) {
        for (var dryRun : List.of(true, false)) {
            var answer = gate("&dryRun=" + dryRun + "&" + field + "=" + value);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.rule()).isEqualTo("route.says-otherwise");
            assertThat(answer.json().path("errors").get(0).path("field").asText())
                    .isEqualTo(field);
            assertThat(order).as("nothing was taken").isNull();
        }
    }

    /** A sheet {@code a;b} with a key of a source, signed by that key. */
    private static RunningApi.Answer signed(String signed, String id, String at, String key, String... headers)
            throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((id + "." + at + "." + signed).getBytes(StandardCharsets.UTF_8)));
        var all = new ArrayList<>(List.of("Authorization", "Bearer mls_good", "Content-Type", "text/csv"));
        all.addAll(List.of("webhook-id", id, "webhook-timestamp", at, "webhook-signature", "v1,AAAA v1," + signature));
        all.addAll(List.of(headers));
        order = null;
        return api.call(
                "POST",
                "/api/v1/imports?source=khu-do-thi",
                "a;b".getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    @Test
    void aSignedSheetIsTheSameDeliveryWhateverIsSaidBesideItsId() throws Exception {
        var now = String.valueOf(FakeHub.NOON.getEpochSecond());
        var taken = signed("a;b", "msg_1", now, "mls_good");
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(sheet).asString(StandardCharsets.UTF_8).isEqualTo("a;b");
        assertThat(order.profile()).isEqualTo("residential");
        var delivery = order.delivery();
        assertThat(delivery).get().asString().contains("key:1", "msg_1");
        assertThat(asSigned).isTrue();

        assertThat(signed("a;b", "msg_1", now, "mls_good", "Idempotency-Key", "another")
                        .status())
                .isEqualTo(201);
        assertThat(order.delivery()).isEqualTo(delivery);
    }

    @Test
    void ofASheetThatIsSignedWronglyOrLongAgoNothingIsTakenOrKept() throws Exception {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        var now = FakeHub.NOON.getEpochSecond();
        for (var answer : List.of(
                signed("a;b", "msg_2", String.valueOf(now), "mls_other"),
                signed("a;c", "msg_2", String.valueOf(now), "mls_good"),
                signed("a;b", "msg_2", String.valueOf(now - 301), "mls_good"),
                signed("a;b", "msg_2", String.valueOf(now + 301), "mls_good"),
                signed("a;b", " ", String.valueOf(now), "mls_good"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            assertThat(answer.rule()).startsWith("webhook.");
            assertThat(order).as("nothing was taken").isNull();
        }
        assertThat(letters.kept).isEmpty();
    }

    @Test
    void onlyAKeySignsAndOnlyTheSheetItself() {
        var password = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                "a;b".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv",
                "webhook-id",
                "msg_3",
                "webhook-timestamp",
                String.valueOf(FakeHub.NOON.getEpochSecond()),
                "webhook-signature",
                "v1,AAAA");
        assertThat(password.status()).isEqualTo(401);
        assertThat(password.rule()).isEqualTo("webhook.key");

        var form = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b\r\n--xx--\r\n"
                        .getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data; boundary=xx",
                "webhook-signature",
                "v1,AAAA");
        assertThat(form.status()).isEqualTo(400);
        assertThat(form.rule()).isEqualTo("webhook.form");
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

    private static final class Gate implements AgencyDoor {

        @Override
        public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
            asSigned = signed;
            return work.apply(new AgencyRoute(
                    "cong",
                    source,
                    "Khu đô thị",
                    new AreaCode("27694"),
                    "residential",
                    Optional.of("ubnd"),
                    Optional.empty(),
                    true));
        }
    }

    private static final class ReadingImports implements Imports {

        @Override
        public IntakeReport take(Order given, InputStream in) {
            order = given;
            try {
                sheet = in.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            var report = FakeSources.report(given.mode() == Intake.Mode.COMMIT ? 7 : 0, given.mode());
            return counts.map(these -> new IntakeReport(
                            report.importId(),
                            given.source(),
                            given.fileName(),
                            given.mode(),
                            FakeHub.NOON,
                            these,
                            List.of(),
                            List.of()))
                    .orElse(report);
        }

        @Override
        public IntakeReport take(Order given, Records records) {
            throw new AssertionError("only sheets are sent here");
        }

        @Override
        public IntakeReport forAgency(IntakeReport report) {
            return new IntakeReport(
                    report.importId(),
                    report.source(),
                    "for an agency",
                    report.mode(),
                    report.at(),
                    report.counts(),
                    report.findings(),
                    report.rows(),
                    report.standing());
        }

        @Override
        public void writeReport(IntakeReport report, OutputStream xlsx) {
            try {
                xlsx.write(("xlsx of " + report.importId()).getBytes(StandardCharsets.UTF_8));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
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
