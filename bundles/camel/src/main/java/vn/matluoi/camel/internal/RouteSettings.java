package vn.matluoi.camel.internal;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One configured route, as desired.
 *
 * @param name its name, from the file {@code etc/vn.matluoi.route-NAME.cfg} or from whoever entered it
 * @param template the route template it is made from
 * @param parameters the template's parameters, as written
 * @param file name of the file that owns it; empty if people do
 * @param running whether it should run; a person may have stopped it
 */
record RouteSettings(String name, String template, SortedMap<String, String> parameters, String file, boolean running) {

    /** In place of a file: it was entered by REST or shell. */
    static final String BY_HAND = "";

    RouteSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(file, "file");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    RouteSettings(String name, String template, Map<String, String> parameters, String file, boolean running) {
        this(name, template, new TreeMap<>(parameters), file, running);
    }

    RouteSettings withRunning(boolean wanted) {
        return new RouteSettings(name, template, parameters, file, wanted);
    }

    boolean sameRouteAs(RouteSettings other) {
        return template.equals(other.template) && parameters.equals(other.parameters);
    }

    Optional<String> owner() {
        return file.equals(BY_HAND) ? Optional.empty() : Optional.of(file);
    }

    /** @return what people change to change it: its file, or else the route itself */
    String where() {
        return owner().orElse(name);
    }
}
