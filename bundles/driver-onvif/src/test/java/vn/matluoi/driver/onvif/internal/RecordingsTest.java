package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;

/** Footage of Profile G. */
@Timeout(60)
class RecordingsTest extends Opened {

    private static final Instant FROM = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-22T02:00:00Z");

    private static String recording(String token, String source, String from, String to) {
        return """
                <tt:RecordingInformation><tt:RecordingToken>%s</tt:RecordingToken><tt:Source><tt:SourceId>%s</tt:SourceId></tt:Source>
                <tt:EarliestRecording>%s</tt:EarliestRecording><tt:LatestRecording>%s</tt:LatestRecording></tt:RecordingInformation>"""
                .formatted(token, source, from, to);
    }

    private static SoapDevice with(SoapDevice device, String results) {
        return device.on("FindRecordings", "<tds:SearchToken>S1</tds:SearchToken>")
                .on(
                        "GetRecordingSearchResults",
                        "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>" + results + "</tds:ResultList>");
    }

    private Recordings of(SoapDevice device, String channel) throws DeviceException {
        var session = session(device);
        session.channels();
        return session.facet(new ChannelId(channel), Recordings.class).orElseThrow();
    }

    @Test
    void theRecordingOfAChannelIsToldByItsSource() throws DeviceException {
        var device = with(
                SoapDevice.recorder(),
                recording("R1", "src1", "2026-11-01T00:00:00Z", "2026-11-22T01:00:00Z")
                        + recording("R2", "sub2", "2026-11-01T00:00:00Z", "2026-11-22T01:00:00Z"));
        assertThat(of(device, "src2").search(FROM, TO))
                .extracting(Recording::reference)
                .containsExactly("R2");
        assertThat(of(device, "src1").search(FROM, TO))
                .extracting(Recording::reference)
                .containsExactly("R1");
        var foreign = of(device, "src4");
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> foreign.search(FROM, TO))
                .withMessageContaining("src1");
    }

    @Test
    void allRecordingsOfACameraAreOfItsOneChannel() throws DeviceException {
        var device =
                with(SoapDevice.camera(), recording("R", "SourceId_1", "1970-01-01T00:03:15Z", "2026-11-22T01:00:00Z"));
        assertThat(of(device, "VideoSource_1").search(FROM, TO)).singleElement().satisfies(r -> assertThat(r.to())
                .isEqualTo("2026-11-22T01:00:00Z"));
        assertThat(of(device, "VideoSource_1").search(TO, TO.plusSeconds(60))).isEmpty();
    }

    /** Its clock is an hour fast: what it calls four o'clock was three. */
    @Test
    void theErrorOfTheClockIsTakenOut() throws DeviceException {
        var device = with(SoapDevice.camera(), recording("R", "x", "2026-11-22T01:00:00Z", "2026-11-22T02:30:00Z"))
                .on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 22, 4, 0, 0));
        assertThat(of(device, "VideoSource_1").search(FROM, TO)).singleElement().satisfies(r -> {
            assertThat(r.from()).isEqualTo("2026-11-22T00:00:00Z");
            assertThat(r.to()).isEqualTo("2026-11-22T01:30:00Z");
        });
    }

    private static String state(String time, boolean on) {
        return """
                <tt:Result><tt:RecordingToken>R</tt:RecordingToken><tt:Time>%s</tt:Time><tt:Event><wsnt:Message><tt:Message><tt:Data>
                <tt:SimpleItem Name="IsRecording" Value="%s"/></tt:Data></tt:Message></wsnt:Message></tt:Event></tt:Result>"""
                .formatted(time, on);
    }

    @Test
    void gapsAreToldByTheEventsOfTheRecorder() throws DeviceException {
        var device = with(SoapDevice.camera(), recording("R", "x", "2026-11-21T00:00:00Z", "2026-11-22T01:50:00Z"))
                .on("FindEvents", "<tds:SearchToken>S2</tds:SearchToken>")
                .on(
                        "GetEventSearchResults",
                        "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>"
                                + state("2026-11-22T01:00:00Z", true)
                                + state("2026-11-22T00:00:00Z", true)
                                + state("2026-11-22T00:30:00Z", false)
                                + "</tds:ResultList>");
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly(
                        "2026-11-22T00:00:00Z 2026-11-22T00:30:00Z", "2026-11-22T01:00:00Z 2026-11-22T01:50:00Z");
        assertThat(device.asked("FindEvents").get(0).text())
                .contains("<tse:StartPoint>2026-11-22T00:00:00Z</tse:StartPoint>")
                .contains("<tt:IncludedRecordings>R</tt:IncludedRecordings>");
    }

    private static String track(String time, String track, boolean present) {
        return """
                <tt:Result><tt:RecordingToken>R</tt:RecordingToken><tt:TrackToken>%s</tt:TrackToken><tt:Time>%s</tt:Time><tt:Event>
                <wsnt:Message><tt:Message><tt:Data><tt:SimpleItem Name="IsDataPresent" Value="%s"/></tt:Data></tt:Message></wsnt:Message>
                </tt:Event></tt:Result>"""
                .formatted(track, time, present);
    }

    /** A recorder that kept on recording while its camera was away, and whose sound never stopped. */
    @Test
    void gapsOfTheVideoAreGapsWhateverTheRecorderSays() throws DeviceException {
        var tracks =
                """
                <tt:Track><tt:TrackToken>A</tt:TrackToken><tt:TrackType>Audio</tt:TrackType></tt:Track>
                <tt:Track><tt:TrackToken>V</tt:TrackToken><tt:TrackType>Video</tt:TrackType></tt:Track></tt:RecordingInformation>""";
        var device = with(
                        SoapDevice.camera(),
                        recording("R", "x", "2026-11-21T00:00:00Z", "2026-11-22T01:50:00Z")
                                .replace("</tt:RecordingInformation>", tracks))
                .on("FindEvents", "<tds:SearchToken>S2</tds:SearchToken>")
                .on(
                        "GetEventSearchResults",
                        "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>"
                                + state("2026-11-22T00:00:00Z", true)
                                + track("2026-11-22T00:00:00Z", "V", true)
                                + track("2026-11-22T00:10:00Z", "A", false)
                                + track("2026-11-22T00:30:00Z", "V", false)
                                + track("2026-11-22T01:00:00Z", "V", true)
                                + "</tds:ResultList>");
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly(
                        "2026-11-22T00:00:00Z 2026-11-22T00:30:00Z", "2026-11-22T01:00:00Z 2026-11-22T01:50:00Z");
    }

    @Test
    void aRecorderThatKnowsOneTopicAtATimeIsAskedForTheRecordersOwn() throws DeviceException {
        var device = with(SoapDevice.camera(), recording("R", "x", "2026-11-21T00:00:00Z", "2026-11-22T01:50:00Z"))
                .on(
                        "FindEvents",
                        request -> new String(request.body(), UTF_8).contains("State|tns1")
                                ? SoapDevice.fault(400, "ter:InvalidArgVal", "Invalid filter")
                                : SoapDevice.found("FindEvents", "<tds:SearchToken>S2</tds:SearchToken>"))
                .on(
                        "GetEventSearchResults",
                        "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>"
                                + state("2026-11-22T00:30:00Z", true)
                                + "</tds:ResultList>");
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly("2026-11-22T00:30:00Z 2026-11-22T01:50:00Z");
    }

    @Test
    void aRecorderThatTakesTwoTopicsForOneItDoesNotKnowIsAskedForTheRecordersOwn() throws DeviceException {
        var device = with(SoapDevice.camera(), recording("R", "x", "2026-11-21T00:00:00Z", "2026-11-22T01:50:00Z"))
                .on(
                        "FindEvents",
                        request -> SoapDevice.found(
                                "FindEvents",
                                "<tds:SearchToken>%s</tds:SearchToken>"
                                        .formatted(
                                                new String(request.body(), UTF_8).contains("State|tns1")
                                                        ? "NONE"
                                                        : "S2")))
                .on(
                        "GetEventSearchResults",
                        request -> SoapDevice.found(
                                "GetEventSearchResults",
                                "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>"
                                        + (new String(request.body(), UTF_8).contains("NONE")
                                                ? ""
                                                : state("2026-11-22T00:30:00Z", true))
                                        + "</tds:ResultList>"));
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly("2026-11-22T00:30:00Z 2026-11-22T01:50:00Z");
    }

    /** What happened before and after the window was not asked for: footage of it would be made up. */
    @Test
    void footageIsNotToldBeyondTheWindowAskedFor() throws DeviceException {
        var device = with(SoapDevice.camera(), recording("R", "x", "2026-11-01T00:00:00Z", "2026-11-25T00:00:00Z"));
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly("2026-11-22T00:00:00Z 2026-11-22T02:00:00Z");
        device.on("FindEvents", "<tds:SearchToken>S2</tds:SearchToken>")
                .on(
                        "GetEventSearchResults",
                        "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>"
                                + state("2026-11-22T00:30:00Z", false)
                                + state("2026-11-22T01:00:00Z", true)
                                + "</tds:ResultList>");
        assertThat(of(device, "VideoSource_1").search(FROM, TO))
                .extracting(r -> r.from() + " " + r.to())
                .containsExactly(
                        "2026-11-22T00:00:00Z 2026-11-22T00:30:00Z", "2026-11-22T01:00:00Z 2026-11-22T02:00:00Z");
    }

    @Test
    void aSearchThatNeverEndsIsEnded() throws DeviceException {
        var device = with(SoapDevice.camera(), "")
                .on(
                        "GetRecordingSearchResults",
                        "<tds:ResultList><tt:SearchState>Searching</tt:SearchState></tds:ResultList>")
                .on("EndSearch", "");
        var recordings = of(device, "VideoSource_1");
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> recordings.search(FROM, TO));
        assertThat(device.asked("EndSearch")).hasSize(1);
    }

    @Test
    void playbackIsOnTheSourcesHost() throws DeviceException {
        var device = SoapDevice.camera()
                .on("GetReplayUri", "<tds:Uri>rtsp://192.168.1.136/play.amp?id=SD_1&amp;ext=1</tds:Uri>");
        var address = of(device, "VideoSource_1").playback(new Recording(FROM, TO, "R<1>", Optional.empty()));
        assertThat(address.uri()).hasToString("rtsp://127.0.0.1:554/play.amp?id=SD_1&ext=1");
        assertThat(address.replayFrom()).contains(FROM);
        assertThat(device.asked("GetReplayUri").get(0).text())
                .contains("<trp:RecordingToken>R&lt;1&gt;</trp:RecordingToken>");
    }
}
