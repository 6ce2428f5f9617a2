package vn.matluoi.api.audit;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditRecord.Outcome;

class AuditLogTest {

    @Test
    void saysWhatTheDeedThrewAlsoWhenItsFailureCannotBeRecorded() {
        var record = AuditRecord.of("admin", "rest", "unit.put", "u1", Outcome.DONE, Map.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> new FullAfterOne().recorded(record, () -> {
                    throw new IllegalStateException("the deed");
                }))
                .withMessage("the deed");
    }

    /** A log with room for one record. */
    private static final class FullAfterOne implements AuditLog {

        private boolean full;

        @Override
        public AuditEntry append(AuditRecord record) {
            if (full) {
                throw new HubException(
                        HubException.Reason.UNAVAILABLE, "audit.unavailable", new Text("đầy", "no room for it"));
            }
            full = true;
            return new AuditEntry(1, Instant.EPOCH, record, "", "", "");
        }

        @Override
        public List<AuditEntry> read(long after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verification verify() {
            throw new UnsupportedOperationException();
        }
    }
}
