package vn.matluoi.source.soap.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.http.XmlElement;

/**
 * Where something stands in an answer: names of elements without namespace, from the outer to the inner; the last may be an
 * attribute's ({@code Body/GetCamerasResponse/Camera}, {@code ViTri/@lat}).
 */
record ElementPath(List<String> steps) {

    private static final Pattern STEP = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,199}");
    private static final int MOST_STEPS = 30;

    ElementPath {
        steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException if it is not written so */
    static ElementPath of(String text) {
        var steps = List.of(text.strip().replaceFirst("^/", "").split("/", -1));
        for (var n = 0; n < steps.size(); n++) {
            var last = n == steps.size() - 1;
            var name = last && steps.get(n).startsWith("@") ? steps.get(n).substring(1) : steps.get(n);
            if (n >= MOST_STEPS || !STEP.matcher(name).matches()) {
                throw new IllegalArgumentException(text);
            }
        }
        return new ElementPath(steps);
    }

    boolean isAttribute() {
        return last().startsWith("@");
    }

    String last() {
        return steps.get(steps.size() - 1);
    }

    /** @return the same with dots, as members of items are called */
    String dotted() {
        return String.join(".", steps);
    }

    /** @return the element that holds the last step; empty if one on the way is not there */
    Optional<XmlElement> holder(XmlElement from) {
        return from.at(steps.subList(0, steps.size() - 1).toArray(String[]::new));
    }

    /** @return the text at its end; null where that is said to be nothing; empty if it is not there */
    Optional<Optional<String>> text(XmlElement from) {
        if (isAttribute()) {
            return holder(from)
                    .map(holder -> holder.attributes().get(last().substring(1)))
                    .map(Optional::of);
        }
        return from.at(steps.toArray(String[]::new)).map(Flat::text);
    }

    @Override
    public String toString() {
        return String.join("/", steps);
    }
}
