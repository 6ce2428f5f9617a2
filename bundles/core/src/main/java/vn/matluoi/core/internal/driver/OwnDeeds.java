package vn.matluoi.core.internal.driver;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;

/**
 * What the hub does with plug-ins by itself, for the audit log: what the configuration wants at the start, and what orders that were
 * cut short had left. Plug-ins do not wait for the database: the records do. Used in the installer's thread, unless said otherwise.
 */
final class OwnDeeds {

    /** So many records wait; then the oldest goes. */
    private static final int MOST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(OwnDeeds.class);

    private final Queue<AuditRecord> waiting = new ArrayDeque<>();
    private final Map<String, AuditRecord> last = new HashMap<>();
    private volatile AuditLog log;

    /** It is there; any thread. */
    void to(AuditLog log) {
        this.log = log;
    }

    /** It goes; any thread. */
    void away(AuditLog gone) {
        if (log == gone) {
            log = null;
        }
    }

    /** Takes it down. What is refused again for the same reason, at each look at the configuration, is taken down once. */
    void note(String action, String family, Outcome outcome, Map<String, String> details) {
        var record = AuditRecord.of("system", "core", action, family, outcome, details);
        if (record.equals(last.put(family, record)) && outcome != Outcome.DONE) {
            return;
        }
        if (waiting.size() == MOST) {
            LOG.warn("not recorded, since the audit log is away: {}", waiting.remove());
        }
        waiting.add(record);
    }

    /** Writes what waits, if the log is there; may block. */
    void write() {
        var to = log;
        try {
            while (to != null && !waiting.isEmpty()) {
                to.append(waiting.element());
                waiting.remove();
            }
        } catch (HubException e) {
            LOG.warn("what became of drivers is recorded later: {}", e.getMessage());
        }
    }
}
