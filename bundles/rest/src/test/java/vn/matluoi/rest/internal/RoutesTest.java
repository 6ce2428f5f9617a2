package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;

/** Routes, their drivers and their dead letters, in the hands of administrators. */
class RoutesTest {

    private static RunningApi api;
    private static String routeCall = "";

    @BeforeAll
    static void start() {
        var hub = new FakeHub();
        hub.services.put(Routes.class, new OneRoute());
        hub.services.put(DeadLetterDesk.class, new OneLetter());
        Drivers drivers = () -> List.of(new Drivers.Plugin(
                "hikvision", Optional.empty(), Drivers.Status.MISSING, Optional.of(new Text("thiếu", "missing")), 1));
        hub.services.put(Drivers.class, drivers);
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
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
