package vn.matluoi.simulators.onvif;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What stands on the type plate. It follows from name and title, so that a device is the same one after a restart. */
record Identity(String manufacturer, String model, String firmware, String serial, String mac, String uuid) {

    static Identity of(OnvifSettings settings) {
        String seed = settings.name() + '\n' + settings.title();
        int number = seed.hashCode() & 0x7fffffff;
        return new Identity(
                "VnSim",
                settings.channels() == 1 ? "VS-D2140" : "VS-R%02d".formatted(settings.channels()),
                "2.840.18 build 250114",
                "VS%010d".formatted(number),
                "02:5e:10:%02x:%02x:%02x".formatted(number >> 16 & 255, number >> 8 & 255, number & 255),
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** As cheap boards give it: no serial number, and one MAC address for all of them. */
    Identity nobody() {
        return new Identity("H264", model, firmware, "0000000", "00:12:34:56:78:9a", uuid);
    }

    /** The box that answers when two devices' ports were swapped at the router. */
    Identity other() {
        return new Identity(manufacturer, model, firmware, "VS0000000042", "02:5e:10:00:00:2a", uuid);
    }
}
