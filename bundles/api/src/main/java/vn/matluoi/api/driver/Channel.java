package vn.matluoi.api.driver;

import java.util.Objects;
import java.util.Optional;

/**
 * One channel of a device.
 *
 * @param id the device's name for it
 * @param number place in the device's order, from 1
 * @param name what people called it on the device; may be empty
 * @param kind analog input, IP camera behind the recorder, or the camera itself
 * @param status as the device says; a claim
 * @param detail the device's own word for why it is not online; empty if it says nothing
 * @param child what is connected there, as far as the device says
 */
public record Channel(
        ChannelId id,
        int number,
        String name,
        Kind kind,
        Status status,
        Optional<String> detail,
        Optional<Child> child) {

    public Channel {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(child, "child");
    }

    /** What sort of channel it is. */
    public enum Kind {
        ANALOG,
        IP,
        /** The device is itself the camera. */
        SELF
    }

    /** What the device says of it. */
    public enum Status {
        ONLINE,
        OFFLINE,
        /** A slot with nothing configured in it. */
        EMPTY,
        UNKNOWN
    }

    /**
     * The device behind a recorder's channel. All claims of the recorder; an address is evidence, never followed.
     */
    public record Child(
            Optional<String> protocol,
            Optional<String> address,
            Optional<String> manufacturer,
            Optional<String> model,
            Optional<String> serial,
            Optional<String> firmware,
            Optional<String> mac) {}
}
