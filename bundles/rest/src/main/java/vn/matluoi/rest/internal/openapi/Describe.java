package vn.matluoi.rest.internal.openapi;

import static vn.matluoi.rest.internal.openapi.Schemas.object;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;
import vn.matluoi.rest.internal.guard.AnyCaller;
import vn.matluoi.rest.internal.guard.Anyone;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.problem.Problem;

/**
 * Writes {@code openapi.json} (OpenAPI 3.0.3) from the operations' own annotations. Runs in the build; the same classes
 * give the same bytes.
 *
 * <p>Each operation says whom it serves: {@code x-matluoi-action}, what the decision point is asked for ({@code none} for
 * what needs no right), and {@code x-matluoi-reach}, how the caller's scope bears on it ({@code list, area, source, reference,
 * province}, or {@code self} and {@code anyone}).
 */
public final class Describe {

    private static final List<String> PROBLEMS = List.of("400", "401", "403", "404", "429", "default");

    private final Schemas schemas = new Schemas();
    private final Map<String, Map<String, Object>> paths = new TreeMap<>();

    private Describe() {}

    /** @param arguments the file to write, and the version of the hub */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        Files.write(file, describe(arguments[1]));
    }

    static byte[] describe(String version) throws IOException {
        var mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsBytes(new Describe().document(version));
    }

    private Map<String, Object> document(String version) {
        for (var resource : Operations.CLASSES) {
            for (var method : resource.getDeclaredMethods()) {
                httpMethod(method).ifPresent(verb -> add(resource, method, verb));
            }
        }
        schemas.of(Problem.class, null);
        var info = object("title", "Mắt Lưới");
        info.put("description", "The provincial camera catalogue and what is done with it. Contract v1.");
        info.put("version", version);
        info.put("license", object("name", "Apache-2.0"));
        var document = object("openapi", "3.0.3");
        document.put("info", info);
        document.put("servers", List.of(object("url", "/api/v1")));
        document.put("paths", sorted());
        document.put("components", components());
        return document;
    }

    private Map<String, Object> sorted() {
        var sorted = new TreeMap<String, Object>();
        paths.forEach((path, operations) -> sorted.put(path, new TreeMap<>(operations)));
        return sorted;
    }

    private Map<String, Object> components() {
        var components = object("schemas", schemas.named());
        var content = object(Problem.MEDIA_TYPE, object("schema", object("$ref", "#/components/schemas/Problem")));
        var problem = object("description", "What went wrong, by which rule, and how to mend it (RFC 9457)");
        problem.put("content", content);
        components.put("responses", object("Problem", problem));
        var session = object("type", "apiKey");
        session.put("in", "cookie");
        session.put("name", "__Host-matluoi");
        session.put(
                "description",
                "For people. A change also needs the header X-Matluoi-Request: 1, or a browser that tells its origin.");
        var basic = object("type", "http");
        basic.put("scheme", "basic");
        var key = object("type", "http");
        key.put("scheme", "bearer");
        var schemes = object("session", session);
        schemes.put("basic", basic);
        schemes.put("key", key);
        components.put("securitySchemes", schemes);
        return components;
    }

    private void add(Class<?> resource, Method method, String verb) {
        var path = path(resource, method);
        var operations = paths.computeIfAbsent(path, any -> new LinkedHashMap<>());
        if (operations.get(verb) instanceof Map<?, ?> other) {
            merge(other, operation(path, method));
        } else {
            operations.put(verb, operation(path, method));
        }
    }

    /** Two methods that differ only in what they consume are one operation with two kinds of body. */
    @SuppressWarnings("unchecked")
    private static void merge(Map<?, ?> one, Map<String, Object> other) {
        var bodies = (Map<String, Object>) ((Map<String, Object>) one.get("requestBody")).get("content");
        var more = (Map<String, Object>) ((Map<String, Object>) other.get("requestBody")).get("content");
        bodies.putAll(more);
        var sorted = new TreeMap<>(bodies);
        bodies.clear();
        bodies.putAll(sorted);
        if (((String) one.get("operationId")).compareTo((String) other.get("operationId")) > 0) {
            var named = (Map<String, Object>) one;
            named.put("operationId", other.get("operationId"));
            named.put("summary", other.get("summary"));
            named.put("parameters", other.get("parameters"));
        }
    }

    private Map<String, Object> operation(String path, Method method) {
        var doc = method.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(method + " has no @Doc");
        }
        var operation = object("operationId", method.getName());
        operation.put("summary", doc.value());
        operation.put("tags", List.of(path.split("/")[1]));
        access(operation, method);
        var parameters = new ArrayList<Object>();
        for (var parameter : method.getParameters()) {
            parameter(parameter).ifPresent(parameters::add);
            body(parameter, method).ifPresent(body -> operation.put("requestBody", body));
        }
        operation.put("parameters", parameters);
        operation.put("responses", responses(method, doc));
        return operation;
    }

    private static void access(Map<String, Object> operation, Method method) {
        var needs = method.getAnnotation(Needs.class);
        if (needs != null) {
            operation.put("x-matluoi-action", needs.value().name());
            operation.put("x-matluoi-reach", needs.reach().name().toLowerCase(Locale.ROOT));
        } else {
            operation.put("x-matluoi-action", "none");
            operation.put("x-matluoi-reach", method.isAnnotationPresent(AnyCaller.class) ? "self" : "anyone");
        }
        operation.put(
                "security",
                method.isAnnotationPresent(Anyone.class)
                        ? List.of()
                        : List.of(object("session", List.of()), object("basic", List.of()), object("key", List.of())));
    }

    private Optional<Map<String, Object>> parameter(Parameter parameter) {
        var query = parameter.getAnnotation(QueryParam.class);
        var path = parameter.getAnnotation(PathParam.class);
        var header = parameter.getAnnotation(HeaderParam.class);
        if (query == null && path == null && (header == null || header.value().equals("Content-Type"))) {
            return Optional.empty();
        }
        var limit = parameter.getAnnotation(Limit.class);
        var described = object("name", query != null ? query.value() : path != null ? path.value() : header.value());
        described.put("in", query != null ? "query" : path != null ? "path" : "header");
        described.put("required", path != null || (limit != null && limit.required()));
        var schema = schemas.of(parameter.getType(), limit);
        var standard = parameter.getAnnotation(DefaultValue.class);
        if (standard != null) {
            schema.put("default", value(standard.value(), parameter.getType()));
        }
        described.put("schema", schema);
        return Optional.of(described);
    }

    private static Object value(String text, Class<?> type) {
        if (type == boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == String.class ? text : (Object) Long.valueOf(text);
    }

    private Optional<Map<String, Object>> body(Parameter parameter, Method method) {
        var annotated =
                List.of(QueryParam.class, PathParam.class, HeaderParam.class, Context.class, Suspended.class).stream()
                        .anyMatch((Class<? extends Annotation> kind) -> parameter.isAnnotationPresent(kind));
        if (annotated) {
            return Optional.empty();
        }
        var type = parameter.getType();
        var schema = type == InputStream.class
                ? binary()
                : type == MultipartBody.class
                        ? form(method.getAnnotation(Doc.class).parts())
                        : schemas.of(parameter.getParameterizedType(), null);
        var content = new LinkedHashMap<String, Object>();
        for (var media : sortedMedia(method.getAnnotation(Consumes.class).value())) {
            var document = type == InputStream.class && media.equals(MediaType.APPLICATION_JSON);
            content.put(media, object("schema", document ? free() : schema));
        }
        var body = object("required", true);
        body.put("content", content);
        return Optional.of(body);
    }

    private static List<String> sortedMedia(String[] media) {
        return Arrays.stream(media).sorted().toList();
    }

    private static Map<String, Object> form(String... parts) {
        var files = new LinkedHashMap<String, Object>();
        for (var part : parts) {
            files.put(part, binary());
        }
        var schema = object("type", "object");
        schema.put("additionalProperties", false);
        schema.put("properties", files);
        schema.put("required", List.of(parts));
        return schema;
    }

    /** An object of any form: this very description. */
    private static Map<String, Object> free() {
        var schema = object("type", "object");
        schema.put("additionalProperties", true);
        return schema;
    }

    private static Map<String, Object> binary() {
        return binary(64L << 20);
    }

    private static Map<String, Object> binary(long most) {
        var schema = object("type", "string");
        schema.put("format", "binary");
        schema.put("maxLength", most);
        return schema;
    }

    private Map<String, Object> responses(Method method, Doc doc) {
        var responses = new LinkedHashMap<String, Object>();
        var answer = object("description", doc.value());
        if (doc.status() != 204) {
            var binary = doc.answer() == byte[].class;
            var type = doc.answer() == Void.class ? method.getGenericReturnType() : doc.answer();
            var schema =
                    binary || type == byte[].class ? (binary ? binary(doc.bytes()) : free()) : schemas.of(type, null);
            answer.put("content", object(media(method), object("schema", schema)));
        }
        responses.put(String.valueOf(doc.status()), answer);
        if (doc.or() != 0) {
            responses.put(String.valueOf(doc.or()), answer);
        }
        for (var status : PROBLEMS) {
            responses.put(status, object("$ref", "#/components/responses/Problem"));
        }
        return responses;
    }

    private static String media(Method method) {
        var own = method.getAnnotation(Produces.class);
        return own != null
                ? own.value()[0]
                : method.getDeclaringClass().getAnnotation(Produces.class).value()[0];
    }

    private static String path(Class<?> resource, Method method) {
        var below = method.getAnnotation(javax.ws.rs.Path.class);
        return resource.getAnnotation(javax.ws.rs.Path.class).value() + (below == null ? "" : below.value());
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(verb -> verb.value().toLowerCase(Locale.ROOT))
                .findFirst();
    }
}
