package vn.matluoi.core.internal.driver;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** One configuration, in memory. */
final class FakeConfigurations {

    private Hashtable<String, Object> properties = new Hashtable<>(); // guarded by this
    private int updates; // guarded by this

    ConfigurationAdmin admin() {
        var configuration = fake(Configuration.class, (method, arguments) -> switch (method) {
            case "getProperties" -> copy();
            case "update" -> keep((Dictionary<?, ?>) arguments[0]);
            default -> null;
        });
        return fake(ConfigurationAdmin.class, (method, arguments) -> configuration);
    }

    synchronized Map<String, Object> now() {
        return new TreeMap<>(properties);
    }

    /** @return how often it was written */
    synchronized int updates() {
        return updates;
    }

    private synchronized Hashtable<String, Object> copy() {
        return new Hashtable<>(properties);
    }

    private synchronized Object keep(Dictionary<?, ?> changed) {
        updates++;
        properties = new Hashtable<>();
        changed.keys().asIterator().forEachRemaining(key -> properties.put(String.valueOf(key), changed.get(key)));
        return null;
    }

    private interface Answer {
        Object give(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.give(method.getName(), arguments)));
    }
}
