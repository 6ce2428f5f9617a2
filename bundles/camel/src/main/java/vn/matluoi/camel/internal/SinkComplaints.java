package vn.matluoi.camel.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Sinks;

/** What is in the way of sinks, asked once and only if somebody wants to know. One thread. */
final class SinkComplaints {

    private static final Logger LOG = LoggerFactory.getLogger(SinkComplaints.class);

    private final Optional<Sinks> sinks;
    private Map<String, Text> problems; // null until asked

    SinkComplaints(Optional<Sinks> sinks) {
        this.sinks = sinks;
    }

    Optional<Text> of(String routeName) {
        if (problems == null) {
            problems = asked();
        }
        return Optional.ofNullable(problems.get(routeName));
    }

    private Map<String, Text> asked() {
        var found = new HashMap<String, Text>();
        try {
            sinks.ifPresent(served -> served.list()
                    .forEach(sink -> sink.problem().ifPresent(problem -> found.put(sink.name(), problem))));
        } catch (HubException e) { // the list of routes is not to fail by it
            LOG.debug("sinks cannot say how they are: {}", e.text());
        }
        return found;
    }
}
