package vn.matluoi.shell.internal;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;

/**
 * Options that stand after the argument, as in {@code hub:source-add nvr-1 --driver hikvision}: Karaf reads options only
 * before it and takes these for further arguments. Source: DefaultActionPreparator, Karaf 4.4.10.
 */
final class TrailingOptions {

    private TrailingOptions() {}

    /** Moves options out of the command's words into their fields. */
    static void apply(HubCommand command) throws IllegalAccessException {
        var options = new HashMap<String, Field>();
        Field argument = null;
        for (Class<?> type = command.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                var option = field.getAnnotation(Option.class);
                if (option != null) {
                    options.put(option.name(), field);
                } else if (field.isAnnotationPresent(Argument.class)) {
                    argument = field;
                }
            }
        }
        if (argument != null) {
            argument.setAccessible(true);
            argument.set(command, plain(command, words(argument.get(command)), options));
        }
    }

    private static List<String> words(Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String::valueOf).toList();
    }

    private static List<String> plain(HubCommand command, List<String> words, Map<String, Field> options)
            throws IllegalAccessException {
        var plain = new ArrayList<String>();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (!word.startsWith("--")) {
                plain.add(word);
                continue;
            }
            var parts = word.split("=", 2);
            var field = options.get(parts[0]);
            if (field == null) {
                throw HubCommand.invalid(
                        parts[0],
                        "option.unknown",
                        "không có tùy chọn %s; xem --help".formatted(parts[0]),
                        "there is no option %s; see --help".formatted(parts[0]));
            }
            field.setAccessible(true);
            if (field.getType() == boolean.class) {
                field.setBoolean(command, parts.length < 2 || Boolean.parseBoolean(parts[1]));
            } else if (parts.length == 2) {
                set(command, field, parts[0], parts[1]);
            } else if (i + 1 < words.size()) {
                set(command, field, parts[0], words.get(++i));
            } else {
                throw HubCommand.invalid(
                        parts[0], "option.value", "thiếu giá trị của " + parts[0], parts[0] + " needs a value");
            }
        }
        return plain;
    }

    private static void set(HubCommand command, Field field, String name, String value) throws IllegalAccessException {
        if (field.getType() == List.class) {
            var all = new ArrayList<String>();
            if (field.get(command) instanceof List<?> present) {
                present.forEach(each -> all.add(String.valueOf(each)));
            }
            all.addAll(Arrays.asList(value));
            field.set(command, all);
        } else if (field.getType() == int.class) {
            field.setInt(command, number(name, value));
        } else {
            field.set(command, value);
        }
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw HubCommand.invalid(
                    name,
                    "option.number",
                    "%s cần một số, không phải %s".formatted(name, value),
                    "%s needs a number, not %s".formatted(name, value));
        }
    }
}
