package vn.matluoi.rest.internal.openapi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.rest.internal.json.Limit;

/**
 * JSON schemas of records and their parts. Every text, list and number has its bounds, every object its fields and no
 * others.
 */
final class Schemas {

    private static final int LONGEST_TEXT = 32_672;
    private static final int MOST_ENTRIES = 200_000;

    /** By name; a name stands for one record only. */
    private final Map<String, Object> named = new TreeMap<>();

    private final Map<String, Type> types = new LinkedHashMap<>();

    Map<String, Object> named() {
        return named;
    }

    /** @param limit may be null */
    Map<String, Object> of(Type type, Limit limit) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, limit);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord()) {
            return reference(plain, plain.getSimpleName(), Map.of());
        }
        if (plain == String.class) {
            return text(limit);
        }
        if (plain == char[].class) {
            var secret = text(limit);
            secret.put("format", "password");
            secret.put("writeOnly", true);
            return secret;
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return object("type", "boolean");
        }
        if (plain == int.class || plain == Integer.class) {
            return number("int32", limit, Integer.MAX_VALUE);
        }
        if (plain == long.class || plain == Long.class) {
            return number("int64", limit, Long.MAX_VALUE);
        }
        if (plain == double.class || plain == Double.class) {
            return fraction(limit);
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private Map<String, Object> ofGeneric(ParameterizedType generic, Limit limit) {
        var raw = (Class<?>) generic.getRawType();
        var arguments = generic.getActualTypeArguments();
        if (raw == List.class) {
            var schema = object("type", "array");
            schema.put("maxItems", limit == null ? MOST_ENTRIES : limit.items());
            schema.put("items", of(arguments[0], limit));
            return schema;
        }
        if (raw == Map.class) {
            return limit != null && limit.cameraFields() ? cameraFields(limit) : map(arguments[1], limit);
        }
        if (raw.isRecord()) {
            var element = (Class<?>) arguments[0];
            var bound = Map.<String, Type>of(raw.getTypeParameters()[0].getName(), element);
            return reference(generic, element.getSimpleName().replaceAll("Json$", "") + "List", bound);
        }
        throw new IllegalStateException("no schema for " + generic);
    }

    private Map<String, Object> map(Type value, Limit limit) {
        var schema = object("type", "object");
        schema.put("maxProperties", limit == null ? MOST_ENTRIES : limit.items());
        schema.put("additionalProperties", of(value, limit));
        return schema;
    }

    private static Map<String, Object> cameraFields(Limit limit) {
        var properties = new TreeMap<String, Object>();
        for (var field : CameraField.values()) {
            var property = object("type", "string");
            property.put("description", field.label().toString());
            property.put("maxLength", limit.max());
            properties.put(field.key(), property);
        }
        var schema = object("type", "object");
        schema.put("additionalProperties", false);
        schema.put("properties", properties);
        return schema;
    }

    /** @param bound what the record's type variables stand for */
    private Map<String, Object> reference(Type type, String name, Map<String, Type> bound) {
        var known = types.putIfAbsent(name, type);
        if (known == null) {
            var raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
            named.put(name, record(raw, bound));
        } else if (!known.equals(type)) {
            throw new IllegalStateException("two records are named " + name + ": " + known + " and " + type);
        }
        return object("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> record(Class<?> record, Map<String, Type> bound) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var component : record.getRecordComponents()) {
            var limit = component.getAnnotation(Limit.class);
            properties.put(component.getName(), of(type(component, bound), limit));
            if (limit != null && limit.required()) {
                required.add(component.getName());
            }
        }
        var schema = object("type", "object");
        schema.put("additionalProperties", false);
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Type type(RecordComponent component, Map<String, Type> bound) {
        var type = component.getGenericType();
        if (type instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof TypeVariable<?> variable) {
            var element = bound.get(variable.getName());
            return new ListOf(element);
        }
        return type;
    }

    private static Map<String, Object> text(Limit limit) {
        var schema = object("type", "string");
        schema.put("maxLength", limit == null ? LONGEST_TEXT : limit.max());
        if (limit != null && !limit.pattern().isEmpty()) {
            schema.put("pattern", "^(" + limit.pattern() + ")$");
        }
        if (limit != null && !limit.about().isEmpty()) {
            schema.put("description", limit.about());
        }
        return schema;
    }

    private static Map<String, Object> number(String format, Limit limit, long most) {
        var schema = object("type", "integer");
        schema.put("format", format);
        schema.put("minimum", limit == null ? 0 : limit.least());
        schema.put("maximum", limit == null ? most : Math.min(most, limit.most()));
        if (limit != null && !limit.about().isEmpty()) {
            schema.put("description", limit.about());
        }
        return schema;
    }

    private static Map<String, Object> fraction(Limit limit) {
        var schema = object("type", "number");
        schema.put("format", "double");
        schema.put("minimum", limit.least());
        schema.put("maximum", limit.most());
        if (!limit.about().isEmpty()) {
            schema.put("description", limit.about());
        }
        return schema;
    }

    static Map<String, Object> object(String key, Object value) {
        var object = new LinkedHashMap<String, Object>();
        object.put(key, value);
        return object;
    }

    /** A list whose element is known. */
    private record ListOf(Type element) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {element};
        }

        @Override
        public Type getRawType() {
            return List.class;
        }

        @Override
        public Type getOwnerType() {
            return List.class;
        }
    }
}
