package vn.matluoi.driver.onvif.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/**
 * Recorded footage of one channel, Profile G. A recording is a channel's whole past, from its earliest to its latest picture; where
 * in it there is none is told by the events {@code RecordingHistory/Track/State} of its video (is there data?), else by {@code
 * RecordingHistory/Recording/State} (did it record?), if the device keeps them. Source: ONVIF recording search service specification
 * 5.22. Times are the device's; its clock's error is taken out. Which recording is of which channel is told by its source, and never
 * guessed.
 */
final class OnvifRecordings implements ChannelFacet.Recordings {

    private static final String RECORDER = "tns1:RecordingHistory/Recording/State";
    private static final String EITHER = RECORDER + "|tns1:RecordingHistory/Track/State";

    private final OnvifSession.Slots slot;
    private final Onvif onvif;
    private final Target target;
    private final boolean only;

    /** @param only whether the device has one channel: all its recordings are of that */
    OnvifRecordings(OnvifSession.Slots slot, Onvif onvif, Target target, boolean only) {
        this.slot = slot;
        this.onvif = onvif;
        this.target = target;
        this.only = only;
    }

    @Override
    public List<Recording> search(Instant from, Instant to) throws DeviceException {
        var found = slot.find();
        var all = Search.run(
                onvif,
                Operation.of(
                        Service.SEARCH, "FindRecordings", "<tse:Scope/><tse:KeepAliveTime>PT30S</tse:KeepAliveTime>"),
                "GetRecordingSearchResults",
                "RecordingInformation");
        var offset = onvif.offset();
        var recordings = new ArrayList<Recording>();
        for (var information : of(found, all)) {
            var token = information.text("RecordingToken").filter(Profile::usable);
            var earliest = information.text("EarliestRecording").flatMap(DeviceClock::instant);
            if (token.isEmpty() || earliest.isEmpty()) {
                continue;
            }
            var latest = information
                    .text("LatestRecording")
                    .flatMap(DeviceClock::instant)
                    .orElse(to.plus(offset));
            var past = new Past(token.get(), video(information), earliest.get(), latest);
            recordings.addAll(stretches(past, from.plus(offset), to.plus(offset)));
        }
        return recordings.stream()
                .map(r -> new Recording(r.from().minus(offset), r.to().minus(offset), r.reference(), r.trigger()))
                .filter(r -> r.from().isBefore(to) && r.to().isAfter(from))
                .sorted(Comparator.comparing(Recording::from))
                .toList();
    }

    private List<XmlElement> of(Layout.Slot found, List<XmlElement> all) throws DeviceException {
        if (only || all.isEmpty()) {
            return all;
        }
        var id = found.channel().id().value();
        var ours = all.stream()
                .filter(r -> {
                    var source = r.text("Source", "SourceId").orElse("");
                    return source.equals(id)
                            || found.streams().stream().anyMatch(p -> p.token().equals(source))
                            || !found.channel().name().isEmpty()
                                    && r.text("Source", "Name")
                                            .filter(found.channel().name()::equals)
                                            .isPresent();
                })
                .toList();
        if (ours.isEmpty()) {
            throw Words.noRecording(
                    id,
                    Clean.text(all.stream()
                            .map(r -> r.text("Source", "SourceId").orElse("?"))
                            .distinct()
                            .limit(8)
                            .collect(Collectors.joining(", "))));
        }
        return ours;
    }

    /** One recording as it is found, in the device's time. @param video token of its video track; empty if it names none */
    private record Past(String token, Optional<String> video, Instant earliest, Instant latest) {}

    private static Optional<String> video(XmlElement information) {
        return information.children("Track").stream()
                .filter(t ->
                        t.text("TrackType").filter("Video"::equalsIgnoreCase).isPresent())
                .flatMap(t -> t.text("TrackToken").stream())
                .findFirst();
    }

    /** In the device's time, and never beyond what was asked for: what is outside of it is not known. */
    private List<Recording> stretches(Past past, Instant from, Instant to) throws DeviceException {
        if (!past.latest.isAfter(past.earliest) || !past.earliest.isBefore(to) || !past.latest.isAfter(from)) {
            return List.of();
        }
        var begin = from.isAfter(past.earliest) ? from : past.earliest;
        var end = to.isBefore(past.latest) ? to : past.latest;
        var states = states(past, begin, end);
        if (states.isEmpty()) {
            return List.of(new Recording(begin, end, past.token, Optional.empty()));
        }
        var stretches = new ArrayList<Recording>();
        Optional<Instant> since = states.get(0).on ? Optional.empty() : Optional.of(begin);
        for (var state : states) {
            var at = state.at.isBefore(begin) ? begin : state.at.isAfter(end) ? end : state.at;
            if (state.on && since.isEmpty()) {
                since = Optional.of(at);
            } else if (!state.on && since.isPresent()) {
                add(stretches, since.get(), at, past.token);
                since = Optional.empty();
            }
        }
        since.ifPresent(s -> add(stretches, s, end, past.token));
        return stretches;
    }

    private static void add(List<Recording> stretches, Instant from, Instant to, String token) {
        if (to.isAfter(from)) {
            stretches.add(new Recording(from, to, token, Optional.empty()));
        }
    }

    /** Footage begins or ends. */
    private record State(Instant at, boolean on) {}

    /**
     * @return in order; empty if the device keeps none. One that does not know {@code |}, or takes it for a part of a topic's name that
     *     nothing happened of, is asked for the recorder's alone
     */
    private List<State> states(Past past, Instant from, Instant to) throws DeviceException {
        var results = events(past.token, EITHER, from, to);
        if (results.map(List::isEmpty).orElse(true)) {
            results = events(past.token, RECORDER, from, to);
        }
        var data = new ArrayList<State>();
        var recorder = new ArrayList<State>();
        for (var result : results.orElse(List.of())) {
            var at = result.text("Time").flatMap(DeviceClock::instant);
            if (at.isEmpty() || !isSaid(result, "RecordingToken", Optional.of(past.token))) {
                continue;
            }
            if (isSaid(result, "TrackToken", past.video)) {
                item(result, "IsDataPresent").ifPresent(on -> data.add(new State(at.get(), on)));
            }
            item(result, "IsRecording").ifPresent(on -> recorder.add(new State(at.get(), on)));
        }
        var states = data.isEmpty() ? recorder : data;
        states.sort(Comparator.comparing(State::at));
        return List.copyOf(states);
    }

    /** @return whether a result is of that, as far as it says */
    private static boolean isSaid(XmlElement result, String what, Optional<String> token) {
        var said = result.text(what).filter(t -> !t.isEmpty());
        return said.isEmpty() || token.isEmpty() || said.equals(token);
    }

    private static Optional<Boolean> item(XmlElement result, String name) {
        return result.all("SimpleItem").stream()
                .filter(i -> name.equalsIgnoreCase(i.attributes().get("Name")))
                .map(i -> i.attributes().getOrDefault("Value", ""))
                .map(v -> v.equalsIgnoreCase("true") || v.equals("1"))
                .findFirst();
    }

    /** @return empty if the device does not know such a question */
    private Optional<List<XmlElement>> events(String token, String topics, Instant from, Instant to)
            throws DeviceException {
        var begin = Operation.of(
                Service.SEARCH,
                "FindEvents",
                Soap.element("tse:StartPoint", whole(from))
                        + Soap.element("tse:EndPoint", whole(to.plusSeconds(1)))
                        + "<tse:Scope>" + Soap.element("tt:IncludedRecordings", token) + "</tse:Scope>"
                        + "<tse:SearchFilter><wsnt:TopicExpression xmlns:tns1=\"http://www.onvif.org/ver10/topics\""
                        + " Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">" + topics
                        + "</wsnt:TopicExpression></tse:SearchFilter>"
                        + "<tse:IncludeStartState>true</tse:IncludeStartState><tse:KeepAliveTime>PT30S</tse:KeepAliveTime>");
        try {
            return Optional.of(Search.run(onvif, begin, "GetEventSearchResults", "Result"));
        } catch (Unsupported | Garbled e) {
            return Optional.empty();
        }
    }

    private static String whole(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Played by RTSP with {@code Require: onvif-replay} and a {@code Range} of clock time. Source: ONVIF streaming specification 6. */
    @Override
    public StreamAddress playback(Recording recording) throws DeviceException {
        var answer = onvif.ask(Operation.of(
                Service.REPLAY,
                "GetReplayUri",
                "<trp:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol>"
                        + "</tt:Transport></trp:StreamSetup>"
                        + Soap.element("trp:RecordingToken", recording.reference())));
        var uri = Addresses.rtsp(onvif, target, answer.text("Uri").orElse(""), "GetReplayUri");
        var from = recording.from().plus(onvif.offset()); // the device plays by its own clock
        return new StreamAddress(target.id(), uri, target.user(), target.secret(), Optional.of(from));
    }
}
