package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyServer;
import vn.matluoi.api.route.Timing;

/**
 * What one poll of a REST interface is told to do.
 *
 * @param agency for whom it speaks
 * @param server that is asked, and the address of the first page
 * @param items where the list stands in an answer; empty for the answer itself
 * @param next where an answer names its next page
 * @param page query parameter that numbers pages
 * @param firstPage number of the first one
 * @param columns headings by which values go, with where each stands in an item
 * @param timing when it is asked
 */
record RestSettings(
        AgencyRoute agency,
        AgencyServer server,
        JsonPointer items,
        Optional<JsonPointer> next,
        Optional<String> page,
        int firstPage,
        Map<String, JsonPointer> columns,
        Timing timing) {

    static final long EVERY_SECONDS = 3600;

    /** @param keys the folder in which files with passwords lie */
    static RestSettings of(UnaryOperator<String> parameters, Path keys) {
        return new RestSettings(
                AgencyRoute.of(parameters),
                AgencyServer.of(parameters, keys),
                AgencyRoute.text(parameters, "items").map(JsonPointer::compile).orElse(JsonPointer.empty()),
                AgencyRoute.text(parameters, "next").map(JsonPointer::compile),
                AgencyRoute.text(parameters, "page"),
                AgencyRoute.text(parameters, "page.first")
                        .map(Integer::parseInt)
                        .orElse(1),
                columns(AgencyRoute.text(parameters, "columns").orElse("")),
                Timing.of(parameters, EVERY_SECONDS));
    }

    URI address() {
        return server.address();
    }

    /**
     * @param text {@code Heading = /pointer; Heading = /pointer}
     * @throws IllegalArgumentException if it is not written so
     */
    static Map<String, JsonPointer> columns(String text) {
        var columns = new LinkedHashMap<String, JsonPointer>();
        Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    var parts = one.split("=", 2);
                    if (parts.length < 2 || parts[0].isBlank()) {
                        throw new IllegalArgumentException(one);
                    }
                    columns.put(parts[0].strip(), JsonPointer.compile(parts[1].strip()));
                });
        return columns;
    }
}
