package vn.matluoi.soap.internal;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.source.Sources;

/**
 * {@code ReportEvents} and {@code ReportStatus}. All of a message is kept or nothing, and it is answered once it is durable. A camera is named by its agency's code, which is its channel within the source.
 */
final class EventMessages {

    static final int MOST = Events.MOST_AT_ONCE;

    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_WORD = 60;
    private static final int LONGEST_TOPIC = 400;
    private static final int LONGEST_PAYLOAD = 65_536;

    private final Entrance entrance;
    private final Events events;
    private final Sources sources;
    private final Clock clock;

    EventMessages(Entrance entrance, Events events, Sources sources, Clock clock) {
        this.entrance = entrance;
        this.events = events;
        this.sources = sources;
        this.clock = clock;
    }

    XmlElement events(Caller caller, Given given) {
        return take(caller, given, "Event", this::event);
    }

    /** A word that is none of the hub's is kept as the topic of another event. */
    private CameraEvent event(SourceId source, Given given) {
        given.knows("Camera", "Type", "Phase", "At", "Topic", "Payload");
        var word = given.need("Type", LONGEST_WORD);
        return new CameraEvent(
                source,
                given.text("Camera", LONGEST_CODE).map(ChannelId::new),
                word(word, Type.values()).orElse(Type.OTHER),
                given.text("Phase", LONGEST_WORD)
                        .map(phase -> word(phase, Phase.values()).orElseThrow(() -> noPhase(given)))
                        .orElse(Phase.PULSE),
                given.moment("At"),
                clock.instant(),
                given.text("Topic", LONGEST_TOPIC).orElse(word),
                given.text("Payload", LONGEST_PAYLOAD).orElse(""));
    }

    private static <E extends Enum<E>> Optional<E> word(String word, E[] known) {
        return Arrays.stream(known)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static HubException noPhase(Given given) {
        return given.wrong(
                "Phase",
                "event.phase",
                new Text("Phải là active, inactive hoặc pulse.", "It must be active, inactive or pulse."));
    }

    /** What is said of a camera's picture is an event like others; how the camera is, the hub works out itself. */
    XmlElement status(Caller caller, Given given) {
        return take(caller, given, "Status", this::status);
    }

    private CameraEvent status(SourceId source, Given given) {
        given.knows("Camera", "Working", "At", "Reason");
        given.need("Working", 20);
        return new CameraEvent(
                source,
                Optional.of(new ChannelId(given.need("Camera", LONGEST_CODE))),
                Type.VIDEO_LOST,
                given.yes("Working") ? Phase.INACTIVE : Phase.ACTIVE,
                given.moment("At"),
                clock.instant(),
                "status",
                given.text("Reason", LONGEST_TOPIC).orElse(""));
    }

    private XmlElement take(Caller caller, Given given, String item, BiFunction<SourceId, Given, CameraEvent> reading) {
        var source = given.source("Source");
        return entrance.through(caller, Action.EVENTS_SUBMIT, source, () -> {
            if (sources.find(Scope.all(), source).isEmpty()) { // what is told of nobody would be seen by nobody
                throw given.wrong(
                        "Source",
                        "source.unknown",
                        new Text("Trạm không có nguồn “" + source + "”.", "The hub has no source “" + source + "”."));
            }
            var all = given.knows("Source", item).list(item, MOST).stream()
                    .map(each -> reading.apply(source, each))
                    .toList();
            return taken(given.element().name() + "Response", all);
        });
    }

    private XmlElement taken(String answer, List<CameraEvent> all) {
        var taken = events.take(all, Optional.empty());
        return Made.of(
                answer,
                Made.text("Kept", String.valueOf(taken.kept())),
                Made.text("NotKept", String.valueOf(taken.notKept())));
    }
}
