package vn.matluoi.events.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The journal, {@code events_journal}, and the number of its newest event, {@code events_counter}. */
@Component
public final class EventsSchema implements SchemaPart {

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String changelog() {
        return "db/events.sql";
    }
}
