package vn.matluoi.profiles.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The table that holds the last good document of every installed profile. */
@Component
public final class ProfilesSchema implements SchemaPart {

    @Override
    public String name() {
        return "profiles";
    }

    @Override
    public String changelog() {
        return "db/profiles.sql";
    }
}
