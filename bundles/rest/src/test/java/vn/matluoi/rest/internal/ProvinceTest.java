package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.Sources;

/** What administrators work with: sources, drivers, imports, units, routes, accounts, the log. */
class ProvinceTest {

    private static final String SOURCE = "{\"name\":\"Đầu ghi UBND Tân An\",\"driver\":\"hikvision\","
            + "\"address\":\"https://192.0.2.9\",\"username\":\"hub\",\"secret\":\"s3cret-of-device\",\"area\":\"80001\","
            + "\"channel\":\"5\",\"options\":{\"rtsp.port\":\"554\"}}";

    private static FakeHub hub;
    private static RunningApi api;
    private static final FakeSources SOURCES = new FakeSources();
    private static Imports.Order order;
    private static byte[] sheet;
    private static String routeCall = "";

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        hub.services.put(Sources.class, SOURCES);
        hub.services.put(Imports.class, new ReadingImports());
        hub.services.put(ImportLog.class, new OneImport());
        hub.services.put(Routes.class, new OneRoute());
        hub.services.put(Areas.class, new TwoAreas());
        Drivers drivers = () -> List.of(new Drivers.Plugin(
                "hikvision", Optional.empty(), Drivers.Status.MISSING, Optional.of(new Text("thiếu", "missing")), 1));
        hub.services.put(Drivers.class, drivers);
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        SOURCES.sources.clear();
        hub.units.clear();
    }

    @Test
    void addsASourceAndNeverShowsItsSecret() {
        var added = api.send("admin", "POST", "/sources", SOURCE);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).isEqualTo("/api/v1/sources/dau-ghi-ubnd-tan-an");
        assertThat(added.text()).doesNotContain("s3cret");
        assertThat(SOURCES.lastSecret).isEqualTo("s3cret-of-device");
        assertThat(added.json().path("channel").asText()).isEqualTo("5");
        assertThat(api.get("admin", "/sources/dau-ghi-ubnd-tan-an").text()).doesNotContain("s3cret");
        assertThat(api.get("admin", "/sources").json().path("total").asInt()).isEqualTo(1);
        assertThat(api.send("admin", "POST", "/sources", SOURCE).status()).isEqualTo(409);
    }

    @Test
    void changesTestsSynchronisesAndRemovesASource() {
        api.send("admin", "POST", "/sources", SOURCE);
        var at = "/sources/dau-ghi-ubnd-tan-an";
        var changed = api.send("admin", "PUT", at, SOURCE.replace("\"secret\":\"s3cret-of-device\",", ""));
        assertThat(changed.status()).isEqualTo(200);
        var test = api.send("admin", "POST", at + "/test", null).json();
        assertThat(test.path("passed").asBoolean()).isFalse();
        assertThat(test.path("rungs").get(1).path("mend").asText()).isEqualTo("Nhập lại mật khẩu của đầu ghi");
        assertThat(test.path("certificate").asText()).hasSize(64);
        assertThat(api.send("admin", "POST", at + "/sync", null)
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(7);
        assertThat(api.send("admin", "DELETE", at, null).status()).isEqualTo(204);
        assertThat(api.get("admin", at).status()).isEqualTo(404);
        for (var below : List.of("", "/test", "/sync")) {
            assertThat(api.send("admin", below.isEmpty() ? "DELETE" : "POST", at + below, null)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void testsSettingsThatAreNotYetASource() {
        var report = api.send("admin", "POST", "/sources/test", SOURCE);
        assertThat(report.status()).isEqualTo(200);
        assertThat(SOURCES.sources).isEmpty();
        assertThat(report.text()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | area | field.required",
                "{\"name\":\"a\",\"area\":\"80\",\"adress\":\"http://x\"} | adress | json.unknown-field",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"http://u:p@x\"} | address | source.address",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"ftp://x\"} | address | source.address",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"http://a b\"} | address | source.address",
                "{\"name\":\"a\",\"area\":80} | area | json.type",
                "{\"name\":\"a\",\"area\":\"8\"} | area | area.code",
                "{\"name\":\"a\",\"area\":\"80\",\"suspended\":\"yes\"} | suspended | json.type",
                "{\"name\":\"a\",\"area\":\"80\",\"id\":\"A B\"} | id | field.pattern",
                "{\"name\":\"***\",\"area\":\"80\"} | id | source.id",
                "{\"name\":\"a\",\"area\":\"80\",\"channel\":\"1\",\"options\":{\"channel\":\"2\"}} | channel | source.channel"
            })
    void namesTheFieldAtFault(String body, String field, String rule) {
        var answer = api.send("admin", "POST", "/sources", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
    }

    @Test
    void saysWhatIsWrongWithABodyAsAWhole() {
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":").rule()).isEqualTo("json.malformed");
        assertThat(api.send("admin", "POST", "/sources", "").rule()).isEqualTo("json.object");
        assertThat(api.send("admin", "POST", "/sources", "null").rule()).isEqualTo("json.object");
        assertThat(api.send("admin", "POST", "/sources", "[]").rule()).startsWith("json.");
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":\"a\",\"name\":\"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.send("admin", "POST", "/sources", SOURCE + "{}").status())
                .isEqualTo(400);
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":\"" + "a".repeat(2 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(api.send("admin", "POST", "/sources", "[".repeat(5_000)).status())
                .isEqualTo(400);
        var form = api.call(
                "POST",
                "/api/v1/sources",
                "name=a".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.rule()).isEqualTo("http.content-type");
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
        assertThat(hub.audited()).noneMatch(line -> line.contains("import.submit"));
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
        assertThat(hub.audited()).contains("admin import.submit nvr-1 DONE");
        hub.audit.clear();

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

    @Test
    void refusesASheetBeyond64Mebibytes() {
        var bytes = new byte[(64 << 20) + 1];
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
                new byte[(64 << 20) + 1],
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv");
        assertThat(sheet.status()).isEqualTo(413);
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
        assertThat(answer.json().path("errors")).hasSize(2);
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

    @Test
    void listsAreasByParentAndName() {
        assertThat(api.get("lan", "/areas")
                        .json()
                        .path("items")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("Tây Ninh");
        assertThat(api.get("lan", "/areas?parent=80")
                        .json()
                        .path("items")
                        .get(0)
                        .path("code")
                        .asText())
                .isEqualTo("80001");
        var found = api.get("lan", "/areas?q=long%20an&former=true");
        assertThat(found.json().path("items").get(0).path("successors").get(0).asText())
                .isEqualTo("80");
        assertThat(api.get("lan", "/areas/80")
                        .json()
                        .path("current")
                        .path("level")
                        .asText())
                .isEqualTo("province");
        assertThat(api.get("lan", "/areas/99").status()).isEqualTo(404);
        assertThat(api.get("lan", "/areas?former=perhaps").rule()).isEqualTo("query.boolean");
    }

    @Test
    void administratorsWriteUnitsAndViewersReadThoseOfTheirArea() {
        var body = "{\"name\":\"UBND xã Tân An\",\"area\":\"80001\"}";
        var put = api.send("admin", "PUT", "/units/ubnd-tan-an", body);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("from").asText()).isEqualTo("2026-11-22");
        assertThat(hub.audited()).contains("admin unit.put ubnd-tan-an DONE");
        assertThat(api.get("lan", "/units/ubnd-tan-an").status()).isEqualTo(200);
        assertThat(api.get("lan", "/units").json().path("total").asInt()).isEqualTo(1);
        assertThat(api.send("admin", "PUT", "/units/x", body.replace("80001", "99999"))
                        .rule())
                .isEqualTo("area.unknown");
        var backwards = body.replace("}", ",\"from\":\"2026-02-01\",\"to\":\"2026-01-01\"}");
        assertThat(api.send("admin", "PUT", "/units/x", backwards).rule()).isEqualTo("unit.validity");
        assertThat(api.send("admin", "PUT", "/units/x", body.replace("}", ",\"from\":\"01/02/2026\"}"))
                        .rule())
                .isEqualTo("field.date");
        assertThat(api.get("lan", "/sectors")
                        .json()
                        .path("items")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("Giao thông");
    }

    @Test
    void startsAndStopsRoutes() {
        var route = api.get("admin", "/routes").json().path("items").get(0);
        assertThat(route.path("status").asText()).isEqualTo("refused");
        assertThat(route.path("problem").asText()).isEqualTo("sai thư mục");
        assertThat(api.send("admin", "POST", "/routes/inbox/start", null).status())
                .isEqualTo(200);
        assertThat(routeCall).isEqualTo("start inbox by admin");
        assertThat(api.send("admin", "POST", "/routes/inbox/stop", null).status())
                .isEqualTo(200);
        assertThat(routeCall).isEqualTo("stop inbox by admin");
        assertThat(api.send("admin", "POST", "/routes/other/stop", null).status())
                .isEqualTo(404);
        assertThat(api.get("admin", "/drivers")
                        .json()
                        .path("items")
                        .get(0)
                        .path("status")
                        .asText())
                .isEqualTo("missing");
    }

    @Test
    void keepsAccountsAndKeys() {
        var account = "{\"username\":\"mai\",\"password\":\"x\",\"role\":\"viewer\",\"areas\":[\"80001\"]}";
        var made = api.send("admin", "POST", "/accounts", account);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("password\"");
        assertThat(made.json().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(api.send("admin", "POST", "/accounts", account).status()).isEqualTo(409);
        assertThat(api.get("admin", "/accounts").text()).contains("mai");
        var key = api.send("admin", "POST", "/accounts/mai/keys", "{\"label\":\"bảng tin\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(key.json().path("key").asText()).isEqualTo("mlk_new");
        var reset = "{\"newPassword\":\"y\"}";
        assertThat(api.send("admin", "PUT", "/accounts/mai/password", reset).status())
                .isEqualTo(204);
        assertThat(api.send("admin", "PUT", "/accounts/admin/password", reset).rule())
                .isEqualTo("account.own-password");
        assertThat(api.send("admin", "DELETE", "/accounts/mai", null).status()).isEqualTo(204);
        assertThat(api.send("admin", "DELETE", "/accounts/mai", null).status()).isEqualTo(404);
        assertThat(api.send("admin", "POST", "/accounts", account.replace("viewer", "root"))
                        .rule())
                .isEqualTo("field.pattern");
    }

    @Test
    void readsAndVerifiesTheLog() {
        api.send("admin", "PUT", "/units/nhat-ky", "{\"name\":\"a\",\"area\":\"80\"}");
        var log = api.get("admin", "/audit?after=0&limit=1").json();
        assertThat(log.path("items").get(0).path("sequence").asInt()).isEqualTo(1);
        assertThat(log.path("items").get(0).path("hash").asText()).hasSize(64);
        assertThat(log.path("next").asText()).isEqualTo("1");
        assertThat(api.get("admin", "/audit/verification").json().path("intact").asBoolean())
                .isTrue();
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
            return FakeSources.report(given.mode() == Intake.Mode.COMMIT ? 7 : 0, given.mode());
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
        public Page<IntakeReport> list(Scope scope, int limit, Optional<String> cursor) {
            return new Page<>(List.of(FakeSources.report(7, Intake.Mode.COMMIT)), Optional.empty(), 1);
        }

        @Override
        public Optional<IntakeReport> find(Scope scope, long importId) {
            return importId == 7 ? Optional.of(FakeSources.report(7, Intake.Mode.COMMIT)) : Optional.empty();
        }

        @Override
        public List<Map<String, String>> rawRows(Scope scope, long importId, int from, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class OneRoute implements Routes {

        @Override
        public List<Route> list() {
            return List.of(new Route(
                    "inbox",
                    "source-file",
                    Optional.of(new SourceId("nvr-1")),
                    Status.REFUSED,
                    Optional.of(new Text("sai thư mục", "wrong folder")),
                    3,
                    1,
                    Optional.of(FakeHub.NOON)));
        }

        @Override
        public void start(Caller by, String name) {
            routeCall = "start " + name + " by " + by.account();
        }

        @Override
        public void stop(Caller by, String name) {
            routeCall = "stop " + name + " by " + by.account();
        }
    }

    private static final class TwoAreas implements Areas {

        private static final Area PROVINCE = area("80", Area.Level.PROVINCE, "Tây Ninh", Optional.empty(), List.of());
        private static final Area COMMUNE =
                area("80001", Area.Level.COMMUNE, "Tân An", Optional.of(new AreaCode("80")), List.of());
        private static final Area FORMER =
                area("80", Area.Level.PROVINCE, "Long An", Optional.empty(), List.of(new AreaCode("80")));

        private static Area area(
                String code, Area.Level level, String name, Optional<AreaCode> parent, List<AreaCode> successors) {
            return new Area(
                    new AreaCode(code),
                    level,
                    "",
                    name,
                    name,
                    name,
                    parent,
                    Validity.since(LocalDate.of(2025, 7, 1)),
                    successors);
        }

        @Override
        public Optional<Area> find(AreaCode code, LocalDate day) {
            return find(code);
        }

        @Override
        public Optional<Area> find(AreaCode code) {
            return Arrays.asList(PROVINCE, COMMUNE).stream()
                    .filter(area -> area.code().equals(code))
                    .findFirst();
        }

        @Override
        public List<Area> history(AreaCode code) {
            return find(code).stream().toList();
        }

        @Override
        public List<Area> children(Optional<AreaCode> parent) {
            return List.of(parent.isEmpty() ? PROVINCE : COMMUNE);
        }

        @Override
        public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
            return former ? List.of(FORMER) : List.of();
        }

        @Override
        public boolean within(AreaCode area, AreaCode ancestor) {
            return area.value().startsWith(ancestor.value());
        }
    }
}
