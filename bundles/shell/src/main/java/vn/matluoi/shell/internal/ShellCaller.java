package vn.matluoi.shell.internal;

import java.security.AccessController;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Session;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;

/**
 * Who types. An administrator of the machine, logged in by SSH key with Karaf's role {@code admin}, acts as
 * {@code shell:NAME} with all rights; anybody else with the rights of the hub's account of that name.
 */
final class ShellCaller {

    private static final String ADMIN = "admin";

    private ShellCaller() {}

    static Caller of(Session session, Accounts accounts) {
        var subject = subject(session);
        var user = names(subject, "UserPrincipal").stream().findFirst().orElseThrow(ShellCaller::nobody);
        if (names(subject, "RolePrincipal").contains(ADMIN)) {
            return new Caller("shell:" + user, Role.ADMINISTRATOR, Set.of(), false);
        }
        return HubCommand.there(accounts, "access").current(user).orElseThrow(ShellCaller::nobody);
    }

    @SuppressWarnings("removal") // the only way Karaf hands it to a local console in Java 17
    private static Subject subject(Session session) {
        if (session.get(Subject.class.getName()) instanceof Subject subject) {
            return subject;
        }
        var subject = Subject.getSubject(AccessController.getContext());
        if (subject == null) {
            throw nobody();
        }
        return subject;
    }

    /** By the class's short name: the principals are Karaf's own, which a command need not import. */
    private static Set<String> names(Subject subject, String kind) {
        return subject.getPrincipals().stream()
                .filter(principal -> principal.getClass().getSimpleName().equals(kind))
                .map(Principal::getName)
                .collect(Collectors.toSet());
    }

    private static HubException nobody() {
        return new HubException(
                Reason.UNAUTHENTICATED,
                "shell.unknown-user",
                new Text(
                        "phiên lệnh này không thuộc tài khoản nào của hệ thống",
                        "this shell session belongs to no account of the hub"));
    }
}
