package vn.matluoi.events.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.health.HealthCheck;

/** Tells whether events are written, and how many were lost. */
@Component(service = HealthCheck.class, immediate = true)
public final class JournalHealth implements HealthCheck {

    private final EventJournal journal;

    @Activate
    public JournalHealth(@Reference EventJournal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Result check() {
        return journal.health();
    }
}
