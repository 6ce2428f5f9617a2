package vn.matluoi.api.driver;

import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;

/**
 * The device's own name for a channel, stable across reconnecting: {@code 5}, {@code I-1}, a profile token.
 *
 * @param value 1 to {@link #LONGEST} characters
 */
public record ChannelId(String value) {

    /** The most characters of one. */
    public static final int LONGEST = 64;

    public ChannelId {
        Objects.requireNonNull(value, "value");
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("a channel id has 1 to " + LONGEST + " characters");
        }
    }

    /**
     * An agency's code of a camera, which is its channel within the agency's source.
     *
     * @param code as the agency wrote it
     * @return the code as the catalogue has it, in Unicode NFC; empty if that is longer than {@link #LONGEST}, which it may be though
     *     what was written is not
     * @throws IllegalArgumentException if it is blank
     */
    public static Optional<ChannelId> ofCode(String code) {
        return Optional.of(Normalizer.normalize(code, Normalizer.Form.NFC))
                .filter(composed -> composed.length() <= LONGEST)
                .map(ChannelId::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
