package vn.matluoi.rest.internal.guard;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.TreeSet;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.core.MultivaluedMap;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.json.LimitCheck;

/**
 * Holds path, query and headers against what an operation declares. A query parameter nobody declared, or given twice, is refused:
 * a mistyped filter must not list everything.
 */
final class Parameters {

    private Parameters() {}

    static void check(Method operation, ContainerRequestContext request) {
        var uri = request.getUriInfo();
        var errors = new ArrayList<FieldError>();
        var known = new TreeSet<String>();
        for (var parameter : operation.getParameters()) {
            var limit = parameter.getAnnotation(Limit.class);
            var query = parameter.getAnnotation(QueryParam.class);
            var path = parameter.getAnnotation(PathParam.class);
            var header = parameter.getAnnotation(HeaderParam.class);
            if (query != null) {
                known.add(query.value());
                one(query.value(), uri.getQueryParameters(), parameter, limit, errors);
            } else if (path != null && parameter.getType() == String.class) {
                one(path.value(), uri.getPathParameters(), parameter, limit, errors);
            } else if (header != null && limit != null) {
                LimitCheck.check(header.value(), request.getHeaderString(header.value()), limit, errors);
            }
        }
        for (var given : uri.getQueryParameters().entrySet()) {
            var name = given.getKey();
            if (!known.contains(name)) {
                var list = known.isEmpty() ? "–" : String.join(", ", known);
                errors.add(new FieldError(
                        cut(name),
                        "query.unknown",
                        new Text(
                                "Không có tham số “" + cut(name) + "”. Các tham số: " + list + ".",
                                "There is no parameter \"" + cut(name) + "\". Parameters: " + list + ".")));
            } else if (given.getValue().size() > 1) {
                errors.add(new FieldError(
                        name,
                        "query.twice",
                        new Text("Tham số “" + name + "” chỉ được ghi một lần.", "Give \"" + name + "\" once.")));
            }
        }
        LimitCheck.refuse(errors);
    }

    private static void one(
            String name,
            MultivaluedMap<String, String> given,
            Parameter parameter,
            Limit limit,
            ArrayList<FieldError> errors) {
        var text = given.getFirst(name);
        var type = parameter.getType();
        if (text != null && type != String.class) {
            typed(name, text, type, limit, errors);
        } else if (limit != null) {
            LimitCheck.check(name, text, limit, errors);
        }
    }

    private static void typed(String name, String text, Class<?> type, Limit limit, ArrayList<FieldError> errors) {
        if (type == Boolean.class || type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                errors.add(new FieldError(
                        name,
                        "query.boolean",
                        new Text("“" + name + "” là true hoặc false.", "\"" + name + "\" is true or false.")));
            }
            return;
        }
        try {
            var number = Long.parseLong(text);
            if (limit != null) {
                LimitCheck.range(name, number, limit, errors);
            }
        } catch (NumberFormatException notNumber) {
            errors.add(new FieldError(
                    name,
                    "query.number",
                    new Text("“" + name + "” phải là số nguyên.", "\"" + name + "\" must be a whole number.")));
        }
    }

    private static String cut(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
