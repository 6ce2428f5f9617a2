package vn.matluoi.soap.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.source.Sources;

/**
 * {@code ReportEvents} and {@code ReportStatus}. All of a message is kept or nothing, and it is answered once it is durable. A camera is named by its agency's code, which is its channel within the source.
 */
final class EventMessages {

    static final int MOST = Events.MOST_AT_ONCE;

    private static final int LONGEST_WORD = 60;
    private static final int LONGEST_DELIVERY = 100;
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

    XmlElement events(Sender sender, Given given) {
        return take(sender, given, "Event", this::event);
    }

    /** A word that is none of the hub's is kept as the topic of another event. */
    private CameraEvent event(SourceId source, Given given, Instant reported) {
        given.knows("Camera", "Type", "Phase", "At", "Topic", "Payload");
        var word = given.need("Type", LONGEST_WORD);
        return new CameraEvent(
                source,
                given.text("Camera", ChannelId.LONGEST).map(code -> camera(given, code)),
                word(word, Type.values()).orElse(Type.OTHER),
                given.text("Phase", LONGEST_WORD)
                        .map(phase -> word(phase, Phase.values()).orElseThrow(() -> noPhase(given)))
                        .orElse(Phase.PULSE),
                given.moment("At"),
                reported,
                given.text("Topic", LONGEST_TOPIC).orElse(word),
                given.text("Payload", LONGEST_PAYLOAD).orElse(""));
    }

    private static ChannelId camera(Given given, String code) {
        return ChannelId.ofCode(code).orElseThrow(() -> given.tooLong("Camera", ChannelId.LONGEST));
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
    XmlElement status(Sender sender, Given given) {
        return take(sender, given, "Status", this::status);
    }

    private CameraEvent status(SourceId source, Given given, Instant reported) {
        given.knows("Camera", "Working", "At", "Reason");
        given.need("Working", 20);
        return new CameraEvent(
                source,
                Optional.of(camera(given, given.need("Camera", ChannelId.LONGEST))),
                Type.VIDEO_LOST,
                given.yes("Working") ? Phase.INACTIVE : Phase.ACTIVE,
                given.moment("At"),
                reported,
                CameraEvent.STATUS,
                given.text("Reason", LONGEST_TOPIC).orElse(""));
    }

    /** Makes an event of an element. */
    private interface Reading {

        /** @param reported when the hub was told */
        CameraEvent of(SourceId source, Given given, Instant reported);
    }

    private XmlElement take(Sender sender, Given given, String item, Reading reading) {
        var source = given.source("Source");
        var letter = sender.again().map(Sender.Again::letter);
        var reported = letter.map(DeadLetter::lastAt).orElseGet(clock::instant);
        return entrance.through(sender, Action.EVENTS_SUBMIT, source, () -> {
            if (sources.find(Scope.all(), source).isEmpty()) { // what is told of nobody would be seen by nobody
                throw given.wrong(
                        "Source",
                        "source.unknown",
                        new Text("Trạm không có nguồn “" + source + "”.", "The hub has no source “" + source + "”."));
            }
            var all = given.knows("Source", "Delivery", item).list(item, MOST).stream()
                    .map(each -> reading.of(source, each, reported))
                    .toList();
            var name = given.text("Delivery", LONGEST_DELIVERY)
                    .or(() -> sender.signature().map(signature -> "webhook:" + signature.id()))
                    .map(word -> SoapSurface.NAME + ":" + sender.caller().account() + ":" + word);
            var taken = events.take(all, letter.map(DeadLetter::delivery).or(() -> name));
            return answer(given.element().name() + "Response", taken, name.isPresent());
        });
    }

    private static XmlElement answer(String name, Events.Taken taken, boolean named) {
        var children = new ArrayList<>(List.of(
                Made.text("Kept", String.valueOf(taken.kept())),
                Made.text("NotKept", String.valueOf(taken.notKept()))));
        if (named) {
            children.add(Made.text("Repeated", String.valueOf(taken.repeated())));
        }
        return Made.of(name, Map.of(), children);
    }
}
