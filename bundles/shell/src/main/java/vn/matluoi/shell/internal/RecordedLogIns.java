package vn.matluoi.shell.internal;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * Writes every log-in to the shell into the audit log, and those who left without one: of these the first at once, then
 * all who came in a minute as one row, with how many there were and where the last came from. A log that cannot be written keeps nobody out: whoever mends it comes this way.
 */
@Component(service = RecordedLogIns.class, immediate = true)
public final class RecordedLogIns implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedLogIns.class);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile AuditLog audit;

    private final Executor writer;
    private final Consumer<Runnable> inAMinute;
    private final Runnable stop;

    private boolean joining; // guarded by this, as all below
    private int unrecorded;
    private String lastOrigin = "";

    /** @param server its own threads must not wait for the log */
    @Activate
    public RecordedLogIns(@Reference SshServer server) {
        var clerk = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "matluoi-shell-log-ins");
            thread.setDaemon(true);
            return thread;
        });
        clerk.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        clerk.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.writer = clerk;
        this.inAMinute = task -> clerk.schedule(task, 1, TimeUnit.MINUTES);
        this.stop = () -> {
            server.removeSessionListener(this);
            clerk.execute(this::join);
            clerk.shutdown();
            try {
                clerk.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        };
        server.addSessionListener(this);
    }

    RecordedLogIns(AuditLog audit, Consumer<Runnable> inAMinute) {
        this.audit = audit;
        this.writer = Runnable::run;
        this.inAMinute = inAMinute;
        this.stop = this::join;
    }

    /** Writes what is still counted; waits for at most five seconds. */
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
        synchronized (this) {
            if (joining) {
                unrecorded++;
                lastOrigin = origin(session);
                return;
            }
            joining = true;
        }
        refused(origin(session), 1);
        inAMinute.accept(this::join);
    }

    /** Writes those who came since the last row as one, if there are any. */
    private void join() {
        int count;
        String origin;
        synchronized (this) {
            count = unrecorded;
            origin = lastOrigin;
            unrecorded = 0;
            joining = count > 0;
        }
        if (count > 0) {
            refused(origin, count);
            inAMinute.accept(this::join);
        }
    }

    private void refused(String origin, int count) {
        var details = Map.of("origin", origin, "count", String.valueOf(count));
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
