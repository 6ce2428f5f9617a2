package vn.matluoi.camel.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.Routes;

/** The routes inside the CamelContext, and the templates they are made from. Guarded by its owner. */
final class RunningRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    private static final Pattern STEERING = Pattern.compile("[?#&%{}*\\\\\"<>|]");

    private final DefaultCamelContext camel;
    private final Map<String, RoutesBuilder> templates = new TreeMap<>();
    private final Map<String, Text> broken = new TreeMap<>(); // why, by template
    private final Map<String, RouteSettings> routes = new LinkedHashMap<>();
    private final Set<String> beingMade = ConcurrentHashMap.newKeySet(); // names; asked by any thread
    private final SinkFeeds sinks;

    RunningRoutes(DefaultCamelContext camel) {
        this.camel = camel;
        this.sinks = new SinkFeeds(camel);
    }

    SinkFeeds sinks() {
        return sinks;
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
            refuseBreaches(template);
        } catch (Exception | LinkageError e) { // declared by Camel for whatever a builder throws
            templates.remove(template);
            dropTemplate(template);
            broken.put(template, Text.same(new RouteFailure(e).getMessage()));
            LOG.error("route template {} cannot be used", template, e);
        }
    }

    private void refuseBreaches(String template) {
        var definition = camel.getRouteTemplateDefinition(template);
        var breaches = definition == null
                ? List.of(RouteRules.noTemplate(template))
                : RouteRules.breaches(definition.getRoute());
        breaches.stream()
                .filter(breach -> !breach.grave())
                .forEach(breach -> LOG.warn("route template {}: {}: {}", template, breach.rule(), breach.what()));
        var grave = breaches.stream().filter(RouteRules.Breach::grave).toList();
        if (!grave.isEmpty()) {
            templates.remove(template);
            dropTemplate(template);
            broken.put(template, RouteRules.sentence(grave));
            LOG.error("route template {} cannot be used: {}", template, RouteRules.sentence(grave));
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
    Optional<Text> templateFailure(String template) {
        return Optional.ofNullable(broken.get(template));
    }

    /** @return those from which routes can be made */
    List<String> templateNames() {
        return List.copyOf(templates.keySet());
    }

    /** @return all that are there, those that cannot be used last */
    List<Routes.Template> shownTemplates() {
        return Stream.concat(
                        templates.keySet().stream()
                                .map(name ->
                                        ShownTemplates.of(camel.getRouteTemplateDefinition(name), Optional.empty())),
                        broken.entrySet().stream().map(each -> ShownTemplates.broken(each.getKey(), each.getValue())))
                .toList();
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
        sinks.stopped(name);
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
                                        .formatted(route.template(), String.join(", ", known.keySet())),
                                "template %s has no such parameter; it has: %s"
                                        .formatted(route.template(), String.join(", ", known.keySet()))))));
        known.values().stream()
                .filter(p -> p.getDefaultValue() == null && p.isRequired())
                .filter(p -> route.parameters().getOrDefault(p.getName(), "").isBlank())
                .forEach(p -> errors.add(new FieldError(
                        p.getName(),
                        "required",
                        new Text(
                                "bắt buộc: " + ShownTemplates.of(p).about().vi(),
                                "required: " + ShownTemplates.of(p).about().en()))));
        return errors;
    }

    /** @return values that would steer more than what they are meant for: Camel's own marks, and those of an address where they are part of one */
    List<FieldError> steering(RouteSettings route) {
        var definition = camel.getRouteTemplateDefinition(route.template());
        var inAddresses = definition == null ? Set.<String>of() : RouteRules.inAddresses(definition.getRoute());
        var errors = new ArrayList<FieldError>();
        route.parameters().forEach((key, value) -> {
            if (value.contains("{{") || value.contains("}}") || value.chars().anyMatch(Character::isISOControl)) {
                errors.add(new FieldError(
                        key,
                        "route.value",
                        new Text(
                                "không được chứa {{, }} hay ký tự điều khiển",
                                "must not hold {{, }} or control characters")));
            } else if (inAddresses.contains(key) && STEERING.matcher(value).find()) {
                errors.add(new FieldError(
                        key,
                        "route.value",
                        new Text(
                                "không được chứa các ký tự ? # & % { } * \\ \" < > |",
                                "must not hold any of ? # & % { } * \\ \" < > |")));
            }
        });
        return errors;
    }

    Map<String, String> withDefaults(RouteSettings route) {
        var settings = new TreeMap<String, String>();
        parameters(route.template()).values().stream()
                .filter(p -> p.getDefaultValue() != null)
                .forEach(p -> settings.put(p.getName(), p.getDefaultValue()));
        settings.putAll(route.parameters());
        return settings;
    }

    /** @return whether the hub itself makes and starts that route just now. Any thread */
    boolean isBeingMade(String name) {
        return beingMade.contains(name);
    }

    private void add(RouteSettings route) throws RouteFailure {
        beingMade.add(route.name());
        try {
            TemplatedRouteBuilder.builder(camel, route.template())
                    .routeId(route.name())
                    .parameter(ShownTemplates.ROUTE_NAME, route.name())
                    .parameters(new HashMap<>(route.parameters()))
                    .add();
            routes.put(route.name(), route);
            refuseBreaches(route);
            sinks.started(route.name(), route.template(), withDefaults(route));
        } catch (Exception e) { // whatever an endpoint throws when it is made or started
            stop(route.name());
            throw new RouteFailure(e);
        } finally {
            beingMade.remove(route.name());
        }
    }

    /** What a template's own code made of it is held against the rules once more. */
    private void refuseBreaches(RouteSettings route) throws RouteFailure {
        var grave = RouteRules.breaches(camel.getRouteDefinition(route.name())).stream()
                .filter(RouteRules.Breach::grave)
                .toList();
        if (!grave.isEmpty()) {
            throw new RouteFailure(
                    new IllegalStateException(RouteRules.sentence(grave).en()));
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
        var known = new LinkedHashMap<String, RouteTemplateParameterDefinition>();
        var definition = camel.getRouteTemplateDefinition(template);
        if (definition != null && definition.getTemplateParameters() != null) {
            definition.getTemplateParameters().stream()
                    .filter(parameter -> !parameter.getName().equals(ShownTemplates.ROUTE_NAME))
                    .forEach(parameter -> known.put(parameter.getName(), parameter));
        }
        return known;
    }
}
