package vn.matluoi.rest.internal.v1;

import java.util.List;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What routes are made from. */
@Path("/route-templates")
@Produces(MediaType.APPLICATION_JSON)
public final class RouteTemplateResource {

    private final Services services;

    public RouteTemplateResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("Lists the templates of routes, each with its parameters.")
    public ListJson<TemplateJson> listRouteTemplates(@Context Asking asking) {
        return ListJson.whole(services.need(Routes.class).templates().stream()
                .map(template -> TemplateJson.of(template, asking))
                .toList());
    }

    /**
     * One template.
     *
     * @param description Vietnamese
     * @param descriptionEn English
     * @param problem why no route can be made from it, if none can
     */
    public record TemplateJson(
            @Limit(max = 100, required = true) String name,
            @Limit(max = 1000, required = true) String description,
            @Limit(max = 1000, required = true) String descriptionEn,
            @Limit(required = true) List<ParameterJson> parameters,
            @Limit(max = 4000) String problem) {

        static TemplateJson of(Routes.Template template, Asking asking) {
            return new TemplateJson(
                    template.name(),
                    template.about().vi(),
                    template.about().en(),
                    template.parameters().stream().map(ParameterJson::of).toList(),
                    template.problem().map(asking::say).orElse(null));
        }
    }

    /**
     * One parameter.
     *
     * @param defaultValue its value where none is given
     * @param secretFile whether it names a file in etc/keys that holds a secret
     */
    public record ParameterJson(
            @Limit(max = 100, required = true) String name,
            @Limit(max = 1000, required = true) String description,
            @Limit(max = 1000, required = true) String descriptionEn,
            @Limit(max = 1000) String example,
            @Limit(max = 1000) String defaultValue,
            @Limit(required = true) boolean required,
            @Limit(required = true) boolean secretFile) {

        static ParameterJson of(Routes.Parameter parameter) {
            return new ParameterJson(
                    parameter.name(),
                    parameter.about().vi(),
                    parameter.about().en(),
                    parameter.example().orElse(null),
                    parameter.otherwise().orElse(null),
                    parameter.required(),
                    parameter.secretFile());
        }
    }
}
