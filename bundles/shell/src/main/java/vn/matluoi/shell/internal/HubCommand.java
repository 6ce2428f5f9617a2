package vn.matluoi.shell.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;

/**
 * What all commands of the hub share: who is asking, tables or JSON, and refusals with an exit status that a script
 * can use ({@link ExitStatus}).
 */
public abstract class HubCommand implements Action {

    @Option(name = "--json", description = "Ghi JSON thay cho bảng / Write JSON instead of a table")
    boolean json;

    @Reference
    Session session;

    @Reference(optional = true)
    AccessDecisions access;

    @Reference(optional = true)
    Accounts accounts;

    @Reference(optional = true)
    AuditLog audit;

    /** Takes what stands beside the options. */
    void words() {}

    /** Does the command's work. */
    abstract void run(Caller caller) throws Exception;

    /** @return what the command changes, for the audit log; empty if it only shows */
    Optional<String> subject() {
        return Optional.empty();
    }

    /** @return what else the audit log is to say of the change; never a secret */
    Map<String, String> details() {
        return Map.of();
    }

    /** @return null, or over SSH a status other than 0 if it did not succeed */
    @Override
    public final Object execute() throws Exception {
        try {
            var caller = ShellCaller.of(session, accounts);
            TrailingOptions.apply(this);
            words();
            note(caller, Outcome.DONE, "");
            try {
                run(caller);
            } catch (HubException e) {
                note(caller, e.reason() == Reason.FORBIDDEN ? Outcome.REFUSED : Outcome.FAILED, e.rule());
                throw e;
            } catch (Exception e) {
                note(caller, Outcome.FAILED, "");
                throw e;
            }
            return null;
        } catch (HubException e) {
            complain(e);
            return ExitStatus.of(e.reason()).forSession(session);
        }
    }

    /** Before the work is done, and again if it then fails: what cannot be recorded is not done. */
    private void note(Caller caller, Outcome outcome, String rule) {
        if (subject().isPresent()) {
            var details = new TreeMap<>(details());
            if (!rule.isEmpty()) {
                details.put("rule", rule);
            }
            there(audit, "audit")
                    .append(AuditRecord.of(
                            caller.account(),
                            "shell",
                            "shell." + getClass().getAnnotation(Command.class).name(),
                            subject().get(),
                            outcome,
                            details));
        }
    }

    /** On the console, as Karaf's own errors: what goes to standard error does not always arrive over SSH. */
    private void complain(HubException e) {
        out().println(e.text().vi());
        out().println(e.text().en());
        e.errors().stream().filter(error -> !error.message().equals(e.text())).forEach(error -> out().println(
                        "  %s: %s".formatted(error.field(), error.message())));
    }

    final AccessDecisions access() {
        return there(access, "access");
    }

    /** @return where to print, in UTF-8 whatever the machine's locale */
    final PrintStream out() {
        return new PrintStream(session.getConsole(), true, StandardCharsets.UTF_8);
    }

    final void show(Table table) {
        table.print(out(), json);
    }

    /** @throws HubException if the part of the hub that does it is not there */
    static <T> T there(T service, String part) {
        if (service == null) {
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "hub.part-missing",
                    new Text(
                            "phần \"%s\" của hệ thống chưa hoạt động; xem hub:health và nhật ký".formatted(part),
                            "the hub's part \"%s\" does not serve; see hub:health and the log".formatted(part)));
        }
        return service;
    }

    static HubException invalid(String field, String rule, String vi, String en) {
        var text = new Text(vi, en);
        return new HubException(
                Reason.INVALID, rule, text, java.util.List.of(new HubException.FieldError(field, rule, text)));
    }

    /** @return the one word that is wanted */
    static String only(java.util.List<String> words) {
        if (words.size() != 1) {
            throw invalid(
                    "argument",
                    "argument.many",
                    "chỉ cần một tham số, không phải: " + String.join(" ", words),
                    "one argument is wanted, not: " + String.join(" ", words));
        }
        return words.get(0);
    }

    /** @param name what was looked for, of the kind that has these words */
    static HubException notFound(String vi, String en, Object name) {
        return new HubException(
                Reason.NOT_FOUND,
                "not-found",
                new Text("không có %s %s".formatted(vi, name), "there is no %s %s".formatted(en, name)));
    }
}
