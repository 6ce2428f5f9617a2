package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.Routes;

/** {@code hub:route-templates}: what routes are made from, or the parameters of one template. */
@Service
@Command(
        scope = "hub",
        name = "route-templates",
        description =
                "Liệt kê các mẫu tuyến, hoặc tham số của một mẫu / Lists what routes are made from, or the parameters of one")
public final class RouteTemplates extends HubCommand {

    @Argument(name = "template", multiValued = true, description = "Tên mẫu / The template's name")
    List<String> words;

    @Reference(optional = true)
    Routes routes;

    private String name = "";

    @Override
    void words() {
        name = words == null || words.isEmpty() ? "" : only(words);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        var all = there(routes, "camel").templates();
        if (name.isEmpty()) {
            var table = new Table("template", "what", "problem");
            all.forEach(template -> table.row(
                    template.name(),
                    template.about(),
                    template.problem().map(Object::toString).orElse("")));
            show(table);
            return;
        }
        var template = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> notFound("mẫu", "template", name));
        var table = new Table("parameter", "required", "default", "example", "what");
        template.parameters()
                .forEach(parameter -> table.row(
                        parameter.name(),
                        parameter.required(),
                        parameter.otherwise().orElse(""),
                        parameter.example().orElse(""),
                        parameter.about()));
        show(table);
    }
}
