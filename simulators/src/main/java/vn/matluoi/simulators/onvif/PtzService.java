package vn.matluoi.simulators.onvif;

import static vn.matluoi.simulators.onvif.Call.escape;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.w3c.dom.Element;
import vn.matluoi.simulators.onvif.PtzHead.Place;

/** Pan, tilt and zoom ({@code ver20/ptz/wsdl}) of the channels that can move, in the generic spaces. */
final class PtzService implements Service {

    static final String CAPABILITIES = " EFlip=\"false\" Reverse=\"false\" GetCompatibleConfigurations=\"false\""
            + " MoveStatus=\"true\" StatusPosition=\"true\">";

    private static final String SPACE = "http://www.onvif.org/ver10/tptz/";
    private static final Duration DEFAULT_TIME = Duration.ofSeconds(5);
    private static final Pattern TOKEN =
            Pattern.compile("(?:Profile_(\\d{1,3})0[1-3]|PTZNode_(\\d{1,3})|PTZConfig_(\\d{1,3}))");
    private static final String TOUR = "Tour_1";

    private final OnvifDevice device;

    PtzService(OnvifDevice device) {
        this.device = device;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<tptz:Capabilities" + CAPABILITIES + "</tptz:Capabilities>";
            case "GetNodes" -> each(n -> node("tptz:PTZNode", n));
            case "GetNode" -> node("tptz:PTZNode", channel(call.text("NodeToken")));
            case "GetConfigurations" -> each(n -> configuration("tptz:PTZConfiguration", n));
            case "GetConfiguration" ->
                configuration("tptz:PTZConfiguration", channel(call.text("PTZConfigurationToken")));
            case "GetConfigurationOptions" -> {
                channel(call.text("ConfigurationToken"));
                yield "<tptz:PTZConfigurationOptions><tt:Spaces>" + SPACES + "</tt:Spaces><tt:PTZTimeout>"
                        + "<tt:Min>PT1S</tt:Min><tt:Max>PT60S</tt:Max></tt:PTZTimeout></tptz:PTZConfigurationOptions>";
            }
            case "GetStatus" -> status(call);
            case "GetPresets" ->
                head(call).presets().stream().map(PtzService::preset).collect(Collectors.joining());
            case "SetPreset" ->
                "<tptz:PresetToken>" + head(call).keep(call.text("PresetToken"), call.text("PresetName"), call.now())
                        + "</tptz:PresetToken>";
            case "GetPresetTours" -> tour("tptz:PresetTour", head(call));
            case "GetPresetTour" -> {
                aTour(call);
                yield tour("tptz:PresetTour", head(call));
            }
            default -> {
                order(call);
                yield "";
            }
        };
    }

    private void order(Call call) throws SoapFault {
        switch (call.operation()) {
            case "ContinuousMove" -> {
                String time = call.text("Timeout");
                Place still = new Place(0, 0, 0);
                head(call)
                        .move(
                                place(call, "Velocity", still),
                                time.isEmpty() ? DEFAULT_TIME : Call.duration(time),
                                call.now());
            }
            case "AbsoluteMove" -> {
                PtzHead head = head(call);
                head.jump(place(call, "Position", head.place(call.now())), call.now());
            }
            case "RelativeMove" -> {
                PtzHead head = head(call);
                Place from = head.place(call.now());
                Place by = place(call, "Translation", new Place(0, 0, 0));
                head.jump(
                        new Place(from.pan() + by.pan(), from.tilt() + by.tilt(), from.zoom() + by.zoom()), call.now());
            }
            case "Stop" ->
                head(call)
                        .stop(
                                !call.text("PanTilt").equals("false"),
                                !call.text("Zoom").equals("false"),
                                call.now());
            case "GotoPreset" -> {
                PtzHead head = head(call);
                head.jump(head.preset(call.text("PresetToken")).place(), call.now());
            }
            case "RemovePreset" -> head(call).remove(call.text("PresetToken"));
            case "GotoHomePosition" -> head(call).jump(head(call).home(), call.now());
            case "SetHomePosition" -> head(call).setHome(call.now());
            case "OperatePresetTour" -> {
                aTour(call);
                head(call).tour(call.text("Operation").equals("Start"), call.now());
            }
            default -> throw SoapFault.notSupported();
        }
    }

    private String each(IntFunction<String> part) {
        return IntStream.rangeClosed(1, device.channels())
                .filter(device::movable)
                .mapToObj(part)
                .collect(Collectors.joining());
    }

    private int channel(String token) throws SoapFault {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            throw SoapFault.invalid(token.startsWith("Profile") ? "NoProfile" : "NoEntity");
        }
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) != null && device.movable(Integer.parseInt(matcher.group(i)))) {
                return Integer.parseInt(matcher.group(i));
            }
        }
        throw SoapFault.invalid("NoPTZProfile");
    }

    private PtzHead head(Call call) throws SoapFault {
        return device.head(channel(call.text("ProfileToken")));
    }

    private static void aTour(Call call) throws SoapFault {
        if (!call.text("PresetTourToken").equals(TOUR)) {
            throw SoapFault.invalid("NoToken");
        }
    }

    /** What stands in a vector; of what is left out the place it has. */
    private static Place place(Call call, String element, Place otherwise) {
        Optional<Element> turn = call.request().element(element, "PanTilt");
        Optional<Element> zoom = call.request().element(element, "Zoom");
        return new Place(
                turn.map(e -> call.number(0, e.getAttribute("x"))).orElse(otherwise.pan()),
                turn.map(e -> call.number(0, e.getAttribute("y"))).orElse(otherwise.tilt()),
                zoom.map(e -> call.number(0, e.getAttribute("x"))).orElse(otherwise.zoom()));
    }

    private String status(Call call) throws SoapFault {
        PtzHead head = head(call);
        String moves = head.moving(call.now()) ? "MOVING" : "IDLE";
        return "<tptz:PTZStatus>" + vector("tt:Position", head.place(call.now())) + "<tt:MoveStatus><tt:PanTilt>"
                + moves + "</tt:PanTilt><tt:Zoom>" + moves + "</tt:Zoom></tt:MoveStatus><tt:UtcTime>"
                + Call.utc(call.now()) + "</tt:UtcTime></tptz:PTZStatus>";
    }

    private static String vector(String element, Place place) {
        return String.format(
                Locale.ROOT,
                "<%s><tt:PanTilt x=\"%.4f\" y=\"%.4f\" space=\"%sPanTiltSpaces/PositionGenericSpace\"/>"
                        + "<tt:Zoom x=\"%.4f\" space=\"%sZoomSpaces/PositionGenericSpace\"/></%s>",
                element,
                place.pan(),
                place.tilt(),
                SPACE,
                place.zoom(),
                SPACE,
                element);
    }

    private static String preset(PtzHead.Preset preset) {
        return "<tptz:Preset token=\"" + preset.token() + "\"><tt:Name>" + escape(preset.name()) + "</tt:Name>"
                + vector("tt:PTZPosition", preset.place()) + "</tptz:Preset>";
    }

    private static String tour(String element, PtzHead head) {
        return "<" + element + " token=\"" + TOUR + "\"><tt:Name>Tuần tra</tt:Name><tt:Status><tt:State>"
                + (head.touring() ? "Touring" : "Idle")
                + "</tt:State></tt:Status><tt:AutoStart>false</tt:AutoStart><tt:StartingCondition/>"
                + head.presets().stream()
                        .map(preset -> "<tt:TourSpot><tt:PresetDetail><tt:PresetToken>" + preset.token()
                                + "</tt:PresetToken></tt:PresetDetail><tt:StayTime>PT5S</tt:StayTime></tt:TourSpot>")
                        .collect(Collectors.joining())
                + "</" + element + '>';
    }

    private static String node(String element, int channel) {
        return "<" + element + " token=\"PTZNode_" + channel + "\" FixedHomePosition=\"false\"><tt:Name>PTZNode_"
                + channel + "</tt:Name><tt:SupportedPTZSpaces>" + SPACES
                + "</tt:SupportedPTZSpaces><tt:MaximumNumberOfPresets>" + PtzHead.MAX_PRESETS
                + "</tt:MaximumNumberOfPresets><tt:HomeSupported>true</tt:HomeSupported><tt:Extension>"
                + "<tt:SupportedPresetTour><tt:MaximumNumberOfPresetTours>1</tt:MaximumNumberOfPresetTours>"
                + "<tt:PTZPresetTourOperation>Start</tt:PTZPresetTourOperation>"
                + "<tt:PTZPresetTourOperation>Stop</tt:PTZPresetTourOperation></tt:SupportedPresetTour>"
                + "</tt:Extension></" + element + '>';
    }

    /** The configuration of a channel's head, in an element of this name. */
    static String configuration(String element, int channel) {
        return "<" + element + " token=\"PTZConfig_" + channel + "\"><tt:Name>PTZConfig_" + channel
                + "</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>PTZNode_" + channel + "</tt:NodeToken>"
                + "<tt:DefaultAbsolutePantTiltPositionSpace>" + SPACE
                + "PanTiltSpaces/PositionGenericSpace</tt:DefaultAbsolutePantTiltPositionSpace>"
                + "<tt:DefaultAbsoluteZoomPositionSpace>" + SPACE
                + "ZoomSpaces/PositionGenericSpace</tt:DefaultAbsoluteZoomPositionSpace>"
                + "<tt:DefaultContinuousPanTiltVelocitySpace>" + SPACE
                + "PanTiltSpaces/VelocityGenericSpace</tt:DefaultContinuousPanTiltVelocitySpace>"
                + "<tt:DefaultContinuousZoomVelocitySpace>" + SPACE
                + "ZoomSpaces/VelocityGenericSpace</tt:DefaultContinuousZoomVelocitySpace>"
                + "<tt:DefaultPTZTimeout>PT5S</tt:DefaultPTZTimeout></" + element + '>';
    }

    private static final String SPACES =
            space("AbsolutePanTiltPositionSpace", "PanTiltSpaces/PositionGenericSpace", -1, true)
                    + space("AbsoluteZoomPositionSpace", "ZoomSpaces/PositionGenericSpace", 0, false)
                    + space("RelativePanTiltTranslationSpace", "PanTiltSpaces/TranslationGenericSpace", -1, true)
                    + space("RelativeZoomTranslationSpace", "ZoomSpaces/TranslationGenericSpace", -1, false)
                    + space("ContinuousPanTiltVelocitySpace", "PanTiltSpaces/VelocityGenericSpace", -1, true)
                    + space("ContinuousZoomVelocitySpace", "ZoomSpaces/VelocityGenericSpace", -1, false);

    private static String space(String element, String name, int least, boolean two) {
        String range = "<tt:Min>" + least + "</tt:Min><tt:Max>1</tt:Max>";
        return "<tt:" + element + "><tt:URI>" + SPACE + name + "</tt:URI><tt:XRange>" + range + "</tt:XRange>"
                + (two ? "<tt:YRange>" + range + "</tt:YRange>" : "") + "</tt:" + element + '>';
    }
}
