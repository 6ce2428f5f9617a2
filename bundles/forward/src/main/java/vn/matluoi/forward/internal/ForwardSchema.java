package vn.matluoi.forward.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The tables {@code forward_hub}, {@code forward_sink}, {@code forward_quarantine} and {@code forward_told}. */
@Component
public final class ForwardSchema implements SchemaPart {

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String changelog() {
        return "db/forward.sql";
    }
}
