package vn.matluoi.camel.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import javax.sql.DataSource;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

/** A hub whose routes come from files, with the template {@code ticking} when that is wanted. */
abstract class RoutesOfFiles {

    @TempDir
    Path etc;

    @Parameter
    Engine engine;

    DataSource database;
    final RecordingAudit audit = new RecordingAudit();
    final Queue<Runnable> waiting = new ArrayDeque<>(); // what is to be tried again
    Optional<Text> missing = Optional.empty(); // of what the ticking route works with
    Optional<Text> complaint = Optional.empty(); // of it, about others
    boolean unavailable; // what the check looks into
    HubCamelContext context;
    ConfiguredRoutes routes;
    RouteFiles files;

    final RoutesBuilder builder = TestTemplates.ticking();

    final RouteCheck check = new RouteCheck() {
        @Override
        public List<FieldError> check(Map<String, String> settings) {
            if (unavailable) {
                throw new HubException(Reason.UNAVAILABLE, "database", Text.same("away"));
            }
            return settings.get("pace.ms").matches("\\d+")
                    ? List.of()
                    : List.of(new FieldError("pace.ms", "number", new Text("phải là số", "must be a number")));
        }

        @Override
        public Optional<Text> complaint(String routeName) {
            return routeName.equals("tick") ? complaint : Optional.empty();
        }

        @Override
        public Optional<Text> alive(Map<String, String> settings) {
            return missing;
        }
    };

    @BeforeEach
    void start() {
        database = engine.migrated("db/routes.sql");
        startHub();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    void template() {
        routes.addCheck(check, Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.addTemplate(builder, Map.of(RouteCheck.TEMPLATE, "ticking"));
    }

    void startHub() {
        context = new HubCamelContext(new DefaultCamelContext());
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, waiting::add, () -> false);
        files = new RouteFiles(routes, etc);
    }

    void rename(String table, String to) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    switch (engine) {
                        case DERBY -> "rename table " + table + " to " + to;
                        case POSTGRESQL -> "alter table " + table + " rename to " + to;
                    });
        }
    }

    boolean health() {
        return new RoutesHealth(context, routes).check().healthy();
    }

    Routes.Status status() {
        return routes.list().get(0).status();
    }

    String endpoint() {
        return context.camel().getRoute("tick").getEndpoint().getEndpointUri();
    }

    Dictionary<String, Object> file(String name, Map<String, String> settings) throws IOException {
        var file = etc.resolve("vn.matluoi.route-" + name + ".cfg");
        Files.writeString(file, settings.toString());
        var properties = new Hashtable<String, Object>(settings);
        properties.put("felix.fileinstall.filename", file.toUri().toString());
        properties.put("service.pid", "vn.matluoi.route~" + name);
        return properties;
    }
}
