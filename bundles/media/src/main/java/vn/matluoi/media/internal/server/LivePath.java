package vn.matluoi.media.internal.server;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The address a viewer asks for: {@code rtsp://host:port/live/<ticket>[/trackID=n]}, or
 * {@code playback} for {@code live}.
 *
 * @param base the address up to the ticket, as the viewer wrote it, ended by a slash, without any log-in in it
 * @param ticket the ticket
 * @param track the track; empty for all of them
 */
record LivePath(String base, String ticket, OptionalInt track) {

    private static final Pattern SHAPE = Pattern.compile(
            "rtsp://(?:[^/@]*@)?([A-Za-z0-9.:_\\[\\]-]{1,255})/(live|playback)/([A-Za-z0-9_-]{1,128})(?:/(?:trackID=(\\d{1,3}))?)?",
            Pattern.CASE_INSENSITIVE);

    /** @return its parts; empty if it is no such address */
    static Optional<LivePath> of(String uri) {
        var shape = SHAPE.matcher(uri);
        if (!shape.matches()) {
            return Optional.empty();
        }
        var track = shape.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(shape.group(4)));
        return Optional.of(new LivePath(
                "rtsp://" + shape.group(1) + "/" + shape.group(2) + "/" + shape.group(3) + "/", shape.group(3), track));
    }

    @Override
    public String toString() {
        return "a live path";
    }
}
