package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Administrative units, dated. */
@Path("/areas")
@Produces(MediaType.APPLICATION_JSON)
public final class AreaResource {

    private final Services services;

    public AreaResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.REFERENCE)
    @Doc("Lists the units under a parent (provinces without one), or finds units by name.")
    public ListJson<AreaJson> listAreas(
            @QueryParam("parent") @Limit(max = 5) String parent,
            @QueryParam("q") @Limit(about = "name, without regard to case and accents") String q,
            @QueryParam("former") @DefaultValue("false") boolean former,
            @QueryParam("limit") @DefaultValue("200") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var areas = services.need(Areas.class);
        var above = Values.area("parent", parent);
        var found =
                Values.text(q).map(name -> areas.search(name, above, former)).orElseGet(() -> areas.children(above));
        return ListJson.part(found, Values.sequence("cursor", cursor), limit, AreaJson::of);
    }

    @GET
    @Path("/{code}")
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.REFERENCE)
    @Doc("A unit of that code: the one in force, and all that ever had the code.")
    public AreaHistoryJson getArea(@PathParam("code") @Limit(max = 5) String code) {
        if (!code.matches("\\d{2}|\\d{3}|\\d{5}")) {
            throw Values.notFound();
        }
        var areas = services.need(Areas.class);
        var known = new AreaCode(code);
        var history = areas.history(known);
        if (history.isEmpty()) {
            throw Values.notFound();
        }
        return new AreaHistoryJson(
                code,
                areas.find(known).map(AreaJson::of).orElse(null),
                history.stream().map(AreaJson::of).toList());
    }

    /** A code: the unit in force, if one is, and every unit that had it. */
    public record AreaHistoryJson(
            @Limit(max = 5, required = true) String code,
            AreaJson current,
            @Limit(items = 100, required = true) List<AreaJson> history) {}

    /**
     * An administrative unit.
     *
     * @param level {@code province, district, commune}
     * @param to last day in force; absent for a unit in force
     * @param successors codes of the units that took over; several are listed, never chosen among
     */
    public record AreaJson(
            @Limit(max = 5, required = true) String code,
            @Limit(max = 10, required = true, pattern = "province|district|commune") String level,
            @Limit(max = 60) String kind,
            @Limit(max = 200, required = true) String name,
            @Limit(max = 200) String fullName,
            @Limit(max = 200) String fullNameEn,
            @Limit(max = 5) String parent,
            @Limit(max = 10, required = true) String from,
            @Limit(max = 10) String to,
            @Limit(max = 5, items = 200, required = true) List<String> successors) {

        static AreaJson of(Area area) {
            return new AreaJson(
                    area.code().value(),
                    area.level().name().toLowerCase(Locale.ROOT),
                    area.kind(),
                    area.name(),
                    area.fullName(),
                    area.fullNameEn(),
                    area.parent().map(AreaCode::value).orElse(null),
                    area.validity().from().toString(),
                    area.validity().to().map(Object::toString).orElse(null),
                    area.successors().stream().map(AreaCode::value).toList());
        }
    }
}
