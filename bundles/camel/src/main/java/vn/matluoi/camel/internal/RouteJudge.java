package vn.matluoi.camel.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.route.Timing;

/** Judges settings by their template and by its check, which come and go with bundles. Guarded by its owner. */
final class RouteJudge {

    private final RunningRoutes running;
    private final Map<String, RouteCheck> checks = new HashMap<>();

    RouteJudge(RunningRoutes running) {
        this.running = running;
    }

    void add(String template, RouteCheck check) {
        checks.put(template, check);
    }

    void remove(String template, RouteCheck check) {
        checks.remove(template, check);
    }

    /** @return those that are there now, by template */
    Map<String, RouteCheck> checks() {
        return Map.copyOf(checks);
    }

    /** @return whether the template and its check are there */
    boolean isReady(String template) {
        return running.hasTemplate(template) && checks.containsKey(template);
    }

    /** @return every value at fault */
    List<FieldError> errors(RouteSettings route) {
        var errors = new ArrayList<FieldError>();
        if (!route.name().matches(Routes.NAME)) {
            errors.add(new FieldError(
                    "name",
                    "route.name",
                    new Text(
                            "tên tuyến gồm 1–60 chữ không dấu, số và . _ -, bắt đầu bằng chữ hoặc số, không phải “%s”"
                                    .formatted(route.name()),
                            "a route's name is 1 to 60 letters without accents, digits and . _ -, and begins with a letter or digit, not \"%s\""
                                    .formatted(route.name()))));
        }
        errors.addAll(running.unknownOrMissing(route));
        errors.addAll(running.steering(route));
        var check = checks.get(route.template());
        if (errors.isEmpty() && check != null) {
            errors.addAll(check.check(running.withDefaults(route)));
            Timing.checkGiven(route.parameters(), errors);
        }
        return errors;
    }

    /** @return what to ask to know how the running routes' surroundings are, by name of the route; asked without the owner's lock */
    Map<String, Supplier<Optional<Text>>> questions() {
        var questions = new TreeMap<String, Supplier<Optional<Text>>>();
        running.settings().stream()
                .filter(route -> checks.containsKey(route.template()))
                .forEach(route -> {
                    var check = checks.get(route.template());
                    var settings = running.withDefaults(route);
                    questions.put(route.name(), () -> check.alive(settings));
                });
        return questions;
    }

    /** @return there is no such template, and which there are */
    FieldError unknownTemplate(String template) {
        var names = templateNames();
        return new FieldError(
                "template",
                "route.template-unknown",
                new Text(
                        "không có mẫu tuyến “%s”; các mẫu hiện có: %s".formatted(template, names),
                        "there is no route template \"%s\"; there are: %s".formatted(template, names)));
    }

    /** @return what is wrong with a file that names none */
    FieldError missingTemplate() {
        var names = templateNames();
        return new FieldError(
                "template",
                "required",
                new Text(
                        "thiếu khóa template; các mẫu hiện có: %s".formatted(names),
                        "the key template is missing; there are: %s".formatted(names)));
    }

    private String templateNames() {
        return String.join(", ", running.templateNames());
    }

    /** @return the sentence in which people read what is wrong */
    static Text sentence(String where, List<FieldError> errors) {
        return new Text(
                "%s bị từ chối; %s"
                        .formatted(
                                where,
                                errors.stream()
                                        .map(e -> "%s: %s"
                                                .formatted(
                                                        e.field(), e.message().vi()))
                                        .collect(Collectors.joining("; "))),
                "%s is refused; %s"
                        .formatted(
                                where,
                                errors.stream()
                                        .map(e -> "%s: %s"
                                                .formatted(
                                                        e.field(), e.message().en()))
                                        .collect(Collectors.joining("; "))));
    }
}
