package vn.matluoi.driver.dahua.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.Target;

/** Reads what a device says it is: {@code magicBox.cgi}, one action a fact, all but the first optional. */
final class Description {

    static final String SYSTEM = Cgi.box("getSystemInfo");
    static final String SERIAL = Cgi.box("getSerialNo");
    static final String MODEL = Cgi.box("getDeviceType");
    static final String TYPE = Cgi.box("getDeviceClass");
    static final String FIRMWARE = Cgi.box("getSoftwareVersion");
    static final String NAME = Cgi.box("getMachineName");
    static final String VENDOR = Cgi.box("getVendor");
    static final String NETWORK = Cgi.config("Network");

    private Description() {}

    /** @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned */
    static void check(Cgi cgi, Target target) throws DeviceException {
        serial(cgi, system(cgi), target);
    }

    /** @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned */
    static DeviceInfo read(Cgi cgi, Target target) throws DeviceException {
        var system = system(cgi);
        return new DeviceInfo(
                say(cgi, VENDOR, "vendor").orElse("Dahua"),
                model(cgi, system),
                serial(cgi, system, target),
                firmware(cgi),
                mac(cgi),
                say(cgi, NAME, "name").orElse(""),
                type(cgi));
    }

    /** @return {@code NVR, HDVR, IPC, SD, VTO ...}; empty where the firmware does not know the question */
    static String type(Cgi cgi) throws DeviceException {
        return Clean.optional(cgi.findUnlessBusy(TYPE, "class").flatMap(v -> v.get("class")))
                .orElse("");
    }

    /** Firmware that has no CGI, or has it switched off, answers 404 or 501 (after 2020). */
    private static KeyValues system(Cgi cgi) throws DeviceException {
        Cgi.Answer answer;
        try {
            answer = cgi.ask(SYSTEM, "");
        } catch (Garbled e) {
            throw Words.noCgi(e.text());
        }
        if (answer instanceof Cgi.Answer.Absent absent) {
            throw switch (absent.status()) {
                case 403 -> Words.noRight();
                case 500 -> Words.busy();
                default -> Words.noCgi(Text.same("HTTP " + absent.status()));
            };
        }
        var values = ((Cgi.Answer.Found) answer).values();
        if (Stream.of("serialNumber", "deviceType", "updateSerial", "processor").noneMatch(values::any)) {
            throw Words.noCgi(Text.same(values.toString()));
        }
        return values;
    }

    private static Optional<String> serial(Cgi cgi, KeyValues system, Target target) throws DeviceException {
        var said = Clean.serial(system.get("serialNumber"));
        var serial = said.isPresent()
                ? said
                : Clean.serial(cgi.findUnlessBusy(SERIAL, "sn").flatMap(v -> v.get("sn")));
        if (target.pinnedIdentity().isPresent()) {
            var pinned = target.pinnedIdentity().get();
            if (serial.filter(s -> Clean.sameSerial(s, pinned)).isEmpty()) {
                throw Words.otherDevice(pinned, serial);
            }
        }
        return serial;
    }

    /** A recorder calls itself {@code 31}; its model is then in {@code updateSerial} (NVR2X-4KS3, Lorex E891AB). */
    private static String model(Cgi cgi, KeyValues system) throws DeviceException {
        var told = Stream.of("deviceType", "updateSerial")
                .flatMap(key -> Clean.optional(system.get(key)).stream())
                .filter(Description::isModel)
                .findFirst();
        return told.isPresent()
                ? told.get()
                : say(cgi, MODEL, "type").filter(Description::isModel).orElse("");
    }

    /** @return whether it names a model, rather than a number or a class of devices */
    static boolean isModel(String said) {
        return !said.matches("\\d{0,5}")
                && switch (said.toLowerCase(Locale.ROOT)) {
                    case "ip camera", "ipc", "camera", "ip dome", "unknown" -> false;
                    default -> true;
                };
    }

    /** {@code version=2.800.0000000.20.R,build:2021-11-05}, or the two on lines of their own. */
    static String firmware(Cgi cgi) throws DeviceException {
        var said = find(cgi, FIRMWARE, "version");
        var version = said.flatMap(s -> s.get("version")).orElse("");
        var build = said.flatMap(s -> s.get("build")).map(b -> ",build:" + b).orElse("");
        return Clean.text(version.contains("build") ? version : version + build);
    }

    private static Optional<String> mac(Cgi cgi) throws DeviceException {
        var network = find(cgi, NETWORK, "table.Network").map(n -> n.under("table.Network"));
        if (network.isEmpty()) {
            return Optional.empty();
        }
        var first = network.get().get("DefaultInterface").orElse("eth0");
        return Clean.mac(network.get().get(first + ".PhysicalAddress"));
    }

    private static Optional<String> say(Cgi cgi, String path, String key) throws DeviceException {
        return Clean.optional(find(cgi, path, key).flatMap(v -> v.get(key)));
    }

    /** A fact that cannot be read is one the device does not tell. */
    private static Optional<KeyValues> find(Cgi cgi, String path, String key) throws DeviceException {
        try {
            return cgi.find(path, key);
        } catch (Garbled e) {
            return Optional.empty();
        }
    }
}
