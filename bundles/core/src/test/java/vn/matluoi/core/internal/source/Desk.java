package vn.matluoi.core.internal.source;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.FakeDial;
import vn.matluoi.core.internal.testing.MemoryAudit;
import vn.matluoi.core.internal.testing.PlainVault;
import vn.matluoi.core.internal.testing.Province;

/** The sources of a {@link Hub} as surfaces and files see them. */
final class Desk {

    static final Caller LAN = new Caller("lan", Role.ADMINISTRATOR, java.util.Set.of(), false);

    final Hub hub = new Hub(new PlainVault());
    final Province province = new Province();
    final FakeDial dial = new FakeDial();
    final MemoryAudit audit = new MemoryAudit();
    final Drivers drivers = () ->
            List.of(new Drivers.Plugin("lying-ready", Optional.empty(), Drivers.Status.AVAILABLE, Optional.empty(), 0));
    ManagedSources sources = open();

    ManagedSources open() {
        return new ManagedSources(
                hub.supervision, hub.catalogue, province, province, drivers, hub.shelf, dial, hub.vault, audit);
    }

    void restart() throws Exception {
        hub.restart();
        sources = open();
    }
}
