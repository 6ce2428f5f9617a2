package vn.matluoi.source.jdbc.internal;

import java.time.Duration;
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

    /** @param grace how much longer than a query a server may be silent, where the driver does not watch over that itself */
    Engine of(JdbcSettings settings, Duration grace) throws Unusable {
        var name = settings.driver().toLowerCase(Locale.ROOT);
        if (JdbcSettings.MARIADB.contains(name)) {
            return new MariaEngine();
        }
        var driver = driver(name)
                .orElseThrow(() -> Unusable.because(
                        "jdbc.driver",
                        "không có trình điều khiển JDBC “%s” trong trạm; hãy cài gói của nó (bundle:install -s)"
                                .formatted(settings.driver()),
                        "the hub has no JDBC driver “%s”; install its bundle (bundle:install -s)"
                                .formatted(settings.driver())));
        return switch (name) {
            case JdbcSettings.POSTGRESQL -> new PostgresEngine(driver.getValue());
            case JdbcSettings.SQL_SERVER -> new SqlServerEngine(driver.getValue(), grace);
            default -> new OtherEngine(driver.getValue(), grace);
        };
    }

    private Optional<Map.Entry<Map<String, Object>, DataSourceFactory>> driver(String name) {
        return drivers.get().stream()
                .filter(driver -> switch (name) {
                    case JdbcSettings.POSTGRESQL -> isOf(POSTGRESQL_DRIVER, driver);
                    case JdbcSettings.SQL_SERVER -> isOf(SqlServerEngine.DRIVER, driver);
                    default ->
                        name.equalsIgnoreCase(
                                String.valueOf(driver.getKey().get(DataSourceFactory.OSGI_JDBC_DRIVER_NAME)));
                })
                .findFirst();
    }

    private static boolean isOf(String type, Map.Entry<Map<String, Object>, DataSourceFactory> driver) {
        return type.equals(driver.getKey().get(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS));
    }
}
