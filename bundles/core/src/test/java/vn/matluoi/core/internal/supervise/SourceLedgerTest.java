package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.core.internal.testing.PlainVault;

class SourceLedgerTest {

    private final Hub hub = new Hub(new PlainVault());

    @Test
    void oneDeviceEnteredTwiceIsFound() {
        hub.add("first", "right");
        hub.device.serial = "SN2";
        hub.add("second", "right");
        var ledger = hub.supervision.ledger();

        assertThat(ledger.pinnedElsewhere(new SourceId("third"), "SN2")).contains(new SourceId("second"));
        assertThat(ledger.pinnedElsewhere(new SourceId("second"), "SN2")).isEmpty();
        assertThat(ledger.pinnedElsewhere(new SourceId("third"), "SN3")).isEmpty();
    }
}
