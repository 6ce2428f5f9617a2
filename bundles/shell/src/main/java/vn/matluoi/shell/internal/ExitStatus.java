package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.console.Session;
import vn.matluoi.api.HubException.Reason;

/**
 * What a command ends with over SSH. Karaf takes an integer result for the status of {@code ssh host 'command'}, and 1 for
 * anything thrown. Source: org.apache.karaf.shell.ssh.ShellCommand, Karaf 4.4.10.
 */
enum ExitStatus {
    /** The hub cannot serve it now, or something unforeseen happened. */
    FAILED(1),
    /** What was asked is malformed or breaks a rule. */
    INVALID(2),
    /** The caller may not do it. */
    FORBIDDEN(3),
    /** There is no such thing. */
    NOT_FOUND(4),
    /** It clashes with the present state. */
    CONFLICT(5),
    /** The device behind it failed. */
    DEVICE(6);

    private final int number;

    ExitStatus(int number) {
        this.number = number;
    }

    static ExitStatus of(Reason reason) {
        return switch (reason) {
            case INVALID, UNSUPPORTED -> INVALID;
            case UNAUTHENTICATED, FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case DEVICE -> DEVICE;
            case BUSY, UNAVAILABLE -> FAILED;
        };
    }

    int number() {
        return number;
    }

    /** @return the number where a status is taken; null at a terminal, which would only print it */
    Object forSession(Session session) {
        return session.getTerminal() == null ? number : null;
    }
}
