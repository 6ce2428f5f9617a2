package vn.matluoi.camel.internal;

import java.util.function.Consumer;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Hears when a person starts a route past the hub, by Camel's own beans of JMX, as consoles do. Camel calls within its locks, so what is heard
 * is only passed on. Any thread.
 */
final class StartsByJmx extends SimpleEventNotifierSupport {

    private final RunningRoutes running;
    private final Consumer<String> heard;

    /** @param heard is given the name of the route, and must return at once */
    StartsByJmx(RunningRoutes running, Consumer<String> heard) {
        this.running = running;
        this.heard = heard;
        setIgnoreRouteEvents(false); // of the rest it hears nothing, and messages cost nothing
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof RouteStartedEvent started) {
            var name = started.getRoute().getRouteId();
            if (!running.isBeingMade(name)) {
                heard.accept(name);
            }
        }
    }
}
