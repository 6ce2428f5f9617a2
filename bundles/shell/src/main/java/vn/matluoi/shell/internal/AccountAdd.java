package vn.matluoi.shell.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;

/** {@code hub:account-add}: adds an account of the hub; its password is asked for or read from a file. */
@Service
@Command(
        scope = "hub",
        name = "account-add",
        description =
                "Thêm tài khoản; mật khẩu được hỏi hoặc đọc từ tệp / Adds an account of the hub; its password is asked for or read from a file")
public final class AccountAdd extends HubCommand {

    @Argument(
            name = "username",
            required = true,
            multiValued = true,
            description = "Tên tài khoản / The account's name")
    List<String> words;

    private String username;

    @Override
    void words() {
        username = only(words);
    }

    @Option(
            name = "--role",
            description =
                    "administrator (quản trị), operator (vận hành) hoặc viewer (người xem) / administrator, operator or viewer")
    String role = "viewer";

    @Option(
            name = "--area",
            description =
                    "Địa bàn mà người xem hoặc người vận hành được giao; có thể ghi nhiều lần / Area a viewer or operator is limited to; may be given several times",
            multiValued = true)
    List<String> areas;

    @Option(
            name = "--secret-file",
            description =
                    "Tệp trên máy chủ, dòng đầu là mật khẩu / File on the hub's machine whose first line is the password")
    String secretFile;

    @Override
    Optional<String> subject() {
        return Optional.of(username);
    }

    @Override
    void run(Caller caller) throws IOException {
        access().require(caller, Action.ACCOUNT_CHANGE);
        Set<AreaCode> limits =
                areas == null ? Set.of() : areas.stream().map(Names::area).collect(Collectors.toSet());
        var secret = Secrets.read(session, Names.given(secretFile), "Mật khẩu / password: ");
        try {
            there(accounts, "access").create(caller, username, secret, role(), limits);
        } finally {
            Arrays.fill(secret, '\0');
        }
        out().println("đã thêm tài khoản %s / account %s added".formatted(username, username));
    }

    private Role role() {
        return switch (role) {
            case "administrator" -> Role.ADMINISTRATOR;
            case "operator" -> Role.OPERATOR;
            case "viewer" -> Role.VIEWER;
            default ->
                throw invalid(
                        "--role",
                        "role.unknown",
                        "vai trò là administrator, operator hoặc viewer",
                        "a role is administrator, operator or viewer");
        };
    }
}
