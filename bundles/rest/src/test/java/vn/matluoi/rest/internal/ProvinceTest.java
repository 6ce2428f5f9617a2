package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.Sources;

/** What administrators work with: sources, drivers, units, routes, accounts, the log. */
class ProvinceTest {

    private static final String SOURCE = "{\"name\":\"Đầu ghi UBND Tân An\",\"driver\":\"hikvision\","
            + "\"address\":\"https://192.0.2.9\",\"username\":\"hub\",\"secret\":\"s3cret-of-device\",\"area\":\"80001\","
            + "\"channel\":\"5\",\"options\":{\"rtsp.port\":\"554\"}}";

    private static FakeHub hub;
    private static RunningApi api;
    private static final FakeSources SOURCES = new FakeSources();
    private static String routeCall = "";

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        hub.services.put(Sources.class, SOURCES);
        hub.services.put(Routes.class, new OneRoute());
        hub.services.put(DeadLetterDesk.class, new OneLetter());
        hub.services.put(Areas.class, new FakeAreas());
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
        hub.audit.clear();
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
    void recordsTheChannelOfASource() {
        var body = "{\"id\":\"xa\",\"name\":\"Xã\",\"area\":\"80001\",\"network\":\"private\"}";
        assertThat(api.send("admin", "POST", "/sources", body)
                        .json()
                        .path("network")
                        .asText())
                .isEqualTo("private");
        assertThat(SOURCES.sources.get(new SourceId("xa")).settings().network()).contains("private");

        var option = body.replace("\"network\":\"private\"", "\"options\":{\"network\":\"internet\"}");
        assertThat(api.send("admin", "PUT", "/sources/xa", option)
                        .json()
                        .path("network")
                        .asText())
                .as("the option is the same thing")
                .isEqualTo("internet");
        assertThat(api.send("admin", "POST", "/sources", SOURCE).json().has("network"))
                .as("nobody recorded any")
                .isFalse();
    }

    @Test
    void listsSourcesByEveryParameterOfTheContract() {
        var asked = "/sources?q=a&area=80001&sector=traffic&unit=ubnd&driver=hikvision&state=offline&limit=7&cursor=x";
        assertThat(api.get("admin", asked).status()).isEqualTo(200);
        assertThat(SOURCES.lastQuery)
                .isEqualTo(new SourceQuery(
                        Optional.of("a"),
                        Optional.of(new AreaCode("80001")),
                        Optional.of("traffic"),
                        Optional.of("ubnd"),
                        Optional.of("hikvision"),
                        Optional.of(State.Kind.OFFLINE),
                        7,
                        Optional.of("x")));
        assertThat(api.get("admin", "/sources?state=broken").status()).isEqualTo(400);
        assertThat(api.get("admin", "/sources?colour=red").rule()).isEqualTo("query.unknown");
    }

    @Test
    void listsTheUnitsOfAnArea() {
        for (var area : List.of("80001", "80002")) {
            hub.units.add(new Unit(
                    "ubnd-" + area,
                    "UBND " + area,
                    new AreaCode(area),
                    Optional.empty(),
                    Validity.since(LocalDate.of(2025, 7, 1))));
        }
        var units = api.get("admin", "/units?area=80001").json();
        assertThat(units.path("total").asInt()).isEqualTo(1);
        assertThat(units.path("items").get(0).path("code").asText()).isEqualTo("ubnd-80001");
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
                "{\"name\":\"a\",\"area\":\"80\",\"channel\":\"1\",\"options\":{\"channel\":\"2\"}} | channel | source.channel",
                "{\"name\":\"a\",\"area\":\"80\",\"network\":\"vpn\"} | network | field.pattern",
                "{\"name\":\"a\",\"area\":\"80\",\"network\":\"private\",\"options\":{\"network\":\"internet\"}} | network | source.network"
            })
    void namesTheFieldAtFault(String body, String field, String rule) {
        var answer = api.send("admin", "POST", "/sources", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.json().path("errors").get(0).has("row"))
                .as("a field that is no cell has no row")
                .isFalse();
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
    void pagesAreasAndSaysHowManyThereAre() {
        var first = api.get("lan", "/areas?q=xa&limit=2").json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("total").asInt()).isEqualTo(5);
        var last = api.get(
                        "lan",
                        "/areas?q=xa&limit=3&cursor=" + first.path("next").asText())
                .json();
        assertThat(last.path("items")).hasSize(3);
        assertThat(last.path("items").get(0).path("name").asText()).isEqualTo("Xã 3");
        assertThat(last.has("next")).isFalse();
        assertThat(api.get("lan", "/areas?cursor=x").rule()).isEqualTo("query.number");
        assertThat(api.get("lan", "/areas?cursor=9999").json().path("items")).isEmpty();
    }

    @Test
    void recordsWhomAUnitAnswersTo() {
        var put = api.send("admin", "PUT", "/units/xa", "{\"name\":\"UBND\",\"area\":\"80001\",\"parent\":\"tinh\"}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(hub.audit.get(0).details()).containsEntry("parent", "tinh");
    }

    @Test
    void aUnitNamesThePersonWhomOthersTurnTo() {
        var body = "{\"name\":\"UBND\",\"area\":\"80001\"}";
        var lan = "{\"name\":\"Nguyễn Thị Lan\",\"duty\":\"Phó Chủ tịch\",\"phone\":\"0272 3000 111\"}";
        var named = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":" + lan + "}"));
        assertThat(named.status()).as(named.text()).isEqualTo(200);
        assertThat(hub.audit.get(0).details()).containsEntry("contact", "Nguyễn Thị Lan");
        api.send("admin", "PUT", "/units/xa", body);
        assertThat(api.get("lan", "/units/xa")
                        .json()
                        .path("contact")
                        .path("phone")
                        .asText())
                .isEqualTo("0272 3000 111");
        api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{}}"));
        assertThat(api.get("lan", "/units/xa").json().has("contact")).isFalse();

        var nameless = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{\"phone\":\"113\"}}"));
        assertThat(nameless.rule()).isEqualTo("unit.contact-name");
        var unreachable = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{\"name\":\"Lan\"}}"));
        assertThat(unreachable.rule()).isEqualTo("unit.contact-reach");
    }

    @Test
    void aUnitThatCouldNotBeWrittenIsRecordedAsFailed() {
        hub.units = List.of(); // takes nothing, as a database whose disk is full
        try {
            var put = api.send("admin", "PUT", "/units/ubnd", "{\"name\":\"UBND\",\"area\":\"80001\"}");
            assertThat(put.status()).isEqualTo(500);
            assertThat(hub.audited()).containsExactly("admin unit.put ubnd DONE", "admin unit.put ubnd FAILED");
        } finally {
            hub.units = new ArrayList<>();
        }
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
        var again = body.replace("}", ",\"to\":\"2027-01-01\"}");
        assertThat(api.send("admin", "PUT", "/units/ubnd-tan-an", body.replace("}", ",\"from\":\"2025-07-01\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(api.send("admin", "PUT", "/units/ubnd-tan-an", again)
                        .json()
                        .path("from")
                        .asText())
                .isEqualTo("2025-07-01");
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

    @Test
    void entersChangesAndRemovesRoutes() {
        var body =
                "{\"name\":\"benh-vien\",\"template\":\"source-rest\",\"parameters\":{\"url\":\"http://192.0.2.1/\",\"page\":null}}";
        var made = api.send("admin", "POST", "/routes", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(routeCall).isEqualTo("add benh-vien source-rest {url=http://192.0.2.1/} by admin");
        assertThat(made.json().path("parameters").path("folder").asText()).isEqualTo("/srv/in");
        assertThat(api.send("admin", "POST", "/routes", body.replace("benh-vien", "bệnh viện"))
                        .rule())
                .isEqualTo("field.pattern");
        assertThat(api.send("admin", "POST", "/routes", "{\"template\":\"x\"}").rule())
                .isEqualTo("field.required");
        var change = "{\"template\":\"source-file\",\"parameters\":{}}";
        assertThat(api.send("admin", "PUT", "/routes/inbox", change).status()).isEqualTo(200);
        assertThat(routeCall).isEqualTo("update inbox source-file {} by admin");
        assertThat(api.send("admin", "PUT", "/routes/inbox", body).rule()).isEqualTo("route.renamed");
        assertThat(api.send("admin", "PUT", "/routes/other", change).status()).isEqualTo(404);
        assertThat(api.send("admin", "DELETE", "/routes/inbox", null).status()).isEqualTo(204);
        assertThat(routeCall).isEqualTo("remove inbox by admin");
        assertThat(api.get("admin", "/routes/inbox")
                        .json()
                        .path("route")
                        .path("file")
                        .asText())
                .isEqualTo("vn.matluoi.route-inbox.cfg");
        var parameter = api.get("admin", "/route-templates")
                .json()
                .path("items")
                .get(0)
                .path("parameters")
                .get(0);
        assertThat(parameter.path("example").asText()).isEqualTo("/srv/in");
        assertThat(parameter.path("required").asBoolean()).isTrue();
    }

    @Test
    void showsReplaysAndDropsDeadLetters() {
        var letter = api.get("admin", "/routes/inbox/dead-letters")
                .json()
                .path("items")
                .get(0);
        assertThat(letter.path("why").asText()).isEqualTo("không phải bảng tính");
        var raw = api.get("admin", "/routes/inbox/dead-letters/7/raw");
        assertThat(raw.text()).isEqualTo("<html>");
        assertThat(routeCall).isEqualTo("raw inbox 7 by admin");
        var replayed = api.send("admin", "POST", "/routes/inbox/dead-letters/7/replay", null);
        assertThat(replayed.status()).isEqualTo(200);
        assertThat(replayed.json().path("remark").asText()).isEqualTo("không còn được coi là đầy đủ");
        assertThat(routeCall).isEqualTo("replay inbox 7 by admin");
        assertThat(api.send("admin", "DELETE", "/routes/inbox/dead-letters/7", null)
                        .status())
                .isEqualTo(204);
        assertThat(routeCall).isEqualTo("drop inbox 7 by admin");
        assertThat(api.send("admin", "DELETE", "/routes/inbox/dead-letters/8", null)
                        .status())
                .isEqualTo(404);
        assertThat(api.get("admin", "/routes/other/dead-letters").status()).isEqualTo(404);
    }

    private static final class OneLetter implements DeadLetterDesk {

        @Override
        public Page<DeadLetter> list(String routeName, int limit, Optional<String> cursor) {
            var items = find(routeName, 7).stream().toList();
            return new Page<>(items, Optional.empty(), items.size());
        }

        @Override
        public Optional<DeadLetter> find(String routeName, long id) {
            return Optional.of(new DeadLetter(
                            7,
                            "inbox",
                            "a.xlsx",
                            "text/html",
                            6,
                            true,
                            "sheet.none",
                            new Text("không phải bảng tính", "is no sheet"),
                            FakeHub.NOON,
                            FakeHub.NOON,
                            1,
                            0))
                    .filter(letter -> letter.route().equals(routeName) && letter.id() == id);
        }

        @Override
        public byte[] raw(Caller by, String routeName, long id) {
            routeCall = "raw " + routeName + " " + id + " by " + by.account();
            return "<html>".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<Text> replay(Caller by, String routeName, long id) {
            routeCall = "replay " + routeName + " " + id + " by " + by.account();
            return Optional.of(new Text("không còn được coi là đầy đủ", "no longer complete"));
        }

        @Override
        public void drop(Caller by, String routeName, long id) {
            routeCall = "drop " + routeName + " " + id + " by " + by.account();
        }

        @Override
        public Map<String, Count> counts() {
            return Map.of("inbox", new Count(1, 6, 0));
        }
    }

    private static final class OneRoute implements Routes {

        @Override
        public List<Route> list() {
            return List.of(new Route(
                    "inbox",
                    "source-file",
                    Optional.of(new SourceId("nvr-1")),
                    true,
                    Status.REFUSED,
                    Optional.of(new Text("sai thư mục", "wrong folder")),
                    3,
                    1,
                    Optional.of(FakeHub.NOON),
                    Duration.ofMillis(1500),
                    Optional.of("vn.matluoi.route-inbox.cfg"),
                    Map.of("folder", "/srv/in")));
        }

        @Override
        public Optional<Route> find(String name) {
            return list().stream().filter(route -> route.name().equals(name)).findFirst();
        }

        @Override
        public List<Template> templates() {
            return List.of(new Template(
                    "source-file",
                    new Text("thư mục", "folder"),
                    List.of(new Parameter(
                            "folder",
                            new Text("đường dẫn", "path"),
                            Optional.of("/srv/in"),
                            Optional.empty(),
                            true,
                            false)),
                    Optional.empty()));
        }

        @Override
        public Route add(Caller by, String name, String template, Map<String, String> parameters) {
            routeCall = "add %s %s %s by %s".formatted(name, template, parameters, by.account());
            return list().get(0);
        }

        @Override
        public Route update(Caller by, String name, String template, Map<String, String> parameters) {
            routeCall = "update %s %s %s by %s".formatted(name, template, parameters, by.account());
            return list().get(0);
        }

        @Override
        public void remove(Caller by, String name) {
            routeCall = "remove " + name + " by " + by.account();
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
}
