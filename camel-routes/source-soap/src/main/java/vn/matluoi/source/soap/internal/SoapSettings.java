package vn.matluoi.source.soap.internal;

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
 * What one poll of a SOAP service is told to do.
 *
 * @param agency for whom it speaks
 * @param server that is asked
 * @param token how the account is said within each message; by HTTP if empty
 * @param timestamps whether messages say until when they are good
 * @param version of SOAP
 * @param action of the operation; empty for none
 * @param body what is sent, read at each run
 * @param items where the elements of the cameras stand in an answer
 * @param next where an answer names what its next page is asked by
 * @param firstPage number of the first page
 * @param columns headings by which values go, with where each stands in an item
 * @param timing when it is asked
 */
record SoapSettings(
        AgencyRoute agency,
        AgencyServer server,
        Optional<UsernameToken> token,
        Timestamps timestamps,
        SoapVersion version,
        String action,
        BodyFile body,
        ElementPath items,
        Optional<ElementPath> next,
        int firstPage,
        Map<String, ElementPath> columns,
        Timing timing) {

    static final long EVERY_SECONDS = 3600;

    /** @param etc the folder in which {@code keys} and {@code soap} lie */
    static SoapSettings of(UnaryOperator<String> parameters, Path etc) {
        return new SoapSettings(
                AgencyRoute.of(parameters),
                AgencyServer.of(parameters, etc.resolve("keys")),
                AgencyRoute.text(parameters, "wsse").map(UsernameToken::of),
                AgencyRoute.text(parameters, "wsse.timestamp")
                        .map(Timestamps::of)
                        .orElse(Timestamps.NONE),
                AgencyRoute.text(parameters, "soap").map(SoapVersion::of).orElse(SoapVersion.ONE_ONE),
                AgencyRoute.text(parameters, "action").orElse(""),
                BodyFile.named(etc, AgencyRoute.text(parameters, "body.file").orElseThrow()),
                ElementPath.of(AgencyRoute.text(parameters, "items").orElseThrow()),
                AgencyRoute.text(parameters, "next").map(ElementPath::of),
                AgencyRoute.text(parameters, "page.first")
                        .map(Integer::parseInt)
                        .orElse(1),
                columns(AgencyRoute.text(parameters, "columns").orElse("")),
                Timing.of(parameters, EVERY_SECONDS));
    }

    /**
     * @param text {@code Heading = Path/To/It; Heading = @attribute}
     * @throws IllegalArgumentException if it is not written so
     */
    static Map<String, ElementPath> columns(String text) {
        var columns = new LinkedHashMap<String, ElementPath>();
        Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    var parts = one.split("=", 2);
                    if (parts.length < 2 || parts[0].isBlank()) {
                        throw new IllegalArgumentException(one);
                    }
                    columns.put(parts[0].strip(), ElementPath.of(parts[1]));
                });
        return columns;
    }
}
