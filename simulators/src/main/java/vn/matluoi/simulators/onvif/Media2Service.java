package vn.matluoi.simulators.onvif;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * The second media service ({@code ver20/media/wsdl}), of Profile T. Profiles come with the configurations whose types
 * are asked for, and without any if none is.
 */
final class Media2Service implements Service {

    static final String CAPABILITIES = " SnapshotUri=\"true\" Rotation=\"false\" OSD=\"false\" Mask=\"false\">"
            + "<tr2:ProfileCapabilities MaximumNumberOfProfiles=\"512\""
            + " ConfigurationsSupported=\"VideoSource VideoEncoder PTZ\"/>"
            + "<tr2:StreamingCapabilities RTSPStreaming=\"true\" RTPMulticast=\"false\" RTP_RTSP_TCP=\"true\"/>";

    private static final Set<String> PROTOCOLS = Set.of("RtspUnicast", "RTSP");

    private final Media media;

    Media2Service(Media media) {
        this.media = media;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<tr2:Capabilities" + CAPABILITIES + "</tr2:Capabilities>";
            case "GetProfiles" -> profiles(call);
            case "GetVideoSourceConfigurations" ->
                IntStream.rangeClosed(1, media.channels())
                        .mapToObj(n -> sourceConfiguration("Configurations", n))
                        .collect(Collectors.joining());
            case "GetVideoEncoderConfigurations" -> encoders(call);
            case "GetVideoEncoderConfigurationOptions" -> options();
            case "GetStreamUri" -> {
                if (!PROTOCOLS.contains(call.text("Protocol"))) {
                    throw SoapFault.invalid("InvalidStreamSetup");
                }
                yield "<tr2:Uri>" + media.uri(profile(call)) + "</tr2:Uri>";
            }
            case "GetSnapshotUri" -> "<tr2:Uri>" + media.snapshotUri(profile(call)) + "</tr2:Uri>";
            default -> throw SoapFault.notSupported();
        };
    }

    private Media.Stream profile(Call call) throws SoapFault {
        return media.stream(call.text("ProfileToken"), "NoProfile");
    }

    private String profiles(Call call) throws SoapFault {
        Set<String> types = SoapRequest.children(call.request().body()).stream()
                .filter(element -> element.getLocalName().equals("Type"))
                .map(element -> element.getTextContent().trim())
                .collect(Collectors.toSet());
        String token = call.text("Token");
        return token.isEmpty()
                ? Media.each(media.shown(), stream -> profile(stream, types))
                : profile(media.stream(token, "NoProfile"), types);
    }

    private String profile(Media.Stream stream, Set<String> types) {
        boolean all = types.contains("All");
        StringBuilder parts = new StringBuilder();
        if (all || types.contains("VideoSource")) {
            parts.append(sourceConfiguration("VideoSource", stream.channel()));
        }
        if (all || types.contains("VideoEncoder")) {
            parts.append(encoder("VideoEncoder", stream));
        }
        if ((all || types.contains("PTZ")) && media.movable(stream.channel())) {
            parts.append(PtzService.configuration("tr2:PTZ", stream.channel()));
        }
        return "<tr2:Profiles token=\"" + stream.profile() + "\" fixed=\"true\"><tr2:Name>"
                + media.name(stream.channel()) + stream.label() + "</tr2:Name>"
                + (types.isEmpty() ? "" : "<tr2:Configurations>" + parts + "</tr2:Configurations>")
                + "</tr2:Profiles>";
    }

    private String encoders(Call call) throws SoapFault {
        String token = call.text("ConfigurationToken") + call.text("ProfileToken");
        return token.isEmpty()
                ? Media.each(media.shown(), stream -> encoder("Configurations", stream))
                : encoder("Configurations", media.stream(token, "NoConfig"));
    }

    private String sourceConfiguration(String element, int channel) {
        return "<tr2:" + element + " token=\"VideoSourceConfig_" + channel + "\">" + media.sourceConfiguration(channel)
                + "</tr2:" + element + '>';
    }

    private String encoder(String element, Media.Stream stream) {
        return "<tr2:" + element + " token=\"VideoEncoder_" + stream.id() + "\" GovLength=\"" + Clip.FRAME_RATE
                + "\" Profile=\"Main\"><tt:Name>VideoEncoder_" + stream.id()
                + "</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>"
                + media.resolution("Resolution")
                + "<tt:RateControl ConstantBitRate=\"false\"><tt:FrameRateLimit>" + Clip.FRAME_RATE
                + "</tt:FrameRateLimit><tt:BitrateLimit>" + media.kilobitsPerSecond()
                + "</tt:BitrateLimit></tt:RateControl><tt:Quality>4</tt:Quality></tr2:" + element + '>';
    }

    private String options() {
        return "<tr2:Options GovLengthRange=\"25 25\" FrameRatesSupported=\"25\" ProfilesSupported=\"Main\">"
                + "<tt:Encoding>H264</tt:Encoding><tt:QualityRange><tt:Min>4</tt:Min><tt:Max>4</tt:Max>"
                + "</tt:QualityRange>" + media.resolution("ResolutionsAvailable")
                + "<tt:BitrateRange><tt:Min>" + media.kilobitsPerSecond() + "</tt:Min><tt:Max>"
                + media.kilobitsPerSecond() + "</tt:Max></tt:BitrateRange></tr2:Options>";
    }
}
