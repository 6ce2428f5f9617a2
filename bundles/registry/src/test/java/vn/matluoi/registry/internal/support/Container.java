package vn.matluoi.registry.internal.support;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A container that takes the services which are registered, and shows them to one listener. */
public final class Container {

    private final List<Object> services = new CopyOnWriteArrayList<>();
    private final Consumer<Object> listener;

    public Container() {
        this(service -> {});
    }

    /** @param listener called in the thread that registers, as a container does */
    public Container(Consumer<Object> listener) {
        this.listener = listener;
    }

    /** @return what was registered so far */
    public List<Object> services() {
        return services;
    }

    public BundleContext context() {
        return (BundleContext) proxy(BundleContext.class, arguments -> {
            services.add(arguments[1]);
            listener.accept(arguments[1]);
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
