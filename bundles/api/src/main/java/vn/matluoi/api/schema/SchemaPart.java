package vn.matluoi.api.schema;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tables a bundle needs in the hub's database. Register one as a service; the registry migrates it and then
 * publishes {@link SchemaReady} with the property {@link SchemaReady#PART} set to {@link #name()}.
 */
@ConsumerType
public interface SchemaPart {

    /** @return a short lower-case name, for example {@code audit}; every table of the part starts with it or is listed in its README */
    String name();

    /**
     * @return path of a Liquibase formatted-SQL changelog inside the bundle of this object's class, for example
     *     {@code db/audit.sql}. It must run unchanged on Derby 10.16 and PostgreSQL 15
     */
    String changelog();
}
