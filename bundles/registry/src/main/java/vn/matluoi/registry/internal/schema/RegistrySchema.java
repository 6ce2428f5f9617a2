package vn.matluoi.registry.internal.schema;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The tables of the catalogue. */
@Component
public final class RegistrySchema implements SchemaPart {

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String changelog() {
        return "db/registry.sql";
    }
}
