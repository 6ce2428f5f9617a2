package vn.matluoi.api.driver;

import java.util.Objects;

/**
 * The device's own name for a channel, stable across reconnecting: {@code 5}, {@code I-1}, a profile token.
 *
 * @param value 1 to 64 characters
 */
public record ChannelId(String value) {

    public ChannelId {
        Objects.requireNonNull(value, "value");
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("a channel id has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
