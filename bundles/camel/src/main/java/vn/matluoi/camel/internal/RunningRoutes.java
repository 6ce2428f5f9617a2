package vn.matluoi.camel.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/** The routes inside the CamelContext, and the templates they are made from. Guarded by its owner. */
final class RunningRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    private final DefaultCamelContext camel;
    private final Map<String, RoutesBuilder> templates = new HashMap<>();
    private final Map<String, String> broken = new HashMap<>(); // why, by template
    private final Map<String, RouteSettings> routes = new LinkedHashMap<>();

    RunningRoutes(DefaultCamelContext camel) {
        this.camel = camel;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    void addTemplate(String template, RoutesBuilder builder) {
        try {
            if (templates.put(template, builder) != null) {
                dropTemplate(template);
            }
            camel.addRoutes(builder);
            broken.remove(template);
        } catch (Exception | LinkageError e) { // declared by Camel for whatever a builder throws
            templates.remove(template);
            broken.put(template, new RouteFailure(e).getMessage());
            LOG.error("route template {} cannot be used", template, e);
        }
    }

    void removeTemplate(String template, RoutesBuilder builder) {
        if (templates.remove(template, builder)) {
            dropTemplate(template);
        }
        if (!templates.containsKey(template)) {
            broken.remove(template);
        }
    }

    /** @return why that template cannot be used, if it is there and cannot */
    Optional<String> templateFailure(String template) {
        return Optional.ofNullable(broken.get(template));
    }

    boolean hasTemplate(String template) {
        return templates.containsKey(template);
    }

    /** @return the settings of the routes that run */
    List<RouteSettings> settings() {
        return routes.values().stream().filter(route -> isStarted(route.name())).toList();
    }

    boolean isStarted(String name) {
        var status = camel.getRouteController().getRouteStatus(name);
        return status != null && status.isStarted();
    }

    /**
     * Makes the route run with these settings. If it cannot, the one that ran before runs again.
     *
     * @return whether anything changed
     */
    boolean run(RouteSettings wanted) throws RouteFailure {
        var before = routes.get(wanted.name());
        if (before != null && before.sameRouteAs(wanted) && isStarted(wanted.name())) {
            return false;
        }
        stop(wanted.name());
        try {
            add(wanted);
            return true;
        } catch (RouteFailure e) {
            if (before != null && !before.sameRouteAs(wanted)) {
                LOG.info("route {} goes on with its last good settings", wanted.name());
                add(before);
            }
            throw e;
        }
    }

    void stop(String name) {
        if (routes.remove(name) == null && camel.getRoute(name) == null) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(name);
            camel.removeRoute(name);
        } catch (Exception e) { // declared by Camel; the route is out of our list in any case
            LOG.warn("route {} did not stop cleanly: {}", name, e.getMessage());
        }
    }

    /** @return what is wrong with the parameters' names: unknown ones, and required ones that are missing */
    List<FieldError> unknownOrMissing(RouteSettings route) {
        var known = parameters(route.template());
        var errors = new ArrayList<FieldError>();
        route.parameters().keySet().stream()
                .filter(key -> !known.containsKey(key))
                .forEach(key -> errors.add(new FieldError(
                        key,
                        "unknown",
                        new Text(
                                "mẫu %s không có tham số này; các tham số: %s"
                                        .formatted(route.template(), known.keySet()),
                                "template %s has no such parameter; it has: %s"
                                        .formatted(route.template(), known.keySet())))));
        known.values().stream()
                .filter(p -> p.getDefaultValue() == null && p.isRequired())
                .filter(p -> route.parameters().getOrDefault(p.getName(), "").isBlank())
                .forEach(p -> errors.add(new FieldError(
                        p.getName(), "required", new Text("bắt buộc: " + in(p, 0), "required: " + in(p, 1)))));
        return errors;
    }

    /** @param language 0 for Vietnamese, 1 for English: templates describe their parameters as {@code Việt / English} */
    private static String in(RouteTemplateParameterDefinition parameter, int language) {
        var both = parameter.getDescription().split(" / ", 2);
        return both[Math.min(language, both.length - 1)];
    }

    Map<String, String> withDefaults(RouteSettings route) {
        var settings = new TreeMap<String, String>();
        parameters(route.template()).values().stream()
                .filter(p -> p.getDefaultValue() != null)
                .forEach(p -> settings.put(p.getName(), p.getDefaultValue()));
        settings.putAll(route.parameters());
        return settings;
    }

    private void add(RouteSettings route) throws RouteFailure {
        try {
            TemplatedRouteBuilder.builder(camel, route.template())
                    .routeId(route.name())
                    .parameter("routeName", route.name())
                    .parameters(new HashMap<>(route.parameters()))
                    .add();
            routes.put(route.name(), route);
        } catch (Exception e) { // whatever an endpoint throws when it is made or started
            stop(route.name());
            throw new RouteFailure(e);
        }
    }

    private void dropTemplate(String template) {
        routes.values().stream()
                .filter(route -> route.template().equals(template))
                .map(RouteSettings::name)
                .toList()
                .forEach(this::stop);
        try {
            camel.removeRouteTemplateDefinitions(template);
        } catch (Exception e) { // declared by Camel
            LOG.warn("route template {} did not go cleanly: {}", template, e.getMessage());
        }
    }

    private Map<String, RouteTemplateParameterDefinition> parameters(String template) {
        var known = new TreeMap<String, RouteTemplateParameterDefinition>();
        var definition = camel.getRouteTemplateDefinition(template);
        if (definition != null && definition.getTemplateParameters() != null) {
            definition.getTemplateParameters().stream()
                    .filter(parameter -> !parameter.getName().equals("routeName"))
                    .forEach(parameter -> known.put(parameter.getName(), parameter));
        }
        return known;
    }
}
