package vn.matluoi.simulators.onvif;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.matluoi.simulators.rtsp.Clip;

/** The first media service ({@code ver10/media/wsdl}), of Profile S. */
final class MediaService implements Service {

    static final String CAPABILITIES = " SnapshotUri=\"true\" Rotation=\"false\" OSD=\"false\">"
            + "<trt:ProfileCapabilities MaximumNumberOfProfiles=\"512\"/>"
            + "<trt:StreamingCapabilities RTPMulticast=\"false\" RTP_TCP=\"true\" RTP_RTSP_TCP=\"true\"/>";

    private final Media media;

    MediaService(Media media) {
        this.media = media;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<trt:Capabilities" + CAPABILITIES + "</trt:Capabilities>";
            case "GetProfiles" -> Media.each(media.channels(), stream -> profile("Profiles", stream));
            case "GetProfile" -> profile("Profile", media.stream(call.text("ProfileToken"), "NoProfile"));
            case "GetVideoSources" ->
                IntStream.rangeClosed(1, media.channels())
                        .mapToObj(this::source)
                        .collect(Collectors.joining());
            case "GetVideoSourceConfigurations" ->
                IntStream.rangeClosed(1, media.channels())
                        .mapToObj(n -> sourceConfiguration("trt:Configurations", n))
                        .collect(Collectors.joining());
            case "GetVideoEncoderConfigurations" ->
                Media.each(media.channels(), stream -> encoder("trt:Configurations", stream));
            case "GetVideoEncoderConfiguration" ->
                encoder("trt:Configuration", media.stream(call.text("ConfigurationToken"), "NoConfig"));
            case "GetVideoEncoderConfigurationOptions" -> options();
            case "GetStreamUri" -> streamUri(call);
            case "GetSnapshotUri" -> mediaUri(media.snapshotUri(media.stream(call.text("ProfileToken"), "NoProfile")));
            default -> throw SoapFault.notSupported();
        };
    }

    private String profile(String element, Media.Stream stream) {
        return "<trt:" + element + " token=\"" + stream.profile() + "\" fixed=\"true\"><tt:Name>"
                + media.name(stream.channel()) + stream.label() + "</tt:Name>"
                + sourceConfiguration("tt:VideoSourceConfiguration", stream.channel())
                + encoder("tt:VideoEncoderConfiguration", stream)
                + (media.movable(stream.channel())
                        ? PtzService.configuration("tt:PTZConfiguration", stream.channel())
                        : "")
                + "</trt:" + element + '>';
    }

    private String source(int channel) {
        return "<trt:VideoSources token=\"VideoSource_" + channel + "\"><tt:Framerate>" + Clip.FRAME_RATE
                + "</tt:Framerate>" + media.resolution("Resolution") + "</trt:VideoSources>";
    }

    private String sourceConfiguration(String element, int channel) {
        return "<" + element + " token=\"VideoSourceConfig_" + channel + "\">" + media.sourceConfiguration(channel)
                + "</" + element + '>';
    }

    private String encoder(String element, Media.Stream stream) {
        return "<" + element + " token=\"VideoEncoder_" + stream.id() + "\"><tt:Name>VideoEncoder_" + stream.id()
                + "</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>"
                + media.resolution("Resolution") + "<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>"
                + Clip.FRAME_RATE + "</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>"
                + media.kilobitsPerSecond() + "</tt:BitrateLimit></tt:RateControl><tt:H264><tt:GovLength>"
                + Clip.FRAME_RATE + "</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>"
                + "<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address>"
                + "</tt:Address><tt:Port>0</tt:Port><tt:TTL>0</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>"
                + "<tt:SessionTimeout>PT60S</tt:SessionTimeout></" + element + '>';
    }

    private String options() {
        return "<trt:Options><tt:QualityRange><tt:Min>4</tt:Min><tt:Max>4</tt:Max></tt:QualityRange><tt:H264>"
                + media.resolution("ResolutionsAvailable")
                + "<tt:GovLengthRange><tt:Min>25</tt:Min><tt:Max>25</tt:Max></tt:GovLengthRange>"
                + "<tt:FrameRateRange><tt:Min>25</tt:Min><tt:Max>25</tt:Max></tt:FrameRateRange>"
                + "<tt:EncodingIntervalRange><tt:Min>1</tt:Min><tt:Max>1</tt:Max></tt:EncodingIntervalRange>"
                + "<tt:H264ProfilesSupported>Main</tt:H264ProfilesSupported></tt:H264></trt:Options>";
    }

    /** Over HTTP nothing is streamed. */
    private String streamUri(Call call) throws SoapFault {
        if (call.text("StreamSetup", "Transport", "Protocol").equals("HTTP")
                || call.text("StreamSetup", "Stream").equals("RTP-Multicast")) {
            throw SoapFault.invalid("InvalidStreamSetup");
        }
        return mediaUri(media.uri(media.stream(call.text("ProfileToken"), "NoProfile")));
    }

    private static String mediaUri(String uri) {
        return "<trt:MediaUri><tt:Uri>" + uri + "</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
                + "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>";
    }
}
