package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;

/**
 * A JSON object as a record: its members by their names, those of inner objects by their path with dots between. Every member is kept as
 * it was written.
 */
final class Flat {

    private final Map<String, JsonPointer> named;
    private final Set<String> otherwise; // names of the members that go by headings

    /** @param named headings given to values, with where each stands in an item */
    Flat(Map<String, JsonPointer> named) {
        this.named = named;
        this.otherwise = named.values().stream()
                .map(pointer -> pointer.toString().replaceFirst("^/", "").replace('/', '.'))
                .collect(Collectors.toSet());
    }

    /** @param number of the item in the list, from 1 */
    Map<String, String> record(JsonNode item, int number) throws Unusable {
        if (!item.isObject()) {
            throw Unusable.because(
                    "rest.item",
                    "phần tử %d của danh sách không phải một đối tượng JSON".formatted(number),
                    "item %d of the list is no JSON object".formatted(number));
        }
        var record = new LinkedHashMap<String, String>();
        named.forEach((heading, pointer) -> {
            var value = item.at(pointer);
            if (!value.isMissingNode()) {
                record.put(heading, text(value));
            }
        });
        flatten("", item, record);
        return record;
    }

    private void flatten(String path, JsonNode node, Map<String, String> record) throws Unusable {
        for (var members = node.fields(); members.hasNext(); ) {
            var member = members.next();
            if (path.length() + member.getKey().length() > Records.LONGEST_HEADING
                    || record.size() > Records.MOST_HEADINGS) {
                throw Gathered.tooMuch();
            }
            var name = path.isEmpty() ? member.getKey() : path + '.' + member.getKey();
            if (member.getValue().isObject()) {
                flatten(name, member.getValue(), record);
            } else if (!otherwise.contains(name)) {
                record.putIfAbsent(name, text(member.getValue()));
            }
        }
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("; "));
        }
        return value.isBigDecimal()
                ? value.decimalValue().toPlainString()
                : value.isValueNode() ? value.asText() : value.toString();
    }
}
