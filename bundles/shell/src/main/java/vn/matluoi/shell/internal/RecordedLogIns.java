package vn.matluoi.shell.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;

/**
 * Writes every log-in to the shell into the audit log, and those who left without one: of these one row a minute at most,
 * with how many there were since the last. A log that cannot be written keeps nobody out: whoever mends it comes this way.
 */
@Component(service = RecordedLogIns.class, immediate = true)
public final class RecordedLogIns implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedLogIns.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile AuditLog audit;

    private final Executor writer;
    private final LongSupplier nanos;
    private final Runnable stop;

    private int refused; // guarded by this, as lastRefused
    private long lastRefused;

    /** @param server its own threads must not wait for the log */
    @Activate
    public RecordedLogIns(@Reference SshServer server) {
        this(server, Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "matluoi-shell-log-ins");
            thread.setDaemon(true);
            return thread;
        }));
    }

    private RecordedLogIns(SshServer server, ExecutorService writer) {
        this.writer = writer;
        this.nanos = System::nanoTime;
        this.lastRefused = nanos.getAsLong() - PAUSE;
        this.stop = () -> {
            server.removeSessionListener(this);
            writer.shutdown();
        };
        server.addSessionListener(this);
    }

    RecordedLogIns(AuditLog audit, LongSupplier nanos) {
        this.audit = audit;
        this.writer = Runnable::run;
        this.nanos = nanos;
        this.lastRefused = nanos.getAsLong() - PAUSE;
        this.stop = () -> {};
    }

    @Deactivate
    void close() {
        stop.run();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            var name = "shell:" + session.getUsername();
            record(AuditRecord.of(
                    name, "shell", "session.open", name, Outcome.DONE, Map.of("origin", origin(session))));
        }
    }

    @Override
    public void sessionClosed(Session session) {
        if (session.isAuthenticated() || session.getSessionId() == null) {
            return; // was logged in, or never got as far as trying
        }
        int count;
        synchronized (this) {
            refused++;
            if (nanos.getAsLong() - lastRefused < PAUSE) {
                return;
            }
            count = refused;
            refused = 0;
            lastRefused = nanos.getAsLong();
        }
        var details = Map.of("origin", origin(session), "count", String.valueOf(count));
        record(AuditRecord.of("anonymous", "shell", "session.open", "", Outcome.REFUSED, details));
    }

    private static String origin(Session session) {
        var remote = session.getRemoteAddress();
        return remote instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : String.valueOf(remote);
    }

    private void record(AuditRecord record) {
        writer.execute(() -> {
            try {
                HubCommand.there(audit, "audit").append(record);
            } catch (HubException unwritable) {
                LOG.error("The log-in to the shell of {} could not be recorded", record.actor(), unwritable);
            }
        });
    }
}
