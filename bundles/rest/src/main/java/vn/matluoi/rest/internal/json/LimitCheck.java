package vn.matluoi.rest.internal.json;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/** Holds values against their {@link Limit}. */
public final class LimitCheck {

    /** A pattern that is nothing but words to choose from. */
    private static final Pattern WORDS = Pattern.compile("[\\w-]+(\\|[\\w-]+)+");

    private LimitCheck() {}

    /** @throws HubException {@code INVALID}, naming every component at fault */
    public static void body(Object body) {
        var errors = new ArrayList<FieldError>();
        walk("", body, errors);
        refuse(errors);
    }

    public static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    errors.get(0).rule(),
                    errors.get(0).message(),
                    errors);
        }
    }

    private static void walk(String path, Object body, List<FieldError> errors) {
        for (var component : body.getClass().getRecordComponents()) {
            var name = path + component.getName();
            var value = value(body, component);
            var limit = component.getAnnotation(Limit.class);
            if (limit != null) {
                check(name, value, limit, errors);
            }
            if (value instanceof Record nested) {
                walk(name + ".", nested, errors);
            }
        }
    }

    private static Object value(Object body, RecordComponent component) {
        try {
            return component.getAccessor().invoke(body);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(body.getClass() + " must be a public record", hidden);
        }
    }

    /** Adds what is wrong with one value. */
    public static void check(String name, Object value, Limit limit, List<FieldError> errors) {
        if (value == null) {
            if (limit.required()) {
                errors.add(new FieldError(
                        name,
                        "field.required",
                        new Text("Thiếu trường “" + name + "”.", "The field \"" + name + "\" is missing.")));
            }
        } else if (value instanceof String text) {
            text(name, text, limit, errors);
        } else if (value instanceof char[] secret) {
            length(name, secret.length, limit, errors);
            if (limit.required() && secret.length == 0) {
                check(name, null, limit, errors);
            }
        } else if (value instanceof Double fraction) {
            if (!(fraction >= limit.least() && fraction <= limit.most())) { // also what is no number
                errors.add(range(name, limit));
            }
        } else if (value instanceof Number number) {
            range(name, number.longValue(), limit, errors);
        } else if (value instanceof List<?> list) {
            size(name, list.size(), limit, errors);
            for (var i = 0; i < list.size(); i++) {
                check(name + "[" + i + "]", list.get(i), limit, errors);
            }
        } else if (value instanceof Map<?, ?> map) {
            size(name, map.size(), limit, errors);
            map.forEach((key, entry) -> check(name + "." + key, entry, limit, errors));
        }
    }

    private static void text(String name, String text, Limit limit, List<FieldError> errors) {
        length(name, text.length(), limit, errors);
        if (limit.required() && text.isBlank()) {
            check(name, null, limit, errors);
        } else if (!limit.pattern().isEmpty() && !text.matches(limit.pattern())) {
            errors.add(new FieldError(name, "field.pattern", mismatch(name, limit.pattern())));
        }
    }

    private static Text mismatch(String name, String pattern) {
        if (WORDS.matcher(pattern).matches()) {
            var words = pattern.replace("|", ", ");
            return new Text(
                    "Trường “" + name + "” phải là một trong: " + words + ".",
                    "The field \"" + name + "\" must be one of: " + words + ".");
        }
        return new Text(
                "Trường “" + name + "” phải theo mẫu " + pattern + ".",
                "The field \"" + name + "\" must match " + pattern + ".");
    }

    private static void length(String name, int length, Limit limit, List<FieldError> errors) {
        if (length > limit.max()) {
            errors.add(new FieldError(
                    name,
                    "field.too-long",
                    new Text(
                            "Trường “" + name + "” dài " + length + " ký tự; tối đa " + limit.max() + ".",
                            "The field \"" + name + "\" has " + length + " characters; at most " + limit.max() + ".")));
        }
    }

    private static void size(String name, int size, Limit limit, List<FieldError> errors) {
        if (size > limit.items()) {
            errors.add(new FieldError(
                    name,
                    "field.too-many",
                    new Text(
                            "Trường “" + name + "” có " + size + " mục; tối đa " + limit.items() + ".",
                            "The field \"" + name + "\" has " + size + " entries; at most " + limit.items() + ".")));
        }
    }

    /** Adds an error if a number is out of its range. */
    public static void range(String name, long number, Limit limit, List<FieldError> errors) {
        if (number < limit.least() || number > limit.most()) {
            errors.add(range(name, limit));
        }
    }

    private static FieldError range(String name, Limit limit) {
        return new FieldError(
                name,
                "field.range",
                new Text(
                        "Trường “" + name + "” phải từ " + limit.least() + " đến " + limit.most() + ".",
                        "The field \"" + name + "\" must be " + limit.least() + " to " + limit.most() + "."));
    }
}
