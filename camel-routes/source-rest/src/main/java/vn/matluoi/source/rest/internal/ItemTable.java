package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A list of JSON objects as a sheet: one row an object, one column a member, those of inner objects by their path with dots
 * between. So a list is read by the same profiles as the sheets of the same agency, and every member is kept as it was written.
 * What it holds is bounded while it is filled.
 */
final class ItemTable {

    /** As a sheet may have them. */
    static final int MOST_COLUMNS = 200;

    static final int MOST_ROWS = 50_000;

    /** Cells that hold something, of all rows: of 50,000 cameras 20 each. */
    static final int MOST_CELLS = 1_000_000;

    /** Characters of a column's name. */
    static final int LONGEST_NAME = 200;

    private final Map<String, JsonPointer> named;
    private final Set<String> otherwise; // names of the members that go by headings
    private final Set<String> headings = new LinkedHashSet<>();
    private final List<Map<String, String>> rows = new ArrayList<>();
    private int cells;

    /** @param named headings given to values, with where each stands in an item; they come first */
    ItemTable(Map<String, JsonPointer> named) {
        this.named = named;
        otherwise = named.values().stream()
                .map(pointer -> pointer.toString().replaceFirst("^/", "").replace('/', '.'))
                .collect(Collectors.toSet());
        headings.addAll(named.keySet());
    }

    int rows() {
        return rows.size();
    }

    void add(JsonNode item) throws Unusable {
        if (!item.isObject()) {
            throw Unusable.because(
                    "rest.item",
                    "phần tử %d của danh sách không phải một đối tượng JSON".formatted(rows.size() + 1),
                    "item %d of the list is no JSON object".formatted(rows.size() + 1));
        }
        var row = new LinkedHashMap<String, String>();
        flatten("", item, row);
        named.forEach((heading, pointer) -> {
            var value = item.at(pointer);
            if (!value.isMissingNode()) {
                row.put(heading, text(value));
            }
        });
        headings.addAll(row.keySet());
        rows.add(row);
        cells += row.size();
        if (rows.size() > MOST_ROWS || headings.size() > MOST_COLUMNS || cells > MOST_CELLS) {
            throw tooMuch();
        }
    }

    /** @return the sheet as CSV in UTF-8 */
    byte[] csv() {
        var bytes = new ByteArrayOutputStream();
        try (var printer = new CSVPrinter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), CSVFormat.RFC4180)) {
            printer.printRecord(headings);
            for (var row : rows) {
                printer.printRecord(headings.stream().map(heading -> row.getOrDefault(heading, "")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not into memory
        }
        return bytes.toByteArray();
    }

    private void flatten(String path, JsonNode node, Map<String, String> row) throws Unusable {
        for (var members = node.fields(); members.hasNext(); ) {
            var member = members.next();
            if (path.length() + member.getKey().length() > LONGEST_NAME || row.size() > MOST_COLUMNS) {
                throw tooMuch();
            }
            var name = path.isEmpty() ? member.getKey() : path + '.' + member.getKey();
            if (member.getValue().isObject()) {
                flatten(name, member.getValue(), row);
            } else if (!otherwise.contains(name)) {
                row.put(name, text(member.getValue()));
            }
        }
    }

    static Unusable tooMuch() {
        return Unusable.because(
                "rest.too-much",
                "danh sách dài hơn %d camera, có hơn %d trường, tên trường dài hơn %d ký tự hoặc hơn %d giá trị"
                        .formatted(MOST_ROWS, MOST_COLUMNS, LONGEST_NAME, MOST_CELLS),
                "the list has more than %d cameras, %d members, %d characters in a member's name or %d values"
                        .formatted(MOST_ROWS, MOST_COLUMNS, LONGEST_NAME, MOST_CELLS));
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(ItemTable::text)
                    .collect(Collectors.joining("; "));
        }
        return value.isBigDecimal()
                ? value.decimalValue().toPlainString()
                : value.isValueNode() ? value.asText() : value.toString();
    }
}
