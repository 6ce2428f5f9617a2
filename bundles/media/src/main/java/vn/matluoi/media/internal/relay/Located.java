package vn.matluoi.media.internal.relay;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.media.internal.rtsp.RtspHeaders;

/**
 * A stream that may be connected to.
 *
 * @param address where it is and how to log in
 * @param socket the only address to connect to: the allow-list was asked about this one
 * @param length of recorded footage; empty for live pictures
 */
record Located(StreamAddress address, InetSocketAddress socket, Optional<Duration> length) {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    Located(StreamAddress address, InetSocketAddress socket) {
        this(address, socket, Optional.empty());
    }

    /** @return what to say when a track is set up; ONVIF Streaming specification: a client says that it knows replay */
    RtspHeaders toSetUp() {
        return address.replayFrom().isPresent()
                ? RtspHeaders.none().with("Require", "onvif-replay")
                : RtspHeaders.none();
    }

    /** @return what to say when it is to play; RFC 2326, 3.6 and 3.7 */
    RtspHeaders toPlay() {
        var range = address.replayFrom()
                .map(from -> "clock=" + CLOCK.format(from) + "-"
                        + length.map(time -> CLOCK.format(from.plus(time))).orElse(""))
                .orElse("npt=0.000-");
        return toSetUp().with("Range", range);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
