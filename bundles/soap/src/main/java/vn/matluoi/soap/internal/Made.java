package vn.matluoi.soap.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.http.XmlElement;

/** Makes elements of an answer, all in the contract's namespace. */
final class Made {

    private Made() {}

    static XmlElement of(String name, XmlElement... children) {
        return new XmlElement(name, Map.of(), Arrays.asList(children), "");
    }

    static XmlElement of(String name, Map<String, String> attributes, List<XmlElement> children) {
        return new XmlElement(name, attributes, children, "");
    }

    static XmlElement text(String name, String text) {
        return new XmlElement(name, Map.of(), List.of(), text);
    }
}
