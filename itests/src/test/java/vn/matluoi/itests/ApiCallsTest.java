package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Calls made at random from openapi.json against a hub of its own, as an administrator, as a viewer of one commune and as
 * nobody. {@code -Dmatluoi.calls=} says how many, {@code -Dmatluoi.seed=} which.
 */
@Tag("own-hub")
class ApiCallsTest {

    private static final int CALLS = Integer.getInteger("matluoi.calls", 400);
    private static final long SEED = Long.getLong("matluoi.seed", 20_261_122L);

    private static final String VIEWER = "xem-ngau-nhien";
    private static final List<String> THROW_AWAY = List.of("thu-1", "thu-2", "thu-3");

    /** A stack trace, or the name of a class that failed. */
    private static final Pattern INNARDS = Pattern.compile(
            "\\tat |\\b[a-z][a-z0-9]*(\\.[a-z][a-z0-9_]*)+\\.[A-Z]\\w*|\\b[A-Z]\\w+(Exception|Error)\\b|SQLState|ERROR"
                    + " [0-9A-Z]{5}");

    private static final Pattern HASH = Pattern.compile("\\$argon2|\\$2[aby]\\$|pbkdf2", Pattern.CASE_INSENSITIVE);

    /** What the web server says itself to a request line it cannot read: it never came to an operation. */
    private static final Pattern UNREAD =
            Pattern.compile("<h1>Bad Message (400|414)</h1><pre>reason: (Bad Request|URI Too Long)</pre>");

    private static RunningHub hub;
    private static Client admin;
    private static JsonNode description;

    @BeforeAll
    static void aHubWithThrowAwayAccounts() throws Exception {
        hub = RunningHub.prepared("calls");
        hub.configure("vn.matluoi.web.cfg", "rate.per.second = 100000\nrate.burst = 1000000\n");
        hub.configure("vn.matluoi.devices.cfg", "networks = 10.255.255.0/24\nports = 80\nloopback.ports = 65535\n");
        hub.start();
        admin = hub.administrator();
        description = admin.get("/api/v1/openapi.json").json();
        made(admin.post("/api/v1/accounts", account(VIEWER, "viewer", RandomCalls.SECRET)));
        var changed = hub.client()
                .as(VIEWER, RandomCalls.SECRET)
                .put(
                        "/api/v1/session/password",
                        SharedHub.json(Map.of("oldPassword", RandomCalls.SECRET, "newPassword", RunningHub.PASSWORD)));
        made(changed);
        for (var name : THROW_AWAY) {
            made(admin.post("/api/v1/accounts", account(name, "viewer", RandomCalls.SECRET)));
        }
        made(admin.post(
                "/api/v1/sources",
                SharedHub.json(Map.of("id", "xa-thu", "name", "Bảng của xã", "area", SharedHub.LONG_AN))));
        made(admin.put(
                "/api/v1/units/ubnd-thu",
                SharedHub.json(Map.of("name", "UBND", "area", SharedHub.LONG_AN, "from", "2025-07-01"))));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static String account(String name, String role, String password) {
        return SharedHub.json(
                Map.of("username", name, "password", password, "role", role, "areas", List.of(SharedHub.LONG_AN)));
    }

    private static void made(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    /** Who calls. */
    private enum Who {
        ADMINISTRATOR,
        VIEWER,
        NOBODY
    }

    @Test
    void everyCallIsAnsweredAsDescribedOrRefusedInWords() throws Exception {
        System.out.printf("%d calls, -Dmatluoi.calls=%d -Dmatluoi.seed=%d%n", CALLS, CALLS, SEED);
        var wrong = new ArrayList<String>();
        var statuses = new TreeMap<Integer, Integer>();
        JqwikSession.run(() -> {
            var operations = Operation.all(description).stream()
                    .filter(operation -> !operation.streams())
                    .toList();
            assertThat(operations).hasSizeGreaterThan(30);
            var calls = new RandomCalls(description, known());
            var generators = operations.stream()
                    .<RandomGenerator<RandomCalls.Call>>map(
                            operation -> calls.of(operation).generator(1000, true))
                    .toList();
            var random = new Random(SEED);
            var nobody = hub.client();
            var callers = Map.of(
                    Who.ADMINISTRATOR, admin, Who.VIEWER, nobody.as(VIEWER, RunningHub.PASSWORD), Who.NOBODY, nobody);
            for (var i = 0; i < CALLS && wrong.size() < 20; i++) {
                var operation = operations.get(i % operations.size());
                var call = generators.get(i % operations.size()).next(random).value();
                var who = Who.values()[random.nextInt(8) < 5 ? 0 : 1 + random.nextInt(2)];
                try {
                    var answer = callers.get(who)
                            .send(
                                    call.method(),
                                    call.path(),
                                    call.contentType(),
                                    call.body(),
                                    call.headers().toArray(String[]::new));
                    statuses.merge(answer.status(), 1, Integer::sum);
                    for (var fault : faults(operation, call, who, answer)) {
                        wrong.add("%s: %s%n  %s as %s: %d %s"
                                .formatted(fault, operation, call, who, answer.status(), answer.text()));
                    }
                } catch (UncheckedIOException e) {
                    if (!call.isUnreadable()) {
                        wrong.add("hangs up: %s%n  %s as %s: %s".formatted(operation, call, who, e.getCause()));
                    }
                }
            }
        });
        System.out.println("answers by status: " + statuses);
        assertThat(wrong).as("-Dmatluoi.seed=" + SEED).isEmpty();
        assertThat(statuses.headMap(300).values().stream()
                        .mapToInt(count -> count)
                        .sum())
                .as("calls that did something")
                .isGreaterThan(CALLS / 10);
        assertThat(hub.log()).doesNotContain("Unforeseen failure").doesNotContain(RandomCalls.SECRET);
        var ready = hub.client().get("/health/ready");
        assertThat(ready.status()).as(ready.text()).isEqualTo(200);
        assertThat(admin.get("/api/v1/session").status()).isEqualTo(200);
    }

    /** Values that mean something to this hub, by the name of the parameter or property that takes them. */
    private static Map<String, List<String>> known() {
        var areas = List.of(SharedHub.LONG_AN, SharedHub.TAN_CHAU, "80");
        return Map.ofEntries(
                Map.entry("area", areas),
                Map.entry("areas", areas),
                Map.entry("parent", List.of("80", "ubnd-thu")),
                Map.entry("code", List.of(SharedHub.LONG_AN, "80", "ubnd-thu", "ubnd-2")),
                Map.entry("id", List.of("xa-thu", "nguon-1", "nguon-2", "1", "2", "80-000001")),
                Map.entry("source", List.of("xa-thu", "nguon-1")),
                Map.entry("unit", List.of("ubnd-thu")),
                Map.entry("sector", List.of("security", "traffic")),
                Map.entry("driver", List.of("hikvision", "file")),
                Map.entry("profile", List.of("commune", "province")),
                Map.entry("username", List.of("thu-1", "thu-4", "thu-5", "thu-6")),
                Map.entry("role", List.of("viewer", "operator", "administrator")),
                Map.entry("address", List.of("http://127.0.0.1:65535", "http://10.255.255.1", "rtsp://127.0.0.1/")),
                Map.entry("name", THROW_AWAY),
                Map.entry("from", List.of("2025-07-01", "2026-02-30")),
                Map.entry("to", List.of("2026-07-01", "2024-01-01")));
    }

    private static List<String> faults(Operation operation, RandomCalls.Call call, Who who, Answer answer) {
        var faults = new ArrayList<String>();
        var status = answer.status();
        var text = answer.text();
        if (status >= 400 && UNREAD.matcher(text).matches()) {
            return faults;
        }
        var problem = answer.header("Content-Type").startsWith("application/problem+json");
        var ofDevice = problem && answer.json().path("rule").asText().startsWith("device.");
        if (status >= 500 && !ofDevice) {
            faults.add("a failure of the hub");
        }
        if (INNARDS.matcher(text).find()) {
            faults.add("shows its innards");
        }
        if (text.contains(RandomCalls.SECRET)
                || text.contains(RunningHub.PASSWORD)
                || HASH.matcher(text).find()) {
            faults.add("shows a secret");
        }
        if (status >= 400 && !problem) {
            faults.add("an error that is no problem+json");
        }
        if (who == Who.NOBODY && status < 400 && !operation.open()) {
            faults.add("nobody is let in");
        }
        if (who == Who.VIEWER
                && status < 400
                && call.straight()
                && operation.reach().equals("province")) {
            faults.add("a viewer may do what is the province's");
        }
        if (call.straight()) {
            undescribed(operation, answer).forEach(faults::add);
        }
        return faults;
    }

    /** @return what the description does not say of this answer */
    private static List<String> undescribed(Operation operation, Answer answer) {
        var responses = operation.description().path("responses");
        var said = responses.path(String.valueOf(answer.status()));
        if (said.isMissingNode() && answer.status() < 400) {
            return List.of("a status that is not described");
        }
        var response = Operation.resolved(description, said.isMissingNode() ? responses.path("default") : said);
        var type = answer.header("Content-Type").split(";")[0];
        var content = response.path("content");
        if (content.isEmpty()) {
            return answer.bytes().length == 0 ? List.of() : List.of("a body that is not described");
        }
        if (!content.has(type)) {
            return List.of("a content type that is not described: " + type);
        }
        return type.endsWith("json") ? Schemas.errors(content.path(type).path("schema"), answer.json()) : List.of();
    }

    /** Holds answers against the schemas of the description. */
    private static final class Schemas {

        private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

        static List<String> errors(JsonNode schema, JsonNode answer) {
            var whole = ((ObjectNode) schema.deepCopy()).set("components", description.get("components"));
            return FACTORY.getSchema(whole).validate(answer).stream()
                    .map(error -> "not as described: " + error)
                    .toList();
        }
    }
}
