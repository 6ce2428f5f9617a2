package vn.matluoi.simulators.onvif;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Recordings and their replay ({@code ver10/recording/wsdl} and {@code ver10/replay/wsdl}): one of each channel. */
final class RecordingService implements Service {

    static final String RECORDING = " DynamicRecordings=\"false\" DynamicTracks=\"false\" MaxRecordings=\"256\">";
    static final String REPLAY = " ReversePlayback=\"false\" SessionTimeoutRange=\"60 60\" RTP_RTSP_TCP=\"true\">";

    private final OnvifDevice device;

    RecordingService(OnvifDevice device) {
        this.device = device;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (Namespaces.prefix(call.request().namespace()) + ':' + call.operation()) {
            case "trc:GetServiceCapabilities" -> "<trc:Capabilities" + RECORDING + "</trc:Capabilities>";
            case "trp:GetServiceCapabilities" -> "<trp:Capabilities" + REPLAY + "</trp:Capabilities>";
            case "trc:GetRecordings" ->
                IntStream.rangeClosed(1, device.channels())
                        .mapToObj(this::recording)
                        .collect(Collectors.joining());
            case "trp:GetReplayUri" ->
                "<trp:Uri>"
                        + replayUri(SearchService.channel(call.text("RecordingToken"), device.channels()))
                        + "</trp:Uri>";
            default -> throw SoapFault.notSupported();
        };
    }

    private String recording(int channel) {
        return "<trc:RecordingItem><tt:RecordingToken>Recording_" + channel
                + "</tt:RecordingToken><tt:Configuration>" + SearchService.source(device, channel)
                + "<tt:Content/><tt:MaximumRetentionTime>P" + Footage.DAYS
                + "D</tt:MaximumRetentionTime></tt:Configuration><tt:Tracks><tt:Track>"
                + "<tt:TrackToken>Video_1</tt:TrackToken><tt:Configuration><tt:TrackType>Video</tt:TrackType>"
                + "<tt:Description/></tt:Configuration></tt:Track></tt:Tracks></trc:RecordingItem>";
    }

    private String replayUri(int channel) {
        return "rtsp://" + device.mediaHost() + ':' + device.rtspPort() + "/Streaming/Channels/" + channel
                + "01?recording=Recording_" + channel;
    }
}
