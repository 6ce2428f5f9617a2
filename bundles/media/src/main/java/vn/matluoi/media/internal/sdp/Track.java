package vn.matluoi.media.internal.sdp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code m=} section: a picture, a sound, or data beside them.
 *
 * @param kind {@code video, audio, application} or {@code text}
 * @param formats the payload types it may carry, at least one
 * @param control where it is set up, as the device wrote it
 * @param frameRate pictures a second as stated, 0 if not
 */
public record Track(String kind, List<PayloadFormat> formats, Optional<String> control, double frameRate) {

    public Track {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(control, "control");
        formats = List.copyOf(formats);
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("a track has at least one payload type");
        }
    }

    public boolean isVideo() {
        return "video".equals(kind);
    }

    /** @return what it carries first of all */
    public PayloadFormat format() {
        return formats.get(0);
    }

    /** @return whether packets of the other can go on where packets of this one ended */
    boolean continues(Track other) {
        return kind.equals(other.kind)
                && formats.stream()
                        .map(PayloadFormat::layout)
                        .toList()
                        .equals(other.formats.stream()
                                .map(PayloadFormat::layout)
                                .toList());
    }
}
