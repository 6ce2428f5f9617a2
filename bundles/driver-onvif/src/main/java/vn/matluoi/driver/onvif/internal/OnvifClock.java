package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.http.XmlElement;

/** The device's clock. Source: ONVIF core specification 8.3.5, 8.3.6, 8.2.8. */
final class OnvifClock implements DeviceFacet.Clock {

    private static final Operation SERVERS = Operation.of(Service.DEVICE, "GetNTP");

    private final Onvif onvif;

    OnvifClock(Onvif onvif) {
        this.onvif = onvif;
    }

    @Override
    public Duration offset() throws DeviceException {
        return onvif.measure()
                .offset(onvif.clockRead())
                .orElseThrow(() -> Words.notSupported("GetSystemDateAndTime", "-"));
    }

    /** By its name, else by its address. Which server it is, not every device and account tells. Source: 8.2.8, NTPInformation. */
    @Override
    public Optional<String> follows() throws DeviceException {
        if (!onvif.measure().byServer()) {
            return Optional.empty();
        }
        return onvif.find(SERVERS)
                .flatMap(a -> a.child("NTPInformation"))
                .flatMap(OnvifClock::server)
                .or(() -> Optional.of("NTP"));
    }

    /** A device keeps the servers that were entered by hand while it uses those that DHCP tells. */
    private static Optional<String> server(XmlElement told) {
        boolean dhcp = told.text("FromDHCP")
                .filter(t -> t.equalsIgnoreCase("true") || t.equals("1"))
                .isPresent();
        return told.children(dhcp ? "NTPFromDHCP" : "NTPManual").stream()
                .flatMap(host -> Stream.of("DNSname", "IPv4Address", "IPv6Address")
                        .flatMap(kind -> Clean.optional(host.text(kind)).stream()))
                .findFirst();
    }

    /** The zone is sent back as the device wrote it. */
    @Override
    public void set(Instant now) throws DeviceException {
        var zone = onvif.measure().zone();
        var utc = now.atOffset(ZoneOffset.UTC);
        var inside = new StringBuilder("<tds:DateTimeType>Manual</tds:DateTimeType>")
                .append("<tds:DaylightSavings>false</tds:DaylightSavings>");
        if (!zone.isEmpty()) {
            inside.append("<tds:TimeZone>").append(Soap.element("tt:TZ", zone)).append("</tds:TimeZone>");
        }
        inside.append(
                "<tds:UTCDateTime><tt:Time><tt:Hour>%d</tt:Hour><tt:Minute>%d</tt:Minute><tt:Second>%d</tt:Second></tt:Time>"
                        .formatted(utc.getHour(), utc.getMinute(), utc.getSecond()));
        inside.append(
                "<tt:Date><tt:Year>%d</tt:Year><tt:Month>%d</tt:Month><tt:Day>%d</tt:Day></tt:Date></tds:UTCDateTime>"
                        .formatted(utc.getYear(), utc.getMonthValue(), utc.getDayOfMonth()));
        onvif.ask(Operation.of(Service.DEVICE, "SetSystemDateAndTime", inside.toString()));
        try {
            onvif.measure();
        } catch (DeviceException e) {
            return; // it is set; what log-ins are dated by is read again when one is refused
        }
    }
}
