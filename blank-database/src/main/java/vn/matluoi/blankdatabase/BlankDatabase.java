package vn.matluoi.blankdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.derby.jdbc.EmbeddedDataSource;
import vn.matluoi.access.internal.AccessSchema;
import vn.matluoi.api.schema.SchemaPart;
import vn.matluoi.audit.internal.AuditSchema;
import vn.matluoi.camel.internal.RoutesSchema;
import vn.matluoi.discovery.internal.DiscoverySchema;
import vn.matluoi.events.internal.EventsSchema;
import vn.matluoi.forward.internal.ForwardSchema;
import vn.matluoi.profiles.internal.ProfilesSchema;
import vn.matluoi.registry.internal.area.AreaSeed;
import vn.matluoi.registry.internal.schema.Migration;
import vn.matluoi.registry.internal.schema.Migration.MigrationFailure;
import vn.matluoi.registry.internal.schema.RegistrySchema;

/**
 * Makes, when the distribution is built, the Derby database a first start begins with: the tables of every part and the
 * administrative units, by the code that makes them in a hub that is given an empty database. No account, no key, no row of
 * anybody. Each part notes the hash of its changelog there, as ever: a part that is missing here, or has changed since, is
 * migrated at the start.
 */
public final class BlankDatabase {

    /** SQLSTATE of a shut down that went well: Derby tells so by an exception. */
    private static final String ENDED = "08006";

    private static final List<SchemaPart> PARTS = List.of(
            new RegistrySchema(),
            new AccessSchema(),
            new AuditSchema(),
            new DiscoverySchema(),
            new EventsSchema(),
            new ForwardSchema(),
            new RoutesSchema(),
            new ProfilesSchema());

    /** Held, for a logger nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private BlankDatabase() {}

    /** @param args the folder of the database; what is there is replaced */
    public static void main(String[] args) throws IOException, SQLException, MigrationFailure {
        LIQUIBASE.setLevel(Level.WARNING);
        make(Path.of(args[0]));
    }

    static void make(Path folder) throws IOException, SQLException, MigrationFailure {
        remove(folder);
        Files.createDirectories(folder.getParent());
        var database = new EmbeddedDataSource();
        database.setDatabaseName(folder.toString());
        // the same whatever the language of the machine that builds
        database.setConnectionAttributes("territory=en;collation=UCS_BASIC");
        database.setCreateDatabase("create");
        var migration = new Migration(database);
        for (var part : PARTS) {
            migration.migrate(part);
        }
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            AreaSeed.fill(connection);
            connection.commit();
        }
        close(folder);
        for (var left : List.of("db.lck", "dbex.lck", "tmp")) {
            remove(folder.resolve(left));
        }
    }

    private static void close(Path folder) throws SQLException {
        var database = new EmbeddedDataSource();
        database.setDatabaseName(folder.toString());
        database.setShutdownDatabase("shutdown");
        try {
            database.getConnection().close();
        } catch (SQLException end) {
            if (!ENDED.equals(end.getSQLState())) {
                throw end;
            }
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var inside = Files.walk(path)) {
            inside.sorted(Comparator.reverseOrder()).forEach(BlankDatabase::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
