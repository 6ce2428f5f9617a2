package vn.matluoi.api.route;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.intake.Imports.Records;

/**
 * A value as JSON has them, in plain Java: {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} or null. So
 * whoever reads JSON need not share a library with whoever takes it.
 *
 * @param value the whole of it
 */
public record JsonTree(Object value) {

    private static final int MOST_ZEROS = 100;

    /** @return whether it is written as RFC 6901 has it: empty for the whole, or {@code /data/0/items} */
    public static boolean isPointer(String pointer) {
        return (pointer.isEmpty() || pointer.startsWith("/")) && !pointer.matches("(?s).*~(?![01]).*");
    }

    /**
     * @param pointer RFC 6901
     * @return what stands there; empty if nothing does. What is there and null is a tree of null
     */
    public Optional<JsonTree> at(String pointer) {
        var here = value;
        for (var token : tokens(pointer)) {
            if (here instanceof Map<?, ?> map && map.containsKey(token)) {
                here = map.get(token);
            } else if (here instanceof List<?> list
                    && token.matches("0|[1-9][0-9]{0,8}")
                    && Integer.parseInt(token) < list.size()) {
                here = list.get(Integer.parseInt(token));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new JsonTree(here));
    }

    private static List<String> tokens(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isNull() {
        return value == null;
    }

    /** @return its elements if it is a list; empty if it is none */
    public Optional<List<JsonTree>> elements() {
        return value instanceof List<?> list
                ? Optional.of(list.stream().map(JsonTree::new).toList())
                : Optional.empty();
    }

    /** @return as people write it: a list of single values with semicolons between, numbers as they were written; null for null */
    public String text() {
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list
                && list.stream().noneMatch(one -> one instanceof List || one instanceof Map)) {
            return String.join(
                    "; ",
                    list.stream()
                            .map(one -> String.valueOf(new JsonTree(one).text()))
                            .toList());
        }
        if (value instanceof List || value instanceof Map) {
            return json();
        }
        return value instanceof BigDecimal number ? plain(number) : String.valueOf(value);
    }

    /** With an exponent only where a few bytes would become a gigabyte of zeros. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_ZEROS ? number.toString() : number.toPlainString();
    }

    /** @return as JSON, without blanks */
    public String json() {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(member ->
                            quoted(String.valueOf(member.getKey())) + ':' + new JsonTree(member.getValue()).json())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(one -> new JsonTree(one).json()).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : String.valueOf(text());
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (var n = 0; n < text.length(); n++) {
            var one = text.charAt(n);
            if (one == '"' || one == '\\') {
                quoted.append('\\').append(one);
            } else if (one < ' ') {
                quoted.append("\\u%04x".formatted((int) one));
            } else {
                quoted.append(one);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * An object as a record: its members by their names, those of inner objects by their path with dots between.
     *
     * @param named headings given to values, with a pointer to each; they come first
     * @return null where a member is null; bounded as {@link Records} is
     * @throws Unusable if there is more of it
     */
    public Map<String, String> record(Map<String, String> named) throws Unusable {
        var record = new LinkedHashMap<String, String>();
        var otherwise = new ArrayList<String>();
        named.forEach((heading, pointer) -> {
            at(pointer).ifPresent(found -> record.put(heading, found.text()));
            otherwise.add(String.join(".", tokens(pointer)));
        });
        flatten("", (Map<?, ?>) value, otherwise, record);
        return record;
    }

    private static void flatten(String path, Map<?, ?> object, List<String> otherwise, Map<String, String> record)
            throws Unusable {
        for (var member : object.entrySet()) {
            var key = String.valueOf(member.getKey());
            if (path.length() + key.length() > Records.LONGEST_HEADING || record.size() > Records.MOST_HEADINGS) {
                throw Gathered.tooMuch();
            }
            var name = path.isEmpty() ? key : path + '.' + key;
            if (member.getValue() instanceof Map<?, ?> inner) {
                flatten(name, inner, otherwise, record);
            } else if (!otherwise.contains(name)) {
                record.putIfAbsent(name, new JsonTree(member.getValue()).text());
            }
        }
    }
}
