package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.matluoi.api.route.JsonTree;
import vn.matluoi.api.route.Unusable;

/** An item of a list as a record, see {@link JsonTree#record}. */
final class Flat {

    private final Map<String, String> named = new LinkedHashMap<>();
    private final JsonMapper json;

    /**
     * @param named headings given to values, with where each stands in an item
     * @param json what read the items: numbers stay as it has them
     */
    Flat(Map<String, JsonPointer> named, JsonMapper json) {
        named.forEach((heading, pointer) -> this.named.put(heading, pointer.toString()));
        this.json = json;
    }

    /** @param number of the item in the list, from 1 */
    Map<String, String> record(JsonNode item, int number) throws Unusable {
        if (!item.isObject()) {
            throw Unusable.because(
                    "rest.item",
                    "phần tử %d của danh sách không phải một đối tượng JSON".formatted(number),
                    "item %d of the list is no JSON object".formatted(number));
        }
        return new JsonTree(json.convertValue(item, Object.class)).record(named);
    }
}
