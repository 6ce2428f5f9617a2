package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.route.Routes;

/** Tables of routes and sinks are read on terminals of 120 columns. */
class WidthTest {

    private static final int COLUMNS = 120;
    private static final Text PROBLEM = new Text("không trả lời ".repeat(20), "does not answer ".repeat(20));
    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");
    private static final String LONG =
            "benh-vien-da-khoa-khu-vuc-tan-ninh-danh-sach-camera-giam-sat"; // 60, as long as one may be

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private record UserPrincipal(String getName) implements Principal {}

    private record RolePrincipal(String getName) implements Principal {}

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answer.apply(method.getName(), given));
    }

    private void run(HubCommand command) throws Exception {
        var subject =
                new Subject(true, Set.of(new UserPrincipal("karaf"), new RolePrincipal("admin")), Set.of(), Set.of());
        var out = new PrintStream(console, true, StandardCharsets.UTF_8);
        command.session = fake(Session.class, (method, given) -> switch (method) {
            case "getConsole" -> out;
            case "get" -> Subject.class.getName().equals(given[0]) ? subject : null;
            default -> null;
        });
        command.access = fake(AccessDecisions.class, (method, given) -> Scope.all());
        assertThat(command.execute()).isNull();
    }

    private List<String> printed() {
        return console.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** What stands below the table is text, and breaks where the terminal ends. */
    private List<String> rows() {
        return printed().stream()
                .filter(line -> line.contains("│") || line.contains("─"))
                .toList();
    }

    @Test
    void routesWithLongNamesFit() throws Exception {
        var command = new RouteList();
        command.routes = fake(
                Routes.class,
                (method, given) -> List.of(new Routes.Route(
                        LONG,
                        "forward-registry-of-others",
                        Optional.of(new SourceId(LONG.substring(0, 40))),
                        true,
                        Routes.Status.STARTED,
                        Optional.of(PROBLEM),
                        99_999_999,
                        99_999_999,
                        Optional.of(NOW),
                        Duration.ZERO,
                        Optional.of("vn.matluoi.route-" + LONG + ".cfg"),
                        Map.of())));
        run(command);
        assertThat(rows())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(COLUMNS));
        assertThat(printed()).last().asString().startsWith("! " + LONG).contains(PROBLEM.vi());
    }

    @Test
    void sinksWithLongNamesFit() throws Exception {
        var command = new SinkList();
        command.sinks = fake(
                Sinks.class,
                (method, given) -> List.of(new Sinks.Sink(
                        LONG,
                        SinkRoute.Content.CHANGES,
                        "Quyết định số 123/QĐ-UBND ngày 01/07/2026 của Ủy ban nhân dân tỉnh",
                        Sinks.State.RUNNING,
                        Optional.of(PROBLEM),
                        9_999_999_999L,
                        19_999_999_999L - 1,
                        Optional.of(NOW),
                        new Sinks.Load(
                                LONG,
                                9,
                                0,
                                9_999_999_999L,
                                1,
                                Sinks.MOST_QUARANTINED,
                                99_999,
                                new Sinks.Link(Duration.ofDays(29), Duration.ofDays(1))))));
        run(command);
        assertThat(rows())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(COLUMNS));
        assertThat(printed())
                .anyMatch(line -> line.contains("Quyết định số 123"))
                .last()
                .asString()
                .startsWith("! " + LONG)
                .contains(PROBLEM.vi());
    }
}
