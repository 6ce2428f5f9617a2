package vn.matluoi.camel.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The table that holds the last good settings of every route. */
@Component
public final class RoutesSchema implements SchemaPart {

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public String changelog() {
        return "db/routes.sql";
    }
}
