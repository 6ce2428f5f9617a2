package vn.matluoi.registry.internal.support;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A container that takes the services which are registered, and does nothing with them. */
public final class Container {

    private final List<Object> services = new CopyOnWriteArrayList<>();

    /** @return what was registered so far */
    public List<Object> services() {
        return services;
    }

    public BundleContext context() {
        return (BundleContext) proxy(BundleContext.class, arguments -> {
            services.add(arguments[1]);
            return proxy(ServiceRegistration.class, unregistered -> null);
        });
    }

    private static Object proxy(Class<?> type, Function<Object[], Object> answer) {
        return Proxy.newProxyInstance(
                Container.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(arguments));
    }
}
