package vn.matluoi.rest.internal.v1;

import java.util.HashMap;
import java.util.Map;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.json.Limit;

/**
 * A route as a caller writes it.
 *
 * @param name its name, for a new one
 * @param template what it is made from
 * @param parameters of that template; a null is one that is not given
 */
public record RouteBody(
        @Limit(max = 60, pattern = Routes.NAME) String name,
        @Limit(max = 60, required = true) String template,
        @Limit(
                        max = 4000,
                        items = 100,
                        about =
                                "the template's parameters, see /route-templates; no secrets, but names of files that hold them")
                Map<String, String> parameters) {

    String newName() {
        if (name == null) {
            throw Values.invalid(
                    "name", "field.required", new Text("Thiếu trường “name”.", "The field \"name\" is missing."));
        }
        return name;
    }

    /** The address names the route. */
    void refuseRenaming(String path) {
        if (name != null && !name.equals(path)) {
            throw Values.invalid(
                    "name",
                    "route.renamed",
                    new Text("Tên tuyến không đổi được.", "The name of a route cannot be changed."));
        }
    }

    Map<String, String> values() {
        var values = new HashMap<String, String>();
        if (parameters != null) {
            parameters.forEach((key, value) -> {
                if (value != null) {
                    values.put(key, value);
                }
            });
        }
        return values;
    }
}
