package vn.matluoi.driver.onvif.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/** Reads what a device says it is. Its maker may be {@code H264}, {@code ONVIF_IPNC} or nothing: it is shown, never relied on. */
final class Description {

    static final Operation INFORMATION = Operation.of(Service.DEVICE, "GetDeviceInformation");
    private static final Operation INTERFACES = Operation.of(Service.DEVICE, "GetNetworkInterfaces");
    private static final Operation SCOPES = Operation.of(Service.DEVICE, "GetScopes");
    private static final String SCOPE = "onvif://www.onvif.org/";

    private Description() {}

    /**
     * Cheap clones have the serial number {@code 0000000}; one of those is known by its MAC address.
     *
     * @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned
     */
    static void check(Onvif onvif, Target target) throws DeviceException {
        check(onvif, target, onvif.ask(INFORMATION));
    }

    private static void check(Onvif onvif, Target target, XmlElement information) throws DeviceException {
        if (target.pinnedIdentity().isEmpty()) {
            return;
        }
        var pinned = target.pinnedIdentity().get();
        var serial = serial(information);
        if (serial.filter(s -> Clean.same(s, pinned)).isPresent()) {
            return;
        }
        if (serial.isEmpty()
                && mac(onvif, Optional.empty())
                        .filter(m -> Clean.same(m, pinned))
                        .isPresent()) {
            return;
        }
        throw Words.otherDevice(pinned, serial);
    }

    private static Optional<String> serial(XmlElement information) {
        return Clean.serial(information.text("SerialNumber"));
    }

    /** @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned */
    static DeviceInfo read(Onvif onvif, Target target) throws DeviceException {
        var information = onvif.ask(INFORMATION);
        check(onvif, target, information);
        var scopes = onvif.find(SCOPES);
        return new DeviceInfo(
                text(information, "Manufacturer"),
                text(information, "Model"),
                serial(information),
                text(information, "FirmwareVersion"),
                mac(onvif, scopes),
                scope(scopes, "name/").orElse(""),
                scope(scopes, "type/").orElse(""));
    }

    static String firmware(XmlElement information) {
        return text(information, "FirmwareVersion");
    }

    private static String text(XmlElement information, String name) {
        return Clean.text(information.text(name).orElse(""));
    }

    /** The scope says it on cheap devices that know no interfaces. */
    private static Optional<String> mac(Onvif onvif, Optional<XmlElement> scopes) throws DeviceException {
        var interfaces = onvif.find(INTERFACES);
        var told = interfaces.stream()
                .flatMap(i -> i.all("HwAddress").stream())
                .flatMap(a -> Clean.mac(Optional.of(a.text())).stream())
                .findFirst();
        return told.or(() -> Clean.mac(scope(scopes, "MAC/")));
    }

    private static Optional<String> scope(Optional<XmlElement> scopes, String kind) {
        return scopes.stream()
                .flatMap(s -> s.all("ScopeItem").stream())
                .map(XmlElement::text)
                .filter(item -> item.startsWith(SCOPE + kind))
                .map(item -> Clean.text(decoded(item.substring(SCOPE.length() + kind.length()))))
                .filter(item -> !item.isEmpty())
                .findFirst();
    }

    private static String decoded(String item) {
        try {
            return URLDecoder.decode(item.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return item; // a percent sign that escapes nothing
        }
    }
}
