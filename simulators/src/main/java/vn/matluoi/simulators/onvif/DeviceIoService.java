package vn.matluoi.simulators.onvif;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The device input/output service ({@code ver10/deviceIO/wsdl}): which video sources there are, shown or not. */
final class DeviceIoService implements Service {

    static final String CAPABILITIES = " VideoSources=\"1\">";

    private final Media media;

    DeviceIoService(Media media) {
        this.media = media;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<tmd:Capabilities" + CAPABILITIES + "</tmd:Capabilities>";
            case "GetVideoSources" ->
                IntStream.rangeClosed(1, media.channels())
                        .mapToObj(n -> "<tmd:Token>VideoSource_" + n + "</tmd:Token>")
                        .collect(Collectors.joining());
            default -> throw SoapFault.notSupported();
        };
    }
}
