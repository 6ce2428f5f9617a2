package vn.matluoi.source.soap.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;

/**
 * An element as a record: what stands in it by its names, with dots between those of inner elements, attributes with {@code @}; the
 * texts of what stands there several times with semicolons between.
 */
final class Flat {

    private final Map<String, ElementPath> named;
    private final Set<String> otherwise; // names of what goes by headings

    /** @param named headings given to values, with where each stands in an item */
    Flat(Map<String, ElementPath> named) {
        this.named = named;
        this.otherwise = named.values().stream().map(ElementPath::dotted).collect(Collectors.toSet());
    }

    /** @return the text; empty if it is said to be nothing ({@code xsi:nil}) */
    static Optional<String> text(XmlElement element) {
        var nil = element.attributes().getOrDefault("nil", "");
        return nil.equals("true") || nil.equals("1") ? Optional.empty() : Optional.of(element.text());
    }

    Map<String, String> record(XmlElement item) throws Unusable {
        var record = new LinkedHashMap<String, String>();
        named.forEach((heading, path) -> path.text(item).ifPresent(text -> record.put(heading, text.orElse(null))));
        var found = new LinkedHashMap<String, Optional<StringJoiner>>();
        flatten("", item, found);
        found.forEach((name, text) -> {
            if (!otherwise.contains(name)) {
                record.putIfAbsent(name, text.map(StringJoiner::toString).orElse(null));
            }
        });
        return record;
    }

    private void flatten(String path, XmlElement element, Map<String, Optional<StringJoiner>> found) throws Unusable {
        for (var attribute : element.attributes().entrySet()) {
            if (!attribute.getKey().equals("nil") && !attribute.getKey().equals("xmlns")) {
                add(path + "@" + attribute.getKey(), Optional.of(attribute.getValue()), found);
            }
        }
        for (var child : element.children()) {
            var name = path + child.name();
            if (child.children().isEmpty()) {
                add(name, text(child), found);
            }
            if (!child.children().isEmpty() || !child.attributes().isEmpty()) {
                flatten(name + ".", child, found);
            }
        }
    }

    private static void add(String name, Optional<String> text, Map<String, Optional<StringJoiner>> found)
            throws Unusable {
        if (name.length() > Records.LONGEST_HEADING || found.size() > Records.MOST_HEADINGS) {
            throw Gathered.tooMuch();
        }
        var before = found.getOrDefault(name, Optional.empty());
        if (text.isPresent()) {
            found.put(
                    name,
                    Optional.of(before.orElseGet(() -> new StringJoiner("; ")).add(text.get())));
        } else {
            found.putIfAbsent(name, Optional.empty());
        }
    }
}
