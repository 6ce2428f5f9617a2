package vn.matluoi.simulators.dahua;

import java.util.Optional;
import vn.matluoi.simulators.recorder.RecorderSettings;

/**
 * What stands on the type plate of the recorder. Serial number and MAC address follow from name and title, so that it is
 * the same one after a restart.
 */
record Plate(String title, boolean hybrid, String model, String serial, String mac) {

    private static final String VERSION = "4.002.0000000.1,build:2023-09-26";

    static Plate of(RecorderSettings settings) {
        int seed = (settings.title() + '\n' + settings.name()).hashCode() & 0x7fffffff;
        boolean hybrid = settings.analog() > 0;
        return new Plate(
                settings.title(),
                hybrid,
                hybrid ? "DH-XVR5216AN-4KL-I3" : "DHI-NVR5216-EI",
                "%07XPAZ%05X".formatted(seed & 0xfffffff, seed * 31 & 0xfffff),
                "3c:ef:8c:%02x:%02x:%02x".formatted(seed >> 16 & 255, seed >> 8 & 255, seed & 255));
    }

    /** The box that answers when two recorders' ports were swapped at the router. */
    Plate other() {
        return new Plate(title + " (2)", hybrid, model, "0000001PAZ00002", "3c:ef:8c:00:00:2a");
    }

    /** {@code magicBox.cgi}; a recorder calls itself 31. */
    Optional<String> say(String action) {
        return Optional.ofNullable(
                switch (action) {
                    case "getSystemInfo" ->
                        "deviceType=31\nprocessor=ST7108\nserialNumber=%s\nupdateSerial=%s\n".formatted(serial, model);
                    case "getSerialNo" -> "sn=" + serial + "\n";
                    case "getDeviceType" -> "type=31\n";
                    case "getDeviceClass" -> "class=" + (hybrid ? "HDVR" : "NVR") + "\n";
                    case "getMachineName" -> "name=" + title + "\n";
                    case "getSoftwareVersion" -> "version=" + VERSION + "\n";
                    case "getHardwareVersion" -> "version=V1.0\n";
                    case "getVendor" -> "vendor=Dahua\n";
                    default -> null;
                });
    }
}
