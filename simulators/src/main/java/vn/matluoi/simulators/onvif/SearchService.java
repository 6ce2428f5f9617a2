package vn.matluoi.simulators.onvif;

import static vn.matluoi.simulators.onvif.Call.escape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.w3c.dom.Element;
import vn.matluoi.simulators.rtsp.Cameras.Piece;

/**
 * Search of footage ({@code ver10/search/wsdl}, Profile G). The first look at a search's results always finds it still
 * searching, as with a real disk. Gaps are told by events of the topic {@code tns1:RecordingHistory/Track/State}. Safe
 * for any thread.
 */
final class SearchService implements Service {

    static final String CAPABILITIES = " MetadataSearch=\"false\" GeneralStartEvents=\"false\">";

    private static final int MAX_SEARCHES = 8;
    private static final int MOST_RESULTS = 100;
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final OnvifDevice device;
    // guarded by this
    private final Map<String, Search> searches = new LinkedHashMap<>(0);
    private int begun;

    private static final class Search {
        private final String kind;
        private final List<String> results;
        private final Instant ends;
        private int given;
        private boolean lookedAt;

        private Search(String kind, List<String> results, Instant ends) {
            this.kind = kind;
            this.results = results;
            this.ends = ends;
        }
    }

    SearchService(OnvifDevice device) {
        this.device = device;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<tse:Capabilities" + CAPABILITIES + "</tse:Capabilities>";
            case "GetRecordingSummary" ->
                "<tse:Summary><tt:DataFrom>" + Call.utc(Footage.earliest(call.now())) + "</tt:DataFrom><tt:DataUntil>"
                        + Call.utc(call.now()) + "</tt:DataUntil><tt:NumberRecordings>" + device.channels()
                        + "</tt:NumberRecordings></tse:Summary>";
            case "GetRecordingInformation" ->
                recording("tse:RecordingInformation", channel(call.text("RecordingToken")), call.now());
            case "FindRecordings" ->
                begin(
                        "Recording",
                        call,
                        recordings(call).stream()
                                .map(n -> recording("tt:RecordingInformation", n, call.now()))
                                .toList());
            case "GetRecordingSearchResults" -> results("Recording", call);
            case "FindEvents" -> begin("Event", call, events(call));
            case "GetEventSearchResults" -> results("Event", call);
            case "EndSearch" -> {
                synchronized (this) {
                    if (searches.remove(call.text("SearchToken")) == null) {
                        throw SoapFault.invalid("InvalidToken");
                    }
                }
                yield "<tse:Endpoint>" + Call.utc(call.now()) + "</tse:Endpoint>";
            }
            default -> throw SoapFault.notSupported();
        };
    }

    /** The recordings in scope: all, or those that are named. */
    private List<Integer> recordings(Call call) throws SoapFault {
        List<Integer> named = new ArrayList<>();
        for (Element scope :
                call.request().element("Scope").map(SoapRequest::children).orElse(List.of())) {
            if (scope.getLocalName().equals("IncludedRecordings")) {
                named.add(channel(scope.getTextContent().trim()));
            }
        }
        return named.isEmpty()
                ? IntStream.rangeClosed(1, device.channels()).boxed().toList()
                : named;
    }

    private synchronized String begin(String kind, Call call, List<String> found) throws SoapFault {
        searches.values().removeIf(search -> search.ends.isBefore(call.now()));
        if (searches.size() >= MAX_SEARCHES) {
            throw SoapFault.invalid("ResourceProblem");
        }
        String limit = call.text("MaxMatches");
        int most = limit.isEmpty() ? found.size() : (int) Math.max(0, call.number(found.size(), limit));
        String token = "Search_" + ++begun;
        searches.put(
                token,
                new Search(
                        kind,
                        found.subList(0, Math.min(found.size(), most)),
                        call.until(call.text("KeepAliveTime"), LIFE)));
        return "<tse:SearchToken>" + token + "</tse:SearchToken>";
    }

    private synchronized String results(String kind, Call call) throws SoapFault {
        Search search = searches.get(call.text("SearchToken"));
        if (search == null || !search.kind.equals(kind)) {
            throw SoapFault.invalid("InvalidToken");
        }
        int most = (int) Math.max(1, Math.min(MOST_RESULTS, call.number(MOST_RESULTS, call.text("MaxResults"))));
        int to = search.lookedAt ? Math.min(search.results.size(), search.given + most) : 0;
        String part = String.join("", search.results.subList(search.given, to));
        search.given = to;
        String state = search.lookedAt && to == search.results.size() ? "Completed" : "Searching";
        search.lookedAt = true;
        return "<tse:ResultList><tt:SearchState>" + state + "</tt:SearchState>" + part + "</tse:ResultList>";
    }

    /** @throws SoapFault if there is no such recording */
    static int channel(String token, int channels) throws SoapFault {
        if (token.matches("Recording_[1-9]\\d{0,2}")) {
            int channel = Integer.parseInt(token.substring("Recording_".length()));
            if (channel <= channels) {
                return channel;
            }
        }
        throw SoapFault.invalid("InvalidToken");
    }

    private int channel(String token) throws SoapFault {
        return channel(token, device.channels());
    }

    private String recording(String element, int channel, Instant now) {
        String from = Call.utc(Footage.earliest(now));
        String to = Call.utc(now);
        return "<" + element + "><tt:RecordingToken>Recording_" + channel + "</tt:RecordingToken>"
                + source(device, channel) + "<tt:EarliestRecording>" + from
                + "</tt:EarliestRecording><tt:LatestRecording>" + to
                + "</tt:LatestRecording><tt:Content/><tt:Track><tt:TrackToken>Video_1</tt:TrackToken>"
                + "<tt:TrackType>Video</tt:TrackType><tt:Description/><tt:DataFrom>" + from
                + "</tt:DataFrom><tt:DataTo>" + to + "</tt:DataTo></tt:Track><tt:RecordingStatus>"
                + (device.online(channel) ? "Recording" : "Stopped") + "</tt:RecordingStatus></" + element + '>';
    }

    static String source(OnvifDevice device, int channel) {
        return "<tt:Source><tt:SourceId>VideoSource_" + channel + "</tt:SourceId><tt:Name>"
                + escape(device.channelName(channel)) + "</tt:Name><tt:Location/><tt:Description/><tt:Address>"
                + "http://www.onvif.org/ver10/schema/Profile</tt:Address></tt:Source>";
    }

    /** Beginnings and ends of the pieces of footage in a time; backwards if it is. */
    private List<String> events(Call call) throws SoapFault {
        Instant start = Call.moment(call.text("StartPoint"));
        Instant end = call.text("EndPoint").isEmpty() ? call.now() : Call.moment(call.text("EndPoint"));
        boolean backwards = end.isBefore(start);
        Instant from = backwards ? end : start;
        Instant to = backwards ? start : end;
        boolean withState = call.text("IncludeStartState").equals("true");
        List<String> found = new ArrayList<>();
        for (int channel : recordings(call)) {
            List<String> ofChannel = new ArrayList<>();
            List<Piece> pieces = Footage.pieces(from, to, call.now());
            if (withState) {
                boolean there = pieces.stream().anyMatch(p -> !p.from().isAfter(from) && p.to().isAfter(from));
                ofChannel.add(event(channel, from, there, true));
            }
            for (Piece piece : pieces) {
                if (piece.from().isAfter(from)) {
                    ofChannel.add(event(channel, piece.from(), true, false));
                }
                if (piece.to().isBefore(to) && piece.to().isBefore(call.now())) {
                    ofChannel.add(event(channel, piece.to(), false, false));
                }
            }
            if (backwards) {
                Collections.reverse(ofChannel);
            }
            found.addAll(ofChannel);
        }
        return found;
    }

    private static String event(int channel, Instant at, boolean there, boolean startState) {
        String items = "<tt:SimpleItem Name=\"RecordingToken\" Value=\"Recording_" + channel
                + "\"/><tt:SimpleItem Name=\"Track\" Value=\"Video_1\"/>";
        return "<tt:Result><tt:RecordingToken>Recording_" + channel
                + "</tt:RecordingToken><tt:TrackToken>Video_1</tt:TrackToken><tt:Time>" + Call.utc(at)
                + "</tt:Time><tt:Event><wsnt:Topic"
                + " Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">"
                + "tns1:RecordingHistory/Track/State</wsnt:Topic><wsnt:Message><tt:Message UtcTime=\"" + Call.utc(at)
                + "\" PropertyOperation=\"" + (startState ? "Initialized" : "Changed") + "\"><tt:Source>" + items
                + "</tt:Source><tt:Data><tt:SimpleItem Name=\"IsDataPresent\" Value=\"" + there
                + "\"/></tt:Data></tt:Message></wsnt:Message></tt:Event><tt:StartStateEvent>" + startState
                + "</tt:StartStateEvent></tt:Result>";
    }
}
