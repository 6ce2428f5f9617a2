package vn.matluoi.api.schema;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A marker service: the tables of one part stand and may be used. Reference it with
 * {@code target = "(part=audit)"} so that a component starts only when its tables are there.
 */
@ProviderType
public interface SchemaReady {

    /** Service property that names the part. */
    String PART = "part";

    /** @return the part's name */
    String part();
}
