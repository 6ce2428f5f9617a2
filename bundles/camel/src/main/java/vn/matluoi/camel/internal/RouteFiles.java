package vn.matluoi.camel.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The files {@code etc/vn.matluoi.route-NAME.cfg}: each is one route. A file that appears, changes or goes is
 * handed on at once; one that went while the hub was down is noticed at start.
 */
@Component(service = ManagedServiceFactory.class, property = "service.pid=vn.matluoi.route", immediate = true)
public final class RouteFiles implements ManagedServiceFactory {

    private static final String FILE = "felix.fileinstall.filename";
    private static final String PREFIX = "vn.matluoi.route-";

    private final ConfiguredRoutes routes;
    private final Path etc;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    @Activate
    public RouteFiles(@Reference ConfiguredRoutes routes) {
        this(routes, Path.of(System.getProperty("karaf.etc", "etc")));
    }

    RouteFiles(ConfiguredRoutes routes, Path etc) {
        this.routes = routes;
        this.etc = etc;
        routes.files().forEach((name, file) -> {
            if (!Files.exists(etc.resolve(file))) {
                routes.forget(name);
            }
        });
    }

    @Override
    public String getName() {
        return "Mắt Lưới routes";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        var file = fileName(properties);
        var name = file.isEmpty() ? pid.replaceFirst("^vn\\.matluoi\\.route[~.]", "") : nameOf(file);
        if (!file.isEmpty() && !Files.exists(etc.resolve(file))) {
            routes.forget(name); // deleted while the hub was down: the framework still has what it said
            return;
        }
        names.put(pid, name);
        var settings = new TreeMap<String, String>();
        for (var key : Collections.list(properties.keys())) {
            if (!key.startsWith("service.") && !key.startsWith("felix.") && !key.startsWith("org.apache.karaf.")) {
                settings.put(key, String.valueOf(properties.get(key)).strip());
            }
        }
        routes.configure(name, file.isEmpty() ? pid : file, settings);
    }

    @Override
    public void deleted(String pid) {
        var name = names.remove(pid);
        if (name != null) {
            routes.forget(name);
        }
    }

    private static String fileName(Dictionary<String, ?> properties) {
        var value = properties.get(FILE);
        if (value == null) {
            return "";
        }
        var path = value.toString();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String nameOf(String file) {
        var name = file.startsWith(PREFIX) ? file.substring(PREFIX.length()) : file;
        return name.endsWith(".cfg") ? name.substring(0, name.length() - 4) : name;
    }
}
