package vn.matluoi.discovery.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The inbox, {@code discovery_found}. */
@Component
public final class DiscoverySchema implements SchemaPart {

    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public String changelog() {
        return "db/discovery.sql";
    }
}
