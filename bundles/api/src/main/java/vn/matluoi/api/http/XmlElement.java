package vn.matluoi.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An XML element as devices write them: names without namespace (five namespaces are mixed in one Hikvision
 * product line), order kept.
 *
 * @param name local name
 * @param attributes by local name
 * @param children child elements in order
 * @param text its own text, trimmed; empty if none
 */
public record XmlElement(String name, Map<String, String> attributes, List<XmlElement> children, String text) {

    public XmlElement {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** @return the first child of that name */
    public Optional<XmlElement> child(String name) {
        return children.stream().filter(c -> c.name.equals(name)).findFirst();
    }

    /** @return all children of that name */
    public List<XmlElement> children(String name) {
        return children.stream().filter(c -> c.name.equals(name)).toList();
    }

    /** @return the element at the end of a path of child names */
    public Optional<XmlElement> at(String... path) {
        Optional<XmlElement> here = Optional.of(this);
        for (var step : path) {
            here = here.flatMap(e -> e.child(step));
        }
        return here;
    }

    /** @return the text at the end of a path of child names, if it is there and not empty */
    public Optional<String> text(String... path) {
        return at(path).map(XmlElement::text).filter(t -> !t.isEmpty());
    }

    /** @return every element of that name at any depth, in document order */
    public List<XmlElement> all(String name) {
        var found = new ArrayList<XmlElement>();
        collect(name, found);
        return found;
    }

    private void collect(String wanted, List<XmlElement> found) {
        for (var child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            }
            child.collect(wanted, found);
        }
    }
}
