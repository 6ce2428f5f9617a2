package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener.Event;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

class RecordedLogInsTest {

    private final List<String> written = new ArrayList<>();
    private final List<Runnable> inAMinute = new ArrayList<>();
    private final RecordedLogIns logIns = new RecordedLogIns(
            (AuditLog) Proxy.newProxyInstance(
                    AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (proxy, method, given) -> {
                        var record = (AuditRecord) given[0];
                        written.add("%s %s %s %s"
                                .formatted(record.actor(), record.action(), record.outcome(), record.details()));
                        return new AuditEntry(1, Instant.EPOCH, record, "", "", "");
                    }),
            inAMinute::add);

    private static Session session(boolean authenticated) {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "getUsername" -> authenticated ? "lan" : null;
                    case "isAuthenticated" -> authenticated;
                    case "getSessionId" -> new byte[] {1};
                    case "getRemoteAddress" -> new InetSocketAddress("192.0.2.7", 40_000);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void writesWhoLoggedInFromWhere() {
        logIns.sessionEvent(session(true), Event.KeyEstablished);
        logIns.sessionEvent(session(true), Event.Authenticated);
        logIns.sessionClosed(session(true));
        assertThat(written).containsExactly("shell:lan session.open DONE {origin=192.0.2.7}");
    }

    @Test
    void writesTheFirstWhoWasNotLetInAtOnceAndCountsTheRestEachMinute() {
        for (var i = 0; i < 100; i++) {
            logIns.sessionClosed(session(false));
        }
        assertThat(written).containsExactly("anonymous session.open REFUSED {count=1, origin=192.0.2.7}");
        aMinuteGoesBy();
        assertThat(written).hasSize(2).contains("anonymous session.open REFUSED {count=99, origin=192.0.2.7}");
        aMinuteGoesBy();
        assertThat(written).as("nobody came").hasSize(2);
        assertThat(inAMinute).isEmpty();
        logIns.sessionClosed(session(false));
        assertThat(written).hasSize(3);
    }

    @Test
    void writesWhomItStillCountsWhenItStops() {
        for (var i = 0; i < 3; i++) {
            logIns.sessionClosed(session(false));
        }
        logIns.close();
        assertThat(written).hasSize(2).contains("anonymous session.open REFUSED {count=2, origin=192.0.2.7}");
    }

    private void aMinuteGoesBy() {
        var due = List.copyOf(inAMinute);
        inAMinute.clear();
        due.forEach(Runnable::run);
    }
}
