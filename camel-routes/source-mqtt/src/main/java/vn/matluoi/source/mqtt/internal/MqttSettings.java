package vn.matluoi.source.mqtt.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.route.AgencyRoute;

/**
 * What one route from a broker is told to do.
 *
 * @param agency for whom it speaks
 * @param broker where
 * @param filter of topics
 * @param qos 0 to 2
 * @param kind what its messages are about
 * @param items where the objects stand in a message, as a JSON pointer; empty for the whole of it
 * @param rate messages a second that are taken, the rest waits at the broker
 * @param events how events are read; where a camera and a time stand, of status, too
 * @param status how status is read
 * @param columns headings by which values of cameras go, with a JSON pointer to each
 */
record MqttSettings(
        AgencyRoute agency,
        MqttBroker broker,
        String filter,
        int qos,
        Kind kind,
        String items,
        int rate,
        OfEvents events,
        OfStatus status,
        Map<String, String> columns) {

    /** What messages are about. */
    enum Kind {
        EVENTS,
        CAMERAS,
        STATUS
    }

    /**
     * How events are read.
     *
     * @param camera where the agency's code for the camera stands
     * @param type where its word for what happened stands
     * @param time where it stands when
     * @param phase where it stands whether that began or ended
     * @param types its words for types
     * @param phases its words for phases
     */
    record OfEvents(
            Optional<Place> camera,
            Optional<Place> type,
            Optional<Place> time,
            Optional<Place> phase,
            Words<CameraEvent.Type> types,
            Words<CameraEvent.Phase> phases) {}

    /**
     * How status is read.
     *
     * @param state where the agency's word for it stands, as a JSON pointer; empty if the message is the word
     * @param states its words for states
     */
    record OfStatus(Optional<String> state, Words<State> states) {

        boolean isPlain() {
            return state.isEmpty();
        }
    }

    /** @param keys the folder in which files with passwords lie */
    static MqttSettings of(UnaryOperator<String> parameters, Path keys) {
        return new MqttSettings(
                AgencyRoute.of(parameters),
                MqttBroker.of(parameters, keys, Duration.ofHours(number(parameters, "session.hours", 24))),
                AgencyRoute.text(parameters, "topic").orElseThrow(),
                number(parameters, "qos", 1),
                AgencyRoute.text(parameters, "kind")
                        .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Kind.EVENTS),
                AgencyRoute.text(parameters, "items").orElse(""),
                number(parameters, "rate", 100),
                new OfEvents(
                        place(parameters, "camera"),
                        place(parameters, "type"),
                        place(parameters, "time"),
                        place(parameters, "phase"),
                        new Words<>(
                                CameraEvent.Type.class,
                                AgencyRoute.text(parameters, "types").orElse("")),
                        phases(AgencyRoute.text(parameters, "phases").orElse(""))),
                new OfStatus(
                        AgencyRoute.text(parameters, "state"),
                        states(AgencyRoute.text(parameters, "states").orElse(""))),
                Words.lines(AgencyRoute.text(parameters, "columns").orElse("")));
    }

    static Words<CameraEvent.Phase> phases(String text) {
        return new Words<>(CameraEvent.Phase.class, text)
                .with(CameraEvent.Phase.ACTIVE, "true", "1", "on", "start", "started", "begin")
                .with(CameraEvent.Phase.INACTIVE, "false", "0", "off", "stop", "stopped", "end", "ended");
    }

    static Words<State> states(String text) {
        return new Words<>(State.class, text)
                .with(State.ONLINE, "true", "1", "up", "on", "connected", "trực tuyến")
                .with(State.OFFLINE, "false", "0", "down", "off", "disconnected", "ngoại tuyến");
    }

    private static Optional<Place> place(UnaryOperator<String> parameters, String key) {
        return AgencyRoute.text(parameters, key).map(Place::of);
    }

    private static int number(UnaryOperator<String> parameters, String key, int otherwise) {
        return AgencyRoute.text(parameters, key).map(Integer::parseInt).orElse(otherwise);
    }
}
