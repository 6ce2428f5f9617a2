package vn.matluoi.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Session;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** A console that keeps what is printed, who sits at it, and a log that keeps what is recorded. */
abstract class CommandFixture {

    private record UserPrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    private record RolePrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    final ByteArrayOutputStream console = new ByteArrayOutputStream();
    final List<AuditRecord> audited = new ArrayList<>();
    boolean mayReadSources = true;
    Subject subject =
            new Subject(true, Set.of(new UserPrincipal("karaf"), new RolePrincipal("admin")), Set.of(), Set.of());

    @SuppressWarnings("unchecked")
    static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answer.apply(method.getName(), given));
    }

    Session session() {
        var out = new PrintStream(console, true, StandardCharsets.UTF_8);
        return fake(Session.class, (method, given) -> switch (method) {
            case "getConsole" -> out;
            case "get" -> Subject.class.getName().equals(given[0]) ? subject : null;
            default -> null; // no terminal: as over SSH with a command
        });
    }

    <T extends HubCommand> T ready(T command) {
        command.session = session();
        command.access = fake(
                AccessDecisions.class,
                (method, given) -> method.equals("decide")
                        ? new Decision(mayReadSources, Scope.all(), Text.same("basis"))
                        : Scope.all());
        command.audit = fake(AuditLog.class, (method, given) -> {
            audited.add((AuditRecord) given[0]);
            return null;
        });
        return command;
    }

    String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }
}
