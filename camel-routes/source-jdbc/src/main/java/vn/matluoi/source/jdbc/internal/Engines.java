package vn.matluoi.source.jdbc.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.jdbc.DataSourceFactory;
import vn.matluoi.api.route.Unusable;

/** The databases that can be asked: those whose drivers are there. */
final class Engines {

    private static final String POSTGRESQL_DRIVER = "org.postgresql.Driver";

    private final Supplier<List<Map.Entry<Map<String, Object>, DataSourceFactory>>> drivers;

    /** @param drivers those that are there now, with their properties */
    Engines(Supplier<List<Map.Entry<Map<String, Object>, DataSourceFactory>>> drivers) {
        this.drivers = drivers;
    }

    Engine of(JdbcSettings settings) throws Unusable {
        var name = settings.driver().toLowerCase(Locale.ROOT);
        if (JdbcSettings.MARIADB.contains(name)) {
            return new MariaEngine();
        }
        return factory(name)
                .<Engine>map(name.equals(JdbcSettings.POSTGRESQL) ? PostgresEngine::new : OtherEngine::new)
                .orElseThrow(() -> Unusable.because(
                        "jdbc.driver",
                        "không có trình điều khiển JDBC “%s” trong trạm; hãy cài gói của nó"
                                .formatted(settings.driver()),
                        "the hub has no JDBC driver “%s”; install its bundle".formatted(settings.driver())));
    }

    private Optional<DataSourceFactory> factory(String name) {
        return drivers.get().stream()
                .filter(driver -> name.equals(JdbcSettings.POSTGRESQL)
                        ? POSTGRESQL_DRIVER.equals(driver.getKey().get(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS))
                        : name.equalsIgnoreCase(
                                String.valueOf(driver.getKey().get(DataSourceFactory.OSGI_JDBC_DRIVER_NAME))))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
