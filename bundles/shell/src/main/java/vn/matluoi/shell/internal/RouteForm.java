package vn.matluoi.shell.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import vn.matluoi.api.route.Routes;

/** The settings of a route as options of a command. No secret is among them: parameters name files that hold them. */
public abstract class RouteForm extends HubCommand {

    @Argument(name = "route", required = true, multiValued = true, description = "Tên tuyến / The route's name")
    List<String> words;

    @Option(
            name = "--template",
            description = "Mẫu tuyến, xem hub:route-templates / What it is made from, see hub:route-templates")
    String template;

    @Option(
            name = "--set",
            description = "Tham số của mẫu, dạng khóa=giá trị / The template's parameter, as key=value",
            multiValued = true)
    List<String> parameters;

    @Reference(optional = true)
    Routes routes;

    String route;

    @Override
    void words() {
        route = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(route);
    }

    /** @return those given over what is there already; one without a value is taken away */
    final Map<String, String> over(Map<String, String> present) {
        var all = new HashMap<>(present);
        for (var parameter : parameters == null ? List.<String>of() : parameters) {
            var at = parameter.indexOf('=');
            if (at < 1) {
                throw invalid(
                        "--set",
                        "option.format",
                        "tham số có dạng khóa=giá trị, không phải: " + parameter,
                        "a parameter is key=value, not: " + parameter);
            }
            if (at == parameter.length() - 1) {
                all.remove(parameter.substring(0, at));
            } else {
                all.put(parameter.substring(0, at), parameter.substring(at + 1));
            }
        }
        return all;
    }
}
