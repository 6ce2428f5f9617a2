package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * A search on a recorder: begun, asked for its results until it calls itself completed, and ended. Source: ONVIF recording search
 * service specification 5.
 */
final class Search {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int MOST_ROUNDS = 60;
    private static final int MOST_RESULTS = 5000;

    private Search() {}

    /**
     * @param results name of the operation that hands results out
     * @param element the results' element
     */
    static List<XmlElement> run(Onvif onvif, Operation begin, String results, String element) throws DeviceException {
        var token = Soap.element(
                "tse:SearchToken",
                onvif.ask(begin).text("SearchToken").orElseThrow(() -> Words.otherAnswer(begin.name(), "SearchToken")));
        var found = new ArrayList<XmlElement>();
        var more = Operation.of(
                Service.SEARCH,
                results,
                token + "<tse:MinResults>1</tse:MinResults><tse:MaxResults>100</tse:MaxResults><tse:WaitTime>PT"
                        + WAIT.toSeconds() + "S</tse:WaitTime>");
        var patient = new Operation(more.service(), more.name(), more.action(), more.body(), more.headers(), WAIT);
        for (int round = 0; round < MOST_ROUNDS && found.size() < MOST_RESULTS; round++) {
            var list = onvif.ask(patient).child("ResultList");
            list.ifPresent(l -> found.addAll(l.children(element)));
            if (list.flatMap(l -> l.text("SearchState"))
                    .filter("Completed"::equalsIgnoreCase)
                    .isPresent()) {
                return List.copyOf(found);
            }
        }
        onvif.find(Operation.of(Service.SEARCH, "EndSearch", token));
        throw Words.tooMany(element, MOST_RESULTS);
    }
}
