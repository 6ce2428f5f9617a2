package vn.matluoi.api.driver;

import java.util.Objects;
import java.util.Optional;

/**
 * What a device says it is.
 *
 * @param serial with spaces and hyphens removed; empty if the device gives none or only zeros
 * @param type the vendor's word: {@code NVR}, {@code DVR}, {@code IPCamera}
 */
public record DeviceInfo(
        String manufacturer,
        String model,
        Optional<String> serial,
        String firmware,
        Optional<String> mac,
        String name,
        String type) {

    public DeviceInfo {
        Objects.requireNonNull(manufacturer, "manufacturer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
