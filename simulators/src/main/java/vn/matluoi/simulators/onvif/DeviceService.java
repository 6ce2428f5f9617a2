package vn.matluoi.simulators.onvif;

import static vn.matluoi.simulators.onvif.Call.escape;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** Device management ({@code ver10/device/wsdl}): who it is, where its services are, its clock and its account. */
final class DeviceService implements Service {

    /** Việt Nam, in the form of POSIX: what must be added to local time to get UTC. */
    private static final String TIME_ZONE = "ICT-7";

    private static final ZoneOffset LOCAL = ZoneOffset.ofHours(7);

    private final OnvifDevice device;

    DeviceService(OnvifDevice device) {
        this.device = device;
    }

    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetSystemDateAndTime" -> dateAndTime(call.now());
            case "SetSystemDateAndTime" -> setDateAndTime(call);
            case "GetNTP" ->
                "<tds:NTPInformation><tt:FromDHCP>false</tt:FromDHCP><tt:NTPManual><tt:Type>DNS</tt:Type>"
                        + "<tt:DNSname>pool.ntp.org</tt:DNSname></tt:NTPManual></tds:NTPInformation>";
            case "GetDeviceInformation" -> information();
            case "GetServices" -> services(call.text("IncludeCapability").equals("true"));
            case "GetServiceCapabilities" -> "<tds:Capabilities>" + CAPABILITIES + "</tds:Capabilities>";
            case "GetCapabilities" -> capabilities(call.text("Category"));
            case "GetScopes" -> scopes();
            case "GetHostname" ->
                "<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>"
                        + device.identity().serial() + "</tt:Name></tds:HostnameInformation>";
            case "GetEndpointReference" ->
                "<tds:GUID>urn:uuid:" + device.identity().uuid() + "</tds:GUID>";
            case "GetWsdlUrl" -> "<tds:WsdlUrl>http://www.onvif.org/</tds:WsdlUrl>";
            case "GetNetworkInterfaces" -> networkInterfaces();
            case "GetNetworkProtocols" -> networkProtocols();
            case "GetUsers" ->
                "<tds:User><tt:Username>" + device.user()
                        + "</tt:Username><tt:UserLevel>Administrator</tt:UserLevel></tds:User>";
            case "SetUser" -> setUser(call);
            default -> throw SoapFault.notSupported();
        };
    }

    private String dateAndTime(Instant now) {
        boolean localInUtc = device.has(Mode.CLOCK_LOCAL_IN_UTC);
        return "<tds:SystemDateAndTime><tt:DateTimeType>" + (device.clockIsByHand() ? "Manual" : "NTP")
                + "</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>" + TIME_ZONE
                + "</tt:TZ></tt:TimeZone>"
                + dateTime(
                        "UTCDateTime",
                        now.atOffset(localInUtc ? LOCAL : ZoneOffset.UTC).toLocalDateTime())
                + dateTime("LocalDateTime", now.atOffset(LOCAL).toLocalDateTime())
                + "</tds:SystemDateAndTime>";
    }

    private static String dateTime(String name, LocalDateTime time) {
        return "<tt:" + name + "><tt:Time><tt:Hour>" + time.getHour() + "</tt:Hour><tt:Minute>" + time.getMinute()
                + "</tt:Minute><tt:Second>" + time.getSecond() + "</tt:Second></tt:Time><tt:Date><tt:Year>"
                + time.getYear() + "</tt:Year><tt:Month>" + time.getMonthValue() + "</tt:Month><tt:Day>"
                + time.getDayOfMonth() + "</tt:Day></tt:Date></tt:" + name + '>';
    }

    private String setDateAndTime(Call call) throws SoapFault {
        if (call.text("DateTimeType").equals("NTP")) {
            device.setClock(null);
            return "";
        }
        Element given = call.request().element("UTCDateTime").orElseThrow(() -> SoapFault.invalid("InvalidDateTime"));
        try {
            device.setClock(LocalDateTime.of(
                            part(given, "Date", "Year"),
                            part(given, "Date", "Month"),
                            part(given, "Date", "Day"),
                            part(given, "Time", "Hour"),
                            part(given, "Time", "Minute"),
                            part(given, "Time", "Second"))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw SoapFault.invalid("InvalidDateTime");
        }
        return "";
    }

    private static int part(Element from, String... path) throws SoapFault {
        String text = SoapRequest.text(from, path);
        if (!text.matches("\\d{1,4}")) {
            throw SoapFault.invalid("InvalidDateTime");
        }
        return Integer.parseInt(text);
    }

    private String information() {
        Identity identity = device.identity();
        return "<tds:Manufacturer>" + identity.manufacturer() + "</tds:Manufacturer><tds:Model>" + identity.model()
                + "</tds:Model><tds:FirmwareVersion>" + identity.firmware() + "</tds:FirmwareVersion><tds:SerialNumber>"
                + identity.serial() + "</tds:SerialNumber><tds:HardwareId>1.0</tds:HardwareId>";
    }

    /** Of the device service itself. */
    static final String CAPABILITIES =
            """
            <tds:Network IPFilter="false" ZeroConfiguration="false" IPVersion6="false" DynDNS="false"/>\
            <tds:Security TLS1.0="false" TLS1.1="false" TLS1.2="false" UsernameToken="true" HttpDigest="true"/>\
            <tds:System DiscoveryResolve="false" DiscoveryBye="false" SystemBackup="false"/>""";

    private String services(boolean withCapabilities) {
        StringBuilder all = new StringBuilder();
        for (Offer offer : device.offers()) {
            all.append("<tds:Service><tds:Namespace>").append(offer.namespace()).append("</tds:Namespace><tds:XAddr>");
            all.append(device.serviceAddress(offer)).append("</tds:XAddr>");
            if (withCapabilities) {
                String prefix = Namespaces.prefix(offer.namespace());
                all.append("<tds:Capabilities><")
                        .append(prefix)
                        .append(":Capabilities")
                        .append(offer.capabilities());
                all.append("</").append(prefix).append(":Capabilities></tds:Capabilities>");
            }
            all.append("<tds:Version><tt:Major>").append(offer.namespace().contains("ver20") ? 20 : 2);
            all.append("</tt:Major><tt:Minor>6</tt:Minor></tds:Version></tds:Service>");
        }
        if (device.has(Mode.MALFORMED_TOKEN_IN_GET_SERVICES)) {
            all.append("<tds:Service><tds:Namespace>http://www.onvif.org/&ver20</tds:Namespace =></tds:Service>");
        }
        return all.toString();
    }

    /** Media2 has no place in this older list. */
    private String capabilities(String category) {
        StringBuilder extension = new StringBuilder();
        StringBuilder all = new StringBuilder();
        boolean everything = category.isEmpty() || category.equals("All");
        for (Offer offer : device.offers()) {
            String xaddr = "<tt:XAddr>" + device.serviceAddress(offer) + "</tt:XAddr>";
            switch (offer.namespace()) {
                case Namespaces.DEVICE -> put(all, everything, category, "Device", xaddr);
                case Namespaces.EVENTS ->
                    put(
                            all,
                            everything,
                            category,
                            "Events",
                            xaddr + "<tt:WSSubscriptionPolicySupport>false</tt:WSSubscriptionPolicySupport>"
                                    + "<tt:WSPullPointSupport>" + !device.has(Mode.NO_PULL_POINT)
                                    + "</tt:WSPullPointSupport>"
                                    + "<tt:WSPausableSubscriptionManagerInterfaceSupport>false"
                                    + "</tt:WSPausableSubscriptionManagerInterfaceSupport>");
                case Namespaces.MEDIA ->
                    put(
                            all,
                            everything,
                            category,
                            "Media",
                            xaddr + "<tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>"
                                    + "<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP>"
                                    + "</tt:StreamingCapabilities>");
                case Namespaces.PTZ -> put(all, everything, category, "PTZ", xaddr);
                case Namespaces.RECORDING ->
                    extension
                            .append("<tt:Recording>")
                            .append(xaddr)
                            .append("<tt:ReceiverSource>false</tt:ReceiverSource><tt:MediaProfileSource>true")
                            .append("</tt:MediaProfileSource><tt:DynamicRecordings>false</tt:DynamicRecordings>")
                            .append("<tt:DynamicTracks>false</tt:DynamicTracks><tt:MaxStringLength>64")
                            .append("</tt:MaxStringLength></tt:Recording>");
                case Namespaces.SEARCH ->
                    extension
                            .append("<tt:Search>")
                            .append(xaddr)
                            .append("<tt:MetadataSearch>false</tt:MetadataSearch></tt:Search>");
                case Namespaces.REPLAY ->
                    extension.append("<tt:Replay>").append(xaddr).append("</tt:Replay>");
                default -> {} // Media2
            }
        }
        if (everything && extension.length() > 0) {
            all.append("<tt:Extension>").append(extension).append("</tt:Extension>");
        }
        return "<tds:Capabilities>" + all + "</tds:Capabilities>";
    }

    private static void put(StringBuilder all, boolean everything, String category, String name, String inside) {
        if (everything || category.equals(name)) {
            all.append("<tt:")
                    .append(name)
                    .append('>')
                    .append(inside)
                    .append("</tt:")
                    .append(name)
                    .append('>');
        }
    }

    private String scopes() {
        return device.scopes().stream()
                .map(scope -> "<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>" + escape(scope)
                        + "</tt:ScopeItem></tds:Scopes>")
                .collect(Collectors.joining());
    }

    private String networkInterfaces() {
        return "<tds:NetworkInterfaces token=\"eth0\"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name>"
                + "<tt:HwAddress>" + device.identity().mac() + "</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info>"
                + "<tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>127.0.0.1</tt:Address>"
                + "<tt:PrefixLength>8</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4>"
                + "</tds:NetworkInterfaces>";
    }

    private String networkProtocols() {
        return protocol("HTTP", device.port()) + protocol("RTSP", device.rtspPort());
    }

    private static String protocol(String name, int port) {
        return "<tds:NetworkProtocols><tt:Name>" + name + "</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>" + port
                + "</tt:Port></tds:NetworkProtocols>";
    }

    private String setUser(Call call) throws SoapFault {
        String name = call.text("User", "Username");
        String password = call.text("User", "Password");
        if (!name.equals(device.user())) {
            throw SoapFault.invalid("UsernameMissing");
        }
        if (!password.isEmpty()) {
            if (password.length() < 8) {
                throw SoapFault.invalid("PasswordTooWeak");
            }
            device.changePassword(password);
        }
        return "";
    }
}
