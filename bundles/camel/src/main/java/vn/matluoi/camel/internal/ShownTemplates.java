package vn.matluoi.camel.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.Routes.Parameter;
import vn.matluoi.api.route.Routes.Template;

/**
 * Templates as people see them. Camel knows one description of a template and of each parameter; it is written
 * {@code tiếng Việt, ví dụ EXAMPLE / English, for example EXAMPLE}, the example last.
 */
final class ShownTemplates {

    /** Given to each by the hub itself. */
    static final String ROUTE_NAME = "routeName";

    /** What it means that there is none may follow it. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?:^|[,;]? )for example (.+?)((?:; [^;]* if empty|; [^;=]* stands for [^;]*)?)$", Pattern.DOTALL);

    private static final Pattern EXAMPLE_VI = Pattern.compile("(?:^|[,;]? )ví dụ .+$", Pattern.DOTALL);

    private ShownTemplates() {}

    /** One that could not be read. */
    static Template broken(String name, Text problem) {
        return new Template(name, Text.same(""), List.of(), Optional.of(problem));
    }

    static Template of(RouteTemplateDefinition template, Optional<Text> problem) {
        var parameters = template.getTemplateParameters() == null
                ? List.<RouteTemplateParameterDefinition>of()
                : template.getTemplateParameters();
        return new Template(
                template.getId(),
                text(template.getDescriptionText()),
                parameters.stream()
                        .filter(parameter -> !parameter.getName().equals(ROUTE_NAME))
                        .map(ShownTemplates::of)
                        .toList(),
                problem);
    }

    static Parameter of(RouteTemplateParameterDefinition parameter) {
        var said = text(parameter.getDescription());
        var example = EXAMPLE.matcher(said.en());
        var otherwise = Optional.ofNullable(parameter.getDefaultValue()).filter(value -> !value.isEmpty());
        return new Parameter(
                parameter.getName(),
                new Text(
                        EXAMPLE_VI.matcher(said.vi()).replaceFirst(""),
                        EXAMPLE.matcher(said.en()).replaceFirst("$2")),
                example.find() ? Optional.of(example.group(1)) : Optional.empty(),
                otherwise,
                parameter.getDefaultValue() == null && parameter.isRequired(),
                KeyFile.holdsSecret(parameter.getName()));
    }

    private static Text text(String description) {
        if (description == null) {
            return Text.same("");
        }
        var both = description.split(" / ", 2);
        return new Text(both[0], both[both.length - 1]);
    }
}
