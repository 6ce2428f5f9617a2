package vn.matluoi.access.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The tables of accounts, the areas they are limited to, and the hashes of API keys, theirs and those of sources. */
@Component
public final class AccessSchema implements SchemaPart {

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String changelog() {
        return "db/access.sql";
    }
}
